import { readHead } from './archive.js';
import type { Snapshot } from './snapshot.js';
import { readSnapshots } from './snapshots.js';

export type HistoryResult = {
  readonly archive: string;
  readonly head: string | undefined;
  readonly snapshots: readonly HistoryEntry[];
};

/** One snapshot, compared with its parent. */
export type HistoryEntry = {
  readonly id: string;
  readonly createdAt: string;
  readonly parent: string | null;
  readonly lists: number;
  /** Lists that the parent lacks or has in another version. */
  readonly newLists: number;
  readonly failedLists: number;
  readonly source: Snapshot['source'];
};

/** The snapshots of an archive, newest first. */
export async function readHistory(archive: string): Promise<HistoryResult> {
  const snapshots = await readSnapshots(archive);
  const byId = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]));
  const entries = snapshots.map(({ id, createdAt, parent, lists, source, failed }) => {
    const before = parent === null ? undefined : byId.get(parent);
    const isNew = ([list, { version }]: [string, { version: string }]) =>
      before?.lists[list]?.version !== version;
    return {
      id,
      createdAt,
      parent,
      lists: Object.keys(lists).length,
      newLists: Object.entries(lists).filter(isNew).length,
      failedLists: Object.keys(failed ?? {}).length,
      source,
    };
  });
  return { archive, head: await readHead(archive), snapshots: entries.toReversed() };
}
