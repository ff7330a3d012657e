import { appendFileSync } from 'node:fs';
import { type FileHandle, open, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../../disk/is-missing.js';
import { writeFault, writeWhole } from '../../disk/write-whole.js';
import type { Fault } from '../../fault/fault.js';
import type { ListEntry } from '../archive/snapshot.js';
import {
  type JournalContent,
  type JournalHeader,
  type Place,
  pagesOf,
  scanJournal,
} from './scan-journal.js';

/** A page's body, and its place in the journal. */
export type KeptPage = { readonly body: Buffer; readonly place: Place };

/**
 * What a run has fetched so far, on disk: after kill -9 the next run fetches nothing twice.
 * One append-only file of JSON lines; after a page's line comes the exact body of the page.
 */
export type Journal = {
  /** A page that was fetched at most `maxAgeMs` ago. */
  page(list: string, offset: number, maxAgeMs: number): Promise<KeptPage | undefined>;
  /**
   * Stores a page and returns its place.
   *
   * @throws {Fault} WRITE_FAILED, as all methods that write
   */
  keepPage(list: string, offset: number, body: Buffer): Place;
  /** Reads the bodies at these places, also of dropped pages, each with a line break. */
  lines(places: readonly Place[]): AsyncIterable<Buffer>;
  /** Drops a list's pages for later runs: they did not fit each other. */
  dropPages(list: string): void;
  /** The entry of a list whose version was written at most `maxAgeMs` ago. */
  list(list: string, maxAgeMs: number): ListEntry | undefined;
  keepList(list: string, entry: ListEntry): void;
  /** Removes the journal, once a snapshot has its lists. */
  discard(): Promise<void>;
};

/** Opens the journal of an interrupted run, or starts a new one. */
export async function openJournal(archive: string, parent: string | null, baseUrl: string) {
  const file = join(archive, 'journal.ndjson');
  const head: JournalHeader = { format: 1, parent, baseUrl };
  const found = await readJournal(file, head);
  if (found) {
    // After the last whole record comes half a record.
    await truncate(file, found.end).catch((error) => Promise.reject(writeFault(file, error)));
    return journalAt(file, found);
  }
  const line = `${JSON.stringify(head)}\n`;
  await writeWhole(file, line);
  return journalAt(file, { pages: new Map(), lists: new Map(), end: Buffer.byteLength(line) });
}

function journalAt(file: string, content: JournalContent): Journal {
  let broken: Fault | undefined;
  const append = (made: object, body?: Buffer): number => {
    if (broken) throw broken;
    const line = Buffer.from(`${JSON.stringify(made)}\n`);
    const bytes = body ? Buffer.concat([line, body, Buffer.from('\n')]) : line;
    try {
      // No fsync: kill -9 loses nothing, a power cut some pages. No queue: waiting pages would
      // fill the memory.
      appendFileSync(file, bytes);
    } catch (error) {
      // Half a record may be written: later ones would not be at the places that we count.
      broken = writeFault(file, error);
      throw broken;
    }
    const start = content.end + line.length;
    content.end += bytes.length;
    return start;
  };
  return {
    async page(list, offset, maxAgeMs) {
      const place = content.pages.get(list)?.get(offset);
      if (!place || Date.now() - place.atMs > maxAgeMs) return undefined;
      const body = await withFile(file, (opened) => readAt(opened, place));
      return { body, place };
    },
    async *lines(places) {
      const opened = await open(file, 'r');
      try {
        for (const place of places) {
          // A line break follows each body.
          yield await readAt(opened, { ...place, bytes: place.bytes + 1 });
        }
      } finally {
        await opened.close();
      }
    },
    keepPage(list, offset, body) {
      const atMs = Date.now();
      const start = append({ page: list, offset, bytes: body.length, atMs }, body);
      const place = { start, bytes: body.length, atMs };
      pagesOf(content, list).set(offset, place);
      return place;
    },
    dropPages(list) {
      append({ drop: list });
      content.pages.delete(list);
    },
    list(list, maxAgeMs) {
      const kept = content.lists.get(list);
      return kept && Date.now() - kept.atMs <= maxAgeMs ? kept.entry : undefined;
    },
    keepList(list, entry) {
      const atMs = Date.now();
      append({ list, entry, atMs });
      content.lists.set(list, { entry, atMs });
      content.pages.delete(list);
    },
    discard: () => rm(file, { force: true }),
  };
}

async function readJournal(path: string, head: JournalHeader) {
  try {
    return await withFile(path, (file) => scanJournal(file, head));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function withFile<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, { start, bytes }: Place): Promise<Buffer> {
  const body = Buffer.alloc(bytes);
  await file.read(body, 0, bytes, start);
  return body;
}
