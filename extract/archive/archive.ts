import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { z } from 'zod';
import { type DataFolder, SEED_FOLDER } from '../../disk/data-folder.js';
import { isMissing } from '../../disk/is-missing.js';
import { causeText } from '../../fault/fault.js';
import { extractFault } from '../faults.js';
import { type Snapshot, snapshotSchema } from './snapshot.js';

const FILES_AT_ONCE = 16;

/** The file that holds one version of a list: one page's exact body per line, gzipped. */
export function versionFile(archive: string, list: string, version: string): string {
  return join(archive, 'lists', ...list.split('/'), `${version}.ndjson.gz`);
}

/**
 * The id of the newest snapshot; undefined in an archive without snapshots. HEAD may be missing
 * or empty (a run was killed right before it wrote the first, or a power cut took it): then the
 * last one that no other follows counts.
 *
 * @throws {Fault} ARCHIVE_UNREADABLE
 */
export async function readHead(archive: string): Promise<string | undefined> {
  try {
    const head = (await readFile(join(archive, 'HEAD'), 'utf8')).trim();
    return head === '' ? await lastSnapshot(archive) : head;
  } catch (error) {
    if (isMissing(error)) return lastSnapshot(archive);
    throw extractFault(
      'ARCHIVE_UNREADABLE',
      `cannot read '${archive}/HEAD' (${causeText(error)}); fix that, or choose another folder with --data`,
    );
  }
}

async function lastSnapshot(archive: string): Promise<string | undefined> {
  const ids = await snapshotIds(archive);
  const parents = new Set<string | null>();
  for (const id of ids) {
    const { parent } = await readSnapshot(archive, id).catch(() => ({ parent: null }));
    parents.add(parent);
  }
  return ids.findLast((id) => !parents.has(id));
}

/** The ids of all snapshots of an archive, by the time in their names. */
export async function snapshotIds(archive: string): Promise<string[]> {
  try {
    const names = await readdir(join(archive, 'snapshots'));
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
    return ids.filter((id) => !id.startsWith('.')).toSorted();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/**
 * Reads a snapshot, the newest unless `id` is given.
 *
 * @throws {Fault} ARCHIVE_EMPTY, HEAD_LOST, SNAPSHOT_UNKNOWN, SNAPSHOT_DAMAGED
 */
export async function readSnapshot(archive: string, id?: string): Promise<Snapshot> {
  const wanted = id ?? (await readHead(archive));
  if (wanted === undefined) {
    throw extractFault('ARCHIVE_EMPTY', `no snapshot in '${archive}'; run 'npm run extract' first`);
  }
  if (!snapshotSchema.shape.id.safeParse(wanted).success) {
    const what = `'${wanted}' is no snapshot's id (like '20260727T181500Z-1f0c9a22')`;
    throw id === undefined
      ? extractFault('HEAD_LOST', `'${archive}/HEAD': ${what}; see 'npm run doctor'`)
      : extractFault('SNAPSHOT_UNKNOWN', `${what}; see '${archive}/snapshots'`);
  }
  const file = join(archive, 'snapshots', `${wanted}.json`);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const known = `see the files in '${archive}/snapshots'`;
    const what = `no readable '${file}' (${causeText(error)}); ${known}`;
    throw extractFault('SNAPSHOT_UNKNOWN', what);
  }
  try {
    return snapshotSchema.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : error;
    throw extractFault(
      'SNAPSHOT_DAMAGED',
      `'${file}' is not a snapshot (${causeText(why)}); restore it`,
    );
  }
}

/**
 * Checks that every file of the snapshot exists and has the bytes that were written.
 *
 * @throws {Fault} LIST_MISSING, LIST_DAMAGED: names the first such file and counts the others
 */
export async function verifyLists(archive: string, snapshot: Snapshot): Promise<void> {
  const found = await findDamage(archive, snapshot);
  const [first] = found;
  if (!first) return;
  const others = found.length > 1 ? ` and ${found.length - 1} more like it` : '';
  throw extractFault(
    first.code,
    `${first.what}${others}, snapshot '${snapshot.id}' expects it with sha256 as recorded; restore it from a copy`,
  );
}

/** The lists of a snapshot whose files are missing or damaged. */
export async function damagedLists(archive: string, snapshot: Snapshot): Promise<string[]> {
  return (await findDamage(archive, snapshot)).map(({ list }) => list);
}

async function findDamage(archive: string, snapshot: Snapshot) {
  const limit = pLimit(FILES_AT_ONCE);
  const faults = await Promise.all(
    Object.entries(snapshot.lists).map(([list, entry]) =>
      limit(async () => {
        const file = versionFile(archive, list, entry.version);
        let bytes: Buffer;
        try {
          bytes = await readFile(file);
        } catch (error) {
          const what = `cannot read '${file}' (${causeText(error)})`;
          return { list, code: 'LIST_MISSING' as const, what };
        }
        if (createHash('sha256').update(bytes).digest('hex') === entry.sha256) return undefined;
        const what = `'${file}' is not the file that was written`;
        return { list, code: 'LIST_DAMAGED' as const, what };
      }),
    ),
  );
  return faults.filter((fault) => fault !== undefined);
}

/** The archive to read: the data folder's own, or the committed seed where there is none yet. */
export async function archiveOf(data: DataFolder): Promise<string> {
  return (await readHead(data.archive)) === undefined ? SEED_FOLDER : data.archive;
}
