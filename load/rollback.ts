import type { Progress } from '../command/progress.js';
import type { DataFolder } from '../disk/data-folder.js';
import type { Fault } from '../fault/fault.js';
import { findLake, type Lake, readLake } from '../transform/lake/lake.js';
import { loadFault } from './faults.js';
import { readHistory } from './history.js';
import type { LedgerLoad } from './ledger.js';
import { type LoadResult, loadLake } from './load-lake.js';
import { refuseUnconfirmed } from './postgres/confirm.js';
import type { Target } from './postgres/target.js';

/** Which state to restore, and where. */
export type RollbackOptions = {
  readonly data: DataFolder;
  /** The embedded Postgres when left out. */
  readonly target?: Target | undefined;
  /** The load, by its number in the ledger, whose state to restore. */
  readonly to: number;
  /** The user confirmed that a production target may change. */
  readonly confirmed?: boolean | undefined;
  /** How long to wait for another load into the same database to end; 30 s unless given. */
  readonly lockWaitMs?: number | undefined;
  /** How long the connection may be silent; five minutes unless given. */
  readonly stallMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Restores the rows that a target had after an earlier load, from that load's snapshot. It is a
 * load like any other, but its checksums must equal that load's. Migrations are not undone.
 *
 * @throws {Fault} LOAD_UNKNOWN, ROLLBACK_DIFFERS, and as load and transform do
 */
export async function rollback(options: RollbackOptions, progress: Progress): Promise<LoadResult> {
  const { data, target, to, confirmed, lockWaitMs, stallMs, signal } = options;
  refuseUnconfirmed(target, confirmed);
  const { loads } = await readHistory({ data, target, signal }, progress);
  const rollbackTo = loads.find(({ id }) => id === to);
  if (rollbackTo === undefined) throw unknownLoad(to, loads);
  const lake = await lakeOf(data, rollbackTo.snapshot, progress, signal);
  return loadLake({ data, target, lake, rollbackTo, lockWaitMs, stallMs, signal }, progress);
}

async function lakeOf(
  data: DataFolder,
  snapshot: string,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<Lake> {
  const lake = await findLake(data.lake, snapshot);
  if (lake !== undefined) return lake;
  progress.note(`the lake of snapshot '${snapshot}' is gone: making it again`);
  // Imported late: most rollbacks find their lake.
  const { transform } = await import('../transform/transform.js');
  await transform({ data, snapshot, signal }, progress);
  return readLake(data.lake, snapshot);
}

function unknownLoad(to: number, loads: readonly LedgerLoad[]): Fault {
  const known = loads.map(({ id }) => id).join(', ') || 'none';
  return loadFault(
    'LOAD_UNKNOWN',
    `no load ${to} in the target's ledger (known: ${known}); 'npm run history -- --target NAME' lists them`,
  );
}
