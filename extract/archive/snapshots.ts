import { readSnapshot, snapshotIds } from './archive.js';
import type { Snapshot } from './snapshot.js';

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
