import type { Progress } from '../command/progress.js';
import type { DataFolder } from '../disk/data-folder.js';
import { hasLedger, type LedgerLoad, readLoads } from './ledger.js';
import { reachTarget } from './postgres/reach-target.js';
import { type ShownTarget, showTarget, type Target } from './postgres/target.js';
import { withTarget } from './postgres/with-target.js';
import { withReadTransaction } from './postgres/with-transaction.js';

export type TargetHistoryOptions = {
  readonly data: DataFolder;
  /** The embedded Postgres when left out. */
  readonly target?: Target | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type TargetHistory = {
  readonly target: ShownTarget;
  /** Newest first. */
  readonly loads: readonly LedgerLoad[];
};

/**
 * Returns the loads into a target, from its ledger.
 *
 * @throws {Fault} TARGET_*, SERVER_*
 */
export async function readHistory(
  options: TargetHistoryOptions,
  progress: Progress,
): Promise<TargetHistory> {
  const { data, signal = new AbortController().signal } = options;
  const target = await reachTarget(data, options.target, progress);
  const loads = await withTarget(target, (sql) => {
    const session = { sql, target, signal };
    return withReadTransaction(session, async () =>
      (await hasLedger(session)) ? readLoads(session) : [],
    );
  });
  return { target: showTarget(target), loads };
}
