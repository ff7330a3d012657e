import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { type ListEntry, listEntry } from '../archive/snapshot.js';

const header = z.strictObject({
  format: z.literal(1),
  /** The newest snapshot when the run began; with another one, the journal is void. */
  parent: z.string().nullable(),
  baseUrl: z.string(),
});

const record = z.union([
  z.strictObject({ page: z.string(), offset: z.number(), bytes: z.number(), atMs: z.number() }),
  z.strictObject({ drop: z.string() }),
  z.strictObject({ list: z.string(), entry: listEntry, atMs: z.number() }),
]);

/** Our lines are shorter: a longer one is not ours. */
const LONGEST_LINE_BYTES = 65_536;

export type JournalHeader = z.infer<typeof header>;
/** The place of a page's body in the file. */
export type Place = { readonly start: number; readonly bytes: number; readonly atMs: number };

/** The records of a journal. */
export type JournalContent = {
  readonly pages: Map<string, Map<number, Place>>;
  readonly lists: Map<string, { readonly entry: ListEntry; readonly atMs: number }>;
  /** Length of the whole records: a crash may leave half a record after them. */
  end: number;
};

/**
 * Reads the records of a journal without the pages' bodies, which may be 60 MB.
 *
 * @returns undefined for a file that is no journal, or the journal of another run
 */
export async function scanJournal(
  file: FileHandle,
  head: JournalHeader,
): Promise<JournalContent | undefined> {
  const { size } = await file.stat();
  const lineAt = lineReader(file);
  const content: JournalContent = { pages: new Map(), lists: new Map(), end: 0 };
  const first = await lineAt(0);
  const found = header.safeParse(first?.json);
  if (!first || !found.success) return undefined;
  if (found.data.parent !== head.parent || found.data.baseUrl !== head.baseUrl) return undefined;
  content.end = first.end;
  for (let line = await lineAt(content.end); line; line = await lineAt(content.end)) {
    const parsed = record.safeParse(line.json);
    if (!parsed.success) break;
    const made = parsed.data;
    if ('page' in made) {
      const end = line.end + made.bytes + 1;
      if (end > size) break;
      pagesOf(content, made.page).set(made.offset, { ...made, start: line.end });
      content.end = end;
      continue;
    }
    if ('drop' in made) content.pages.delete(made.drop);
    else content.lists.set(made.list, made);
    content.end = line.end;
  }
  return content;
}

type Line = { readonly json: unknown; readonly end: number };

/** Reads the line at a place; several short lines cost one read of the file. */
function lineReader(file: FileHandle): (start: number) => Promise<Line | undefined> {
  const buffer = Buffer.alloc(LONGEST_LINE_BYTES);
  let from = 0;
  let filled = buffer.subarray(0, 0);
  const lineWithin = (start: number) => {
    const at = start - from;
    const newline = at >= 0 && at < filled.length ? filled.indexOf('\n', at) : -1;
    return newline < 0 ? undefined : { text: filled.toString('utf8', at, newline), newline };
  };
  return async (start) => {
    if (!lineWithin(start)) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
      filled = buffer.subarray(0, bytesRead);
      from = start;
    }
    const line = lineWithin(start);
    if (!line) return undefined;
    try {
      return { json: JSON.parse(line.text), end: from + line.newline + 1 };
    } catch {
      return undefined;
    }
  };
}

/** The journal's pages of a list, by offset; callers may add some. */
export function pagesOf(content: JournalContent, list: string): Map<number, Place> {
  const known = content.pages.get(list) ?? new Map<number, Place>();
  content.pages.set(list, known);
  return known;
}
