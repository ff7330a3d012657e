import { appendFile, open, readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFault, writeWhole } from '../command/write-whole.js';
import { isMissing } from './archive.js';
import { type ListEntry, listEntry } from './snapshot.js';

/**
 * What a run has finished so far, kept on disk so that after kill -9 the next run
 * asks for nothing twice. One file, only ever appended to: a line that tells what
 * follows, and after a page's line the exact body of the page.
 */
export type Journal = {
  /** The body of a page that was fetched at most `maxAgeMs` ago. */
  page(list: string, offset: number, maxAgeMs: number): Promise<Buffer | undefined>;
  keepPage(list: string, offset: number, body: Buffer): Promise<void>;
  /** Forgets a list's pages: they did not fit each other. */
  dropPages(list: string): Promise<void>;
  /** The entry of a list whose version was written at most `maxAgeMs` ago. */
  list(list: string, maxAgeMs: number): ListEntry | undefined;
  keepList(list: string, entry: ListEntry): Promise<void>;
  /** Ends the journal: all it holds is in a snapshot. */
  discard(): Promise<void>;
};

const header = z.strictObject({
  format: z.literal(1),
  /** The newest snapshot when the run began: another one makes the journal void. */
  parent: z.string().nullable(),
  baseUrl: z.string(),
});

const record = z.union([
  z.strictObject({ page: z.string(), offset: z.number(), bytes: z.number(), atMs: z.number() }),
  z.strictObject({ drop: z.string() }),
  z.strictObject({ list: z.string(), entry: listEntry, atMs: z.number() }),
]);

type Header = z.infer<typeof header>;
type Place = { readonly start: number; readonly bytes: number; readonly atMs: number };
type Content = {
  readonly pages: Map<string, Map<number, Place>>;
  readonly lists: Map<string, { readonly entry: ListEntry; readonly atMs: number }>;
  /** Length of the part that is whole: what follows was cut off by a crash. */
  end: number;
};

/** Opens the journal of a run that was cut off, or begins a new one. */
export async function openJournal(archive: string, parent: string | null, baseUrl: string) {
  const file = join(archive, 'journal.ndjson');
  const head: Header = { format: 1, parent, baseUrl };
  const found = await readJournal(file, head);
  if (found) {
    // What follows the last whole record is half a record.
    await truncate(file, found.end).catch((error) => Promise.reject(writeFault(file, error)));
    return journalAt(file, found);
  }
  const line = `${JSON.stringify(head)}\n`;
  await writeWhole(file, line);
  return journalAt(file, { pages: new Map(), lists: new Map(), end: Buffer.byteLength(line) });
}

function journalAt(file: string, content: Content): Journal {
  let writing = Promise.resolve();
  // Appends are queued: two at once could interleave, and places must be known.
  const append = (made: object, body?: Buffer) => {
    const line = Buffer.from(`${JSON.stringify(made)}\n`);
    const bytes = body ? Buffer.concat([line, body, Buffer.from('\n')]) : line;
    const start = writing.then(async () => {
      // Not fsynced: kill -9 loses nothing, and a power cut at worst some pages.
      await appendFile(file, bytes).catch((error) => Promise.reject(writeFault(file, error)));
      const at = content.end + line.length;
      content.end += bytes.length;
      return at;
    });
    writing = start.then(
      () => {},
      () => {},
    );
    return start;
  };
  return {
    async page(list, offset, maxAgeMs) {
      const place = content.pages.get(list)?.get(offset);
      if (!place || Date.now() - place.atMs > maxAgeMs) return undefined;
      return readAt(file, place);
    },
    async keepPage(list, offset, body) {
      const atMs = Date.now();
      const start = await append({ page: list, offset, bytes: body.length, atMs }, body);
      pagesOf(content, list).set(offset, { start, bytes: body.length, atMs });
    },
    async dropPages(list) {
      await append({ drop: list });
      content.pages.delete(list);
    },
    list(list, maxAgeMs) {
      const kept = content.lists.get(list);
      return kept && Date.now() - kept.atMs <= maxAgeMs ? kept.entry : undefined;
    },
    async keepList(list, entry) {
      const atMs = Date.now();
      await append({ list, entry, atMs });
      content.lists.set(list, { entry, atMs });
      content.pages.delete(list);
    },
    discard: () => rm(file, { force: true }),
  };
}

async function readJournal(file: string, head: Header): Promise<Content | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const content: Content = { pages: new Map(), lists: new Map(), end: 0 };
  const first = lineAt(bytes, 0);
  const found = header.safeParse(first?.json);
  if (!first || !found.success) return undefined;
  if (found.data.parent !== head.parent || found.data.baseUrl !== head.baseUrl) return undefined;
  content.end = first.end;
  for (let line = lineAt(bytes, content.end); line; line = lineAt(bytes, content.end)) {
    const parsed = record.safeParse(line.json);
    if (!parsed.success) break;
    const made = parsed.data;
    if ('page' in made) {
      const end = line.end + made.bytes + 1;
      if (end > bytes.length) break;
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

function lineAt(bytes: Buffer, start: number): { json: unknown; end: number } | undefined {
  const newline = bytes.indexOf('\n', start);
  if (newline < 0) return undefined;
  try {
    return { json: JSON.parse(bytes.toString('utf8', start, newline)), end: newline + 1 };
  } catch {
    return undefined;
  }
}

function pagesOf(content: Content, list: string): Map<number, Place> {
  const known = content.pages.get(list) ?? new Map<number, Place>();
  content.pages.set(list, known);
  return known;
}

async function readAt(path: string, { start, bytes }: Place): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const body = Buffer.alloc(bytes);
    await file.read(body, 0, bytes, start);
    return body;
  } finally {
    await file.close();
  }
}
