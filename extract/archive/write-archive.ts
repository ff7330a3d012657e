import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import pLimit from 'p-limit';
import { PROGRAM } from '../../command/program.js';
import { moveInPlace, writeAside, writeWhole } from '../../disk/write-whole.js';
import { withoutTimestamp } from './alpha-page.js';
import { readSnapshot, versionFile } from './archive.js';
import { readBodies } from './read-pages.js';
import { isAlpha, resourceOf } from './resource.js';
import type { ListEntry, Lists, Snapshot, SnapshotSource } from './snapshot.js';

const BEST_COMPRESSION = 9;
const FILES_AT_ONCE = 16;
const NEWLINE = 0x0a;
const LINE_END = Buffer.of(NEWLINE);

/** A list that was proven whole, with its pages in the journal. */
export type WholeList = {
  readonly pages: number;
  readonly rows: number;
  /** The pages' bodies in order of offset, read one by one, each with a line break. */
  lines(): AsyncIterable<Buffer>;
};

/**
 * Writes a version of a list, or confirms the stored one when its bytes are the same
 * (in the new API: all but the time of the answer).
 * `recordedAt` is the day on which replayed answers were recorded, `sequence` the extraction.
 */
export async function storeVersion(
  archive: string,
  list: string,
  whole: WholeList,
  stored: ListEntry | undefined,
  { recordedAt, sequence }: { recordedAt: string | undefined; sequence: number },
): Promise<ListEntry> {
  const fetchedAt = nowToTheSecond();
  const confirmedAt = recordedAt === undefined ? fetchedAt : `${recordedAt}T00:00:00Z`;
  if (stored?.pages === whole.pages) {
    // A version that is missing or damaged is written again.
    const old = await hashOf(lasting(list, readBodies(archive, list, stored.version))).catch(
      () => undefined,
    );
    if (old === (await hashOf(lasting(list, whole.lines())))) {
      return { ...stored, confirmedAt, sequence };
    }
  }
  return { ...(await writeVersion(archive, list, whole, { fetchedAt, confirmedAt })), sequence };
}

/** What counts as a change of a list: in the new API, each answer has a new timestamp. */
async function* lasting(list: string, bodies: AsyncIterable<Buffer>) {
  const isTimed = isAlpha(resourceOf(list));
  for await (const body of bodies) {
    const text = body.at(-1) === NEWLINE ? body.subarray(0, -1) : body;
    yield isTimed ? Buffer.from(withoutTimestamp(text)) : text;
    yield LINE_END;
  }
}

async function hashOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

/** Writes one version of a list: each page's exact bytes on a line of its own, gzipped. */
export async function writeVersion(
  archive: string,
  list: string,
  { pages, rows, lines }: WholeList,
  { fetchedAt, confirmedAt }: Pick<ListEntry, 'fetchedAt' | 'confirmedAt'>,
): Promise<ListEntry> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(packed: AsyncIterable<Buffer>) {
    for await (const chunk of packed) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  // An error of the lines is thrown where the packed bytes are read.
  const packed = pipeline(lines(), createGzip({ level: BEST_COMPRESSION }), () => {});
  const aside = await writeAside(dirname(versionFile(archive, list, '')), measured(packed));
  const sha256 = hash.digest('hex');
  const version = versionId(fetchedAt, sha256);
  await moveInPlace(aside, versionFile(archive, list, version));
  return { version, sha256, bytes, pages, rows, fetchedAt, confirmedAt };
}

/** Writes a snapshot and makes it the newest one. */
export async function writeSnapshot(
  archive: string,
  parent: string | null,
  source: SnapshotSource,
  lists: Lists,
  failed: Readonly<Record<string, string>> = {},
): Promise<Snapshot> {
  const createdAt = nowToTheSecond();
  const sorted = Object.fromEntries(
    Object.entries(lists).toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })),
  );
  const broken = Object.keys(failed).length > 0 ? { failed } : {};
  const content = { createdAt, parent, program: PROGRAM, source, ...broken, lists: sorted };
  const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const snapshot: Snapshot = { format: 1, id: versionId(createdAt, sha256), ...content };
  await publish(archive, snapshot);
  return snapshot;
}

/**
 * Copies the newest snapshot of one archive, and all it needs, into another.
 * HEAD comes last: until then the other archive is as it was.
 */
export async function copySnapshot(from: string, to: string): Promise<Snapshot> {
  const snapshot = await readSnapshot(from);
  const limit = pLimit(FILES_AT_ONCE);
  await Promise.all(
    Object.entries(snapshot.lists).map(([list, { version }]) =>
      limit(async () => {
        const bytes = await readFile(versionFile(from, list, version));
        await writeWhole(versionFile(to, list, version), bytes);
      }),
    ),
  );
  await publish(to, snapshot);
  return snapshot;
}

async function publish(archive: string, snapshot: Snapshot) {
  const text = `${JSON.stringify(snapshot, undefined, 1)}\n`;
  await writeWhole(join(archive, 'snapshots', `${snapshot.id}.json`), text);
  await writeWhole(join(archive, 'HEAD'), `${snapshot.id}\n`);
}

/** A time and the hash of what was written then: `20260727T181500Z-1f0c9a22`. */
function versionId(isoTime: string, sha256: string): string {
  return `${isoTime.replace(/[-:]/g, '')}-${sha256.slice(0, 8)}`;
}

/** The time as the archive has it: `2026-07-27T18:15:00Z`. */
function nowToTheSecond(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}
