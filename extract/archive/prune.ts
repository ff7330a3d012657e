import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isMissing } from '../../disk/is-missing.js';
import { ASIDE_PREFIX, writeWhole } from '../../disk/write-whole.js';
import { extractFault } from '../faults.js';
import { readHead, versionFile } from './archive.js';
import { filesBelow } from './files-below.js';
import { readSnapshots } from './snapshots.js';

export type PruneResult = {
  /** Ids of the removed snapshots, oldest first. */
  readonly removed: readonly string[];
  readonly kept: readonly string[];
  /** Count of removed files: versions that no kept snapshot names, and left-overs of killed runs. */
  readonly files: number;
};

/**
 * Keeps the newest `keep` snapshots and the files that they need, and removes all others.
 * The caller has the archive's lock. After kill -9 the same call goes on.
 *
 * @throws {Fault} RUN_UNFINISHED while there is a journal, whose lists no snapshot names yet;
 *   SNAPSHOT_DAMAGED: nothing is removed when it is not clear what is needed
 */
export async function pruneArchive(archive: string, keep: number): Promise<PruneResult> {
  await refuseUnfinished(archive);
  const snapshots = await readSnapshots(archive);
  const head = await readHead(archive);
  const newest = snapshots.slice(-keep);
  const kept = snapshots.filter((snapshot) => newest.includes(snapshot) || snapshot.id === head);
  const removed = snapshots.filter((snapshot) => !kept.includes(snapshot)).map(({ id }) => id);
  const needed = new Set(
    kept.flatMap(({ lists }) =>
      Object.entries(lists).map(([list, { version }]) => versionFile(archive, list, version)),
    ),
  );
  // Written first: doctor must not report a pruned parent as lost.
  const pruned = [...(await readPruned(archive)), ...removed];
  if (removed.length > 0) await writeWhole(prunedFile(archive), `${pruned.join('\n')}\n`);
  for (const id of removed) await rm(join(archive, 'snapshots', `${id}.json`), { force: true });
  const files = await removeUnneeded(archive, needed);
  return { removed, kept: kept.map(({ id }) => id), files };
}

/** The ids of snapshots that were pruned. */
export async function readPruned(archive: string): Promise<string[]> {
  try {
    return (await readFile(prunedFile(archive), 'utf8')).split('\n').filter((id) => id !== '');
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function refuseUnfinished(archive: string) {
  const journal = join(archive, 'journal.ndjson');
  const found = await stat(journal).catch(() => undefined);
  if (!found) return;
  const remedy = "let 'npm run extract' end it, or delete that file";
  throw extractFault('RUN_UNFINISHED', `'${journal}' waits for an extraction; ${remedy}`);
}

function prunedFile(archive: string): string {
  return join(archive, 'pruned.log');
}

async function removeUnneeded(archive: string, needed: ReadonlySet<string>): Promise<number> {
  let removed = 0;
  for (const { folder, name } of await filesBelow(archive)) {
    const path = join(folder, name);
    const isOurs = name.endsWith('.ndjson.gz') || name.startsWith(ASIDE_PREFIX);
    if (!isOurs || needed.has(path)) continue;
    await rm(path, { force: true });
    removed++;
    await removeEmpty(folder, archive);
  }
  return removed;
}

async function removeEmpty(folder: string, top: string) {
  const depth = relative(top, folder).split(sep).length;
  let path = folder;
  for (let level = 0; level < depth && path !== top; level++) {
    if ((await readdir(path)).length > 0) return;
    await rmdir(path);
    path = join(path, '..');
  }
}
