import { readSnapshot, snapshotIds } from './archive.js';
import type { Snapshot } from './snapshot.js';

/**
 * All snapshots of an archive, oldest first: a child comes after its parent, whatever the clock
 * said when it was made.
 *
 * @throws {Fault} SNAPSHOT_DAMAGED, SNAPSHOT_UNKNOWN
 */
export async function readSnapshots(archive: string): Promise<Snapshot[]> {
  const found: Snapshot[] = [];
  for (const id of await snapshotIds(archive)) found.push(await readSnapshot(archive, id));
  const byId = new Map(found.map((snapshot) => [snapshot.id, snapshot]));
  const ordered = new Set<Snapshot>();
  for (const snapshot of found.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt))) {
    const line: Snapshot[] = [];
    let next: Snapshot | undefined = snapshot;
    while (next && !ordered.has(next) && !line.includes(next)) {
      line.unshift(next);
      next = byId.get(next.parent ?? '');
    }
    for (const one of line) ordered.add(one);
  }
  return [...ordered];
}
