import type { Progress } from '../command/progress.js';
import type { DataFolder } from '../disk/data-folder.js';
import { readLake } from '../transform/lake/lake.js';
import { type LoadResult, loadLake } from './load-lake.js';
import { refuseUnconfirmed } from './postgres/confirm.js';
import type { Target } from './postgres/target.js';
import { refuseStale } from './refuse-stale.js';

export type { LoadResult } from './load-lake.js';

/** What to load, and where to. */
export type LoadOptions = {
  readonly data: DataFolder;
  /** The embedded Postgres when left out. */
  readonly target?: Target | undefined;
  /** The snapshot whose lake to load; the current lake when left out. */
  readonly snapshot?: string | undefined;
  /** Load the current lake even when a transform would make another one. */
  readonly staleOk?: boolean | undefined;
  /** The user confirmed that a production target may change. */
  readonly confirmed?: boolean | undefined;
  /** The load may remove many rows, or load an older snapshot than the last load's. */
  readonly allowRemovals?: boolean | undefined;
  /** How long to wait for another load into the same database to end; 30 s unless given. */
  readonly lockWaitMs?: number | undefined;
  /** How long the connection may be silent; five minutes unless given. */
  readonly stallMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Loads a lake into a Postgres, in one transaction: all its rows, or, whatever fails, none.
 *
 * @throws {Fault} LAKE_*, ARCHIVE_UNREADABLE, TARGET_*, NOT_CONFIRMED, LOAD_RUNNING, REMOVALS_REFUSED, MIGRATION_CHANGED, VIEW_REFUSED, ROWS_REFUSED, VERIFY_FAILED, SERVER_*
 */
export async function load(options: LoadOptions, progress: Progress): Promise<LoadResult> {
  const { data, target, snapshot, staleOk, confirmed } = options;
  const { allowRemovals, lockWaitMs, stallMs, signal } = options;
  refuseUnconfirmed(target, confirmed);
  const lake = await readLake(data.lake, snapshot);
  if (snapshot === undefined && !staleOk) await refuseStale(data, lake, target);
  return loadLake({ data, target, lake, allowRemovals, lockWaitMs, stallMs, signal }, progress);
}
