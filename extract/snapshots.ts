import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, readSnapshot } from './archive.js';
import type { Snapshot } from './snapshot.js';

/** The ids of all snapshots of an archive, oldest first. */
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
 * All snapshots of an archive, oldest first.
 *
 * @throws {Fault} SNAPSHOT_DAMAGED, SNAPSHOT_UNKNOWN
 */
export async function readSnapshots(archive: string): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  for (const id of await snapshotIds(archive)) snapshots.push(await readSnapshot(archive, id));
  // Of two that were made in one second, the child is the later one.
  return snapshots.toSorted((a, b) =>
    a.createdAt === b.createdAt
      ? Number(a.parent === b.id) - Number(b.parent === a.id)
      : a.createdAt.localeCompare(b.createdAt),
  );
}
