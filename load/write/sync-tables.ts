import type { Task } from '../../command/progress.js';
import { readTargetChecksums, rereadTargetChecksums, sumChecksums } from '../compare/checksums.js';
import { type Comparison, comparePair, describeColumns } from '../compare/compare-lake.js';
import type { Differences } from '../compare/compare-rows.js';
import type { ComparedTable } from '../compare/find-refusal.js';
import type { LakeRows } from '../compare/lake-rows.js';
import type { TablePair } from '../compare/match-lake.js';
import { type BothSides, verifyTables } from '../compare/verify.js';
import type { LastLoad, LedgerLoad, NewLoad } from '../ledger.js';
import type { Session } from '../postgres/with-transaction.js';
import { refuseOtherState } from '../refuse-other-state.js';
import { tableRef } from '../schema/target-tables.js';
import { prefetch } from './prefetch.js';
import { makeStopwatch, type Stopwatch } from './stopwatch.js';
import { type NewTable, type OldTable, type OnTable, writeTables } from './write-tables.js';

/** All that the steps of one load share. */
type Work = {
  readonly session: Session;
  readonly rows: LakeRows;
  readonly task: Task;
  /** The newest load of the ledger. */
  readonly last: LastLoad | undefined;
  /** In a rollback: the load whose rows the lake must have. */
  readonly rollbackTo: LedgerLoad | undefined;
  /** Throws when old tables would lose too many rows. */
  readonly acceptRemovals: (compared: readonly ComparedTable[]) => void;
};

type Compared = Omit<Comparison, 'differences'> & {
  readonly differences: Differences | undefined;
};
type Comparisons = ReadonlyMap<TablePair, Compared>;

/**
 * Makes tables equal to the lake's: tables that this transaction made are copied whole, of others
 * only the rows that differ are written. Then compares the checksums of both sides.
 *
 * @throws {Fault} VERIFY_FAILED, ROLLBACK_DIFFERS, REMOVALS_REFUSED
 */
export async function syncTables(
  work: Work,
  pairs: readonly TablePair[],
  isOld: (pair: TablePair) => boolean,
): Promise<NewLoad['tables']> {
  const { session, rows, rollbackTo, acceptRemovals } = work;
  const watch = makeStopwatch<TablePair>();
  const onTable: OnTable = (pair, step) => {
    work.task.say(`${pair.lake.schema}.${pair.lake.name}`);
    return watch.time(pair, step);
  };
  const [old, fresh] = [pairs.filter(isOld), pairs.filter((pair) => !isOld(pair))];
  // Started early: DuckDB works on the next table while Postgres works on this one.
  for (const pair of old) rows.checksums(pair);
  const files = new Map(fresh.map((pair) => [pair, rows.write(pair)]));
  for (const pair of fresh) rows.checksums(pair);
  const comparisons = await compareTables(work, old, onTable);
  if (rollbackTo !== undefined) {
    const checksums = await Promise.all(
      pairs.map(async (pair) => [pair, await rows.checksums(pair)] as const),
    );
    refuseOtherState(rollbackTo, new Map(checksums));
  }
  acceptRemovals([...comparisons].map(([pair, compared]) => ({ pair, ...compared })));
  const tables = pairs.flatMap((pair): (NewTable | OldTable)[] => {
    const file = files.get(pair);
    if (file !== undefined) return [{ pair, file }];
    const differences = comparisons.get(pair)?.differences;
    return differences === undefined ? [] : [{ pair, differences }];
  });
  await writeTables(session, tables, onTable);
  // Deferred constraints are checked now, while no reader waits for the commit.
  await session.sql`set constraints all immediate`;
  await verify(work, pairs, comparisons, onTable);
  return Promise.all(pairs.map((pair) => tableLoad(pair, rows, comparisons.get(pair), watch)));
}

async function compareTables(
  { session, rows, task, last }: Work,
  pairs: readonly TablePair[],
  onTable: OnTable,
): Promise<Comparisons> {
  await lockTables(session, pairs);
  const checksumsOf = prefetch(pairs, ({ target }) => readTargetChecksums(session.sql, target));
  const comparisons: [TablePair, Comparison][] = [];
  for (const pair of pairs) {
    session.signal.throwIfAborted();
    await onTable(pair, async () => {
      const options = { targetChecksums: checksumsOf(pair), last, mostExamples: 0 };
      const comparison = await comparePair(session, rows, pair, options);
      comparisons.push([pair, comparison]);
      if (comparison.differences === undefined) task.step(pair.lake.rows);
    });
  }
  const compared = comparisons.map(
    async ([pair, comparison]) =>
      [pair, { ...comparison, differences: await comparison.differences }] as const,
  );
  return new Map(await Promise.all(compared));
}

// Blocks writers, not readers, so that compared rows cannot change before the commit.
async function lockTables({ sql }: Session, pairs: readonly TablePair[]) {
  if (pairs.length === 0) return;
  const tables = pairs.map(({ target }) => tableRef(target));
  await sql.unsafe(`lock table ${tables.join(', ')} in share row exclusive mode`);
}

async function verify(
  { session, rows, task }: Work,
  pairs: readonly TablePair[],
  comparisons: Comparisons,
  onTable: OnTable,
) {
  const { sql, signal } = session;
  const sides: BothSides[] = [];
  const written: TablePair[] = [];
  for (const pair of pairs) {
    const comparison = comparisons.get(pair);
    const isSame = comparison !== undefined && comparison.differences === undefined;
    if (isSame) sides.push({ pair, ...comparison });
    else written.push(pair);
  }
  const checksumsOf = prefetch(written, (pair) => {
    const before = comparisons.get(pair);
    if (before === undefined) return readTargetChecksums(sql, pair.target);
    return rereadTargetChecksums(sql, pair.target, before);
  });
  for (const pair of written) {
    signal.throwIfAborted();
    await onTable(pair, async () => {
      const [lakeChecksums, targetChecksums] = await Promise.all([
        rows.checksums(pair),
        checksumsOf(pair),
      ]);
      sides.push({ pair, targetChecksums, lakeChecksums });
    });
    task.step(pair.lake.rows);
  }
  await verifyTables(sides, session);
}

async function tableLoad(
  pair: TablePair,
  rows: LakeRows,
  comparison: Compared | undefined,
  watch: Stopwatch<TablePair>,
): Promise<NewLoad['tables'][number]> {
  const checksums = await rows.checksums(pair);
  const sum = sumChecksums(checksums);
  const { added, changed, removed } = comparison?.differences ?? {};
  return {
    schema: pair.lake.schema,
    name: pair.lake.name,
    rows: sum.rows,
    added: comparison === undefined ? sum.rows : (added?.rows ?? 0),
    changed: changed?.rows ?? 0,
    removed: removed?.rows ?? 0,
    checksum: sum.checksum,
    handEdited: comparison?.handEdited ?? [],
    seconds: watch.secondsOf(pair),
    recorded: { columns: describeColumns(pair.target), groups: checksums },
  };
}
