import type { Progress } from '../command/progress.js';
import type { DataFolder } from '../disk/data-folder.js';
import type { Lake } from '../transform/lake/lake.js';
import { type ComparedTable, findRefusal, type Refusal } from './compare/find-refusal.js';
import { withLakeRows } from './compare/lake-rows.js';
import { matchLake, refuseMismatch, type TablePair } from './compare/match-lake.js';
import { type LedgerLoad, readLastLoad, type TableLoad, writeLoad } from './ledger.js';
import { reachTarget } from './postgres/reach-target.js';
import { type ShownTarget, showTarget, type Target } from './postgres/target.js';
import { STALL_MS, withTarget } from './postgres/with-target.js';
import { type Session, withLoadTransaction } from './postgres/with-transaction.js';
import { describeRefusal, refuseRemovals } from './refuse-removals.js';
import { readComments } from './schema/comments.js';
import { planMigrations, runMigrations } from './schema/migrate.js';
import { prepareReader, type ReaderRole } from './schema/reader-role.js';
import { refuseMissingRights } from './schema/rights.js';
import { schemaOf } from './schema/schemas.js';
import { readTargetTables, tableRef } from './schema/target-tables.js';
import { validateReferences } from './schema/validate-references.js';
import { findOldViews, makeViews, readViews } from './schema/views.js';
import { findOldComments, writeComments } from './schema/write-comments.js';
import { syncTables } from './write/sync-tables.js';

/** How long a load waits for another one by default. */
const LOCK_WAIT_MS = 30_000;

/** What to load, and where to. */
export type LoadLakeOptions = {
  readonly data: DataFolder;
  /** The embedded Postgres when left out. */
  readonly target: Target | undefined;
  readonly lake: Lake;
  /** In a rollback: the load whose rows the lake must have. */
  readonly rollbackTo?: LedgerLoad;
  /** As for `load`; a rollback is never refused for removals. */
  readonly allowRemovals?: boolean | undefined;
  /** How long to wait for another load to end; 30 s unless given. */
  readonly lockWaitMs: number | undefined;
  /** How long the connection may be silent; five minutes unless given. */
  readonly stallMs?: number | undefined;
  readonly signal: AbortSignal | undefined;
};

/** What a load did. */
export type LoadResult = {
  readonly target: ShownTarget;
  readonly snapshot: string;
  /** The load's number in the ledger; when nothing was to do, that of the load before. */
  readonly loadId: number;
  readonly rolledBackTo: number | null;
  readonly migrations: readonly string[];
  readonly tables: readonly TableLoad[];
  /** The views of schema lyzer_api that were made or replaced. */
  readonly views: readonly string[];
  /** Comments on schemas, tables, views and columns that were written. */
  readonly comments: number;
  readonly readerRole: ReaderRole;
  readonly seconds: number;
  /** The target had this lake already: no row was written. */
  readonly unchanged: boolean;
};

type Outcome = Omit<LoadResult, 'target' | 'snapshot' | 'seconds'>;

/** Loads a lake into a target in one transaction: what load and rollback share. */
export async function loadLake(options: LoadLakeOptions, progress: Progress): Promise<LoadResult> {
  const startedAt = new Date();
  const { data, lake, lockWaitMs = LOCK_WAIT_MS, stallMs = STALL_MS } = options;
  const { signal = new AbortController().signal } = options;
  const target = await reachTarget(data, options.target, progress);
  const outcome = await withTarget(
    target,
    async (sql) => {
      const session = { sql, target, signal };
      const done = await withLoadTransaction(session, { lockWaitMs, progress }, () =>
        loadInTransaction(session, options, startedAt, progress),
      );
      await analyzeTables(session, done.tables);
      return done;
      // Nothing is said while it waits for another load.
    },
    stallMs + lockWaitMs,
  );
  const seconds = (Date.now() - startedAt.getTime()) / 1000;
  return { target: showTarget(target), snapshot: lake.snapshot, ...outcome, seconds };
}

async function loadInTransaction(
  session: Session,
  options: LoadLakeOptions,
  startedAt: Date,
  progress: Progress,
): Promise<Outcome> {
  const { data, lake, rollbackTo } = options;
  const { pairs, isOld, migrations } = await prepareTables(session, lake);
  const rowCount = lake.tables.reduce((sum, { rows }) => sum + rows, 0);
  const task = progress.task('load', rowCount);
  const last = await readLastLoad(session);
  // Read while Postgres and DuckDB count; a fault shows where the comments are needed.
  const words = readComments();
  words.catch(() => {});
  return withLakeRows(lake, data.root, async (rows) => {
    const acceptRemovals = (compared: readonly ComparedTable[]) =>
      refuseUnlessAllowed(findRefusal(lake.snapshot, last, compared), options, session, progress);
    const work = { session, rows, task, last, rollbackTo, acceptRemovals };
    const tables = await syncTables(work, pairs, isOld);
    if (migrations.length > 0) await validateReferences(session);
    // Last, since readers of a replaced view wait from here to the commit.
    const oldViews = await findOldViews(session, await readViews());
    await makeViews(session, oldViews);
    const comments = await writeComments(session, await findOldComments(session, await words));
    const readerRole = await prepareReader(session);
    const isSame =
      last?.fingerprint === lake.fingerprint &&
      rollbackTo === undefined &&
      migrations.length === 0 &&
      tables.every(({ added, changed, removed }) => added + changed + removed === 0);
    const rolledBackTo = rollbackTo?.id ?? null;
    const loadId = isSame
      ? last.id
      : await writeLoad(session, { lake, startedAt, rolledBackTo, tables });
    const seconds = (Date.now() - startedAt.getTime()) / 1000;
    task.end(`${tables.length} tables, ${seconds.toFixed(1)} s`);
    return {
      ...{ loadId, rolledBackTo, migrations, readerRole, comments },
      tables: tables.map(({ recorded: _, ...table }) => table),
      views: oldViews.map(({ name }) => name),
      unchanged: isSame,
    };
  });
}

/** Lets a rollback go on, but prints what it removes. */
function refuseUnlessAllowed(
  refusal: Refusal | null,
  { lake, rollbackTo, allowRemovals = false }: LoadLakeOptions,
  { target }: Session,
  progress: Progress,
): void {
  if (refusal === null || allowRemovals) return;
  if (rollbackTo === undefined) refuseRemovals(refusal, lake.snapshot, target);
  const what = describeRefusal(refusal, lake.snapshot);
  progress.note(`${what}: a rollback is not refused for that`);
}

/** Runs missing migrations, then pairs the lake's tables with the target's. */
async function prepareTables(session: Session, lake: Lake) {
  const { sql, target } = session;
  const schemas = [...new Set(lake.tables.map(({ schema }) => schemaOf(target, schema)))];
  const before = new Set((await readTargetTables(sql, schemas)).map(({ oid }) => oid));
  const plan = await planMigrations(session);
  await refuseMissingRights(session, plan.pending.length > 0);
  await runMigrations(session, plan);
  const match = matchLake(lake, await readTargetTables(sql, schemas), target);
  refuseMismatch(match, lake, target);
  return {
    pairs: match.pairs,
    isOld: (pair: TablePair) => before.has(pair.target.oid),
    migrations: plan.pending.map(({ name }) => name),
  };
}

// After the commit, since a failed analyze must not undo the load. Tables with few new rows are
// left to autovacuum.
async function analyzeTables({ sql, target }: Session, tables: readonly TableLoad[]) {
  const written = tables
    .filter(({ rows, added, changed, removed }) => added + changed + removed > rows / 10)
    .map(({ schema, name }) => tableRef({ schema: schemaOf(target, schema), name }));
  if (written.length === 0) return;
  try {
    await sql.unsafe(`analyze ${written.join(', ')}`);
  } catch {}
}
