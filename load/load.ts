import type { DataFolder } from '../command/data-folder.js';
import type { Progress, Task } from '../command/progress.js';
import { type Lake, readLake } from '../transform/lake.js';
import { putRows, removeRows } from './change-rows.js';
import { columnNames, copyIntoNew, copyIntoStage } from './copy-rows.js';
import { startServer } from './embedded/embedded-postgres.js';
import { type LakeCsv, withLakeCsv } from './lake-csv.js';
import { readLastLoad, type TableLoad, writeLoad } from './ledger.js';
import { matchLake, type TablePair } from './match-lake.js';
import { migrate } from './migrate.js';
import { dropKeys, restoreKeys, type TableKey } from './table-keys.js';
import { parseTargetUrl, type ShownTarget, showTarget, type Target } from './target/target.js';
import { type Sql, withLoadTransaction, withTarget } from './target/with-target.js';
import { fullName, readTargetTables } from './target-tables.js';
import { countsHold, verifyCounts } from './verify.js';

/** What to load, and where to. */
export type LoadOptions = {
  readonly data: DataFolder;
  /** Another Postgres than the embedded one. */
  readonly url?: string | undefined;
  /** The snapshot whose lake to load; the current lake when left out. */
  readonly snapshot?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** What a load did. */
export type LoadResult = {
  readonly target: ShownTarget;
  readonly snapshot: string;
  readonly loadId: number;
  readonly migrations: readonly string[];
  readonly tables: readonly TableLoad[];
  readonly seconds: number;
  /** The target held this very lake already: nothing was written. */
  readonly unchanged: boolean;
};

type Outcome = Pick<LoadResult, 'loadId' | 'migrations' | 'tables' | 'unchanged'>;

/** All that the steps of one load share. */
type Run = {
  readonly sql: Sql;
  readonly lake: Lake;
  readonly csv: LakeCsv;
  readonly task: Task;
  readonly signal: AbortSignal;
};

/**
 * Brings a lake into a Postgres, in one transaction: afterwards it holds the new
 * rows whole, or, whatever went wrong, what it held before.
 *
 * @throws {Fault} LAKE_*, TARGET_*, LOAD_RUNNING, MIGRATION_CHANGED, ROWS_REFUSED, VERIFY_FAILED, SERVER_*
 */
export async function load(options: LoadOptions, progress: Progress): Promise<LoadResult> {
  const startedAt = new Date();
  const { data, signal = new AbortController().signal } = options;
  const target = options.url === undefined ? undefined : parseTargetUrl(options.url);
  const lake = await readLake(data.lake, options.snapshot);
  const reached = target ?? (await localTarget(data, progress));
  const outcome = await unlessAborted(signal, () =>
    withTarget(reached, async (sql) => {
      const done = await withLoadTransaction(sql, reached, signal, () =>
        loadLake({ sql, lake, target: reached, dataRoot: data.root, startedAt, signal }, progress),
      );
      await analyze(sql, done.tables);
      return done;
    }),
  );
  return {
    target: showTarget(reached),
    snapshot: lake.snapshot,
    ...outcome,
    seconds: secondsSince(startedAt.getTime()),
  };
}

async function localTarget(data: DataFolder, progress: Progress): Promise<Target> {
  const server = await startServer(data.postgres);
  if (server.note !== undefined) progress.note(server.note);
  const { host, port, database, user, password } = server;
  return { name: 'local', host, port, database, user, password, tls: 'disable' };
}

type LakeLoad = Pick<Run, 'sql' | 'lake' | 'signal'> & {
  readonly target: Target;
  readonly dataRoot: string;
  readonly startedAt: Date;
};

async function loadLake(
  { sql, lake, target, dataRoot, startedAt, signal }: LakeLoad,
  progress: Progress,
): Promise<Outcome> {
  const schemas = [...new Set(lake.tables.map(({ schema }) => schema))];
  const before = new Set((await readTargetTables(sql, schemas)).map(({ oid }) => oid));
  const migrations = await migrate(sql, target);
  const pairs = matchLake(lake, await readTargetTables(sql, schemas), target);
  const last = await readLastLoad(sql);
  const isSame = migrations.length === 0 && last?.fingerprint === lake.fingerprint;
  if (last !== undefined && isSame && (await countsHold(sql, pairs))) {
    const tables = pairs.map((pair) => tableLoad(pair, { seconds: 0 }));
    return { loadId: last.id, migrations, tables, unchanged: true };
  }
  const task = progress.task(
    'load',
    lake.tables.reduce((sum, { rows }) => sum + rows, 0),
  );
  return withLakeCsv(lake, dataRoot, async (csv) => {
    const run = { sql, lake, csv, task, signal };
    const tables = await loadTables(run, pairs, before);
    task.say('verifying');
    await verifyCounts(sql, csv, pairs, target);
    const loadId = await writeLoad(sql, lake, startedAt, tables);
    signal.throwIfAborted();
    task.end(`${lake.tables.length} tables, ${secondsSince(startedAt.getTime()).toFixed(1)} s`);
    return { loadId, migrations, tables, unchanged: false };
  });
}

/** New tables get their rows in bulk and then their keys, others only the rows that differ. */
async function loadTables(
  run: Run,
  pairs: readonly TablePair[],
  before: ReadonlySet<number>,
): Promise<TableLoad[]> {
  const { sql, task, signal } = run;
  const isNew = ({ target }: TablePair) => !before.has(target.oid);
  const keys = await dropKeys(
    sql,
    pairs.filter(isNew).map(({ target }) => target.oid),
  );
  const loads = new Map<TablePair, TableLoad>();
  // Parents first: rows that are new or changed may refer to rows that are new.
  for (const pair of pairs) {
    signal.throwIfAborted();
    task.say(fullName(pair.lake));
    const done = await timed(() =>
      isNew(pair) ? fillTable(run, pair, keys) : changeTable(run, pair),
    );
    loads.set(pair, tableLoad(pair, done));
    task.step(pair.lake.rows);
  }
  // Children first: what is removed must not be referred to any more.
  for (const pair of [...pairs].reverse()) {
    signal.throwIfAborted();
    const done = await timed(async () => {
      await restoreKeys(sql, keysOf(pair, keys, true));
      return isNew(pair) ? {} : { removed: await removeRows(sql, pair.target) };
    });
    const load = loads.get(pair) ?? tableLoad(pair, done);
    loads.set(pair, { ...load, ...done, seconds: roundMillis(load.seconds + done.seconds) });
  }
  return pairs.flatMap((pair) => loads.get(pair) ?? []);
}

async function fillTable(run: Run, pair: TablePair, keys: readonly TableKey[]) {
  const { sql, csv, signal } = run;
  const file = await csv.write(pair.lake, columnNames(pair.target));
  await copyIntoNew(sql, pair.target, file, signal);
  await restoreKeys(sql, keysOf(pair, keys, false));
  return { added: pair.lake.rows };
}

async function changeTable(run: Run, pair: TablePair) {
  const { sql, csv, signal } = run;
  const file = await csv.write(pair.lake, columnNames(pair.target));
  await copyIntoStage(sql, pair.target, file, signal);
  return putRows(sql, pair.target);
}

// What was cut short fails in ways of its own; the reason to tell of is the request to stop.
async function unlessAborted<Result>(signal: AbortSignal, work: () => Promise<Result>) {
  try {
    return await work();
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}

function keysOf({ target }: TablePair, keys: readonly TableKey[], isReference: boolean) {
  return keys.filter((key) => key.tableOid === target.oid && key.isReference === isReference);
}

// After the commit: statistics help queries, but must not undo a load that is whole.
async function analyze(sql: Sql, tables: readonly TableLoad[]) {
  const written = tables.filter(({ added, changed, removed }) => added + changed + removed > 0);
  try {
    for (const table of written) await sql`analyze ${sql(fullName(table))}`;
  } catch {}
}

function tableLoad({ lake }: TablePair, done: Partial<TableLoad>): TableLoad {
  const { schema, name, rows } = lake;
  return { schema, name, rows, added: 0, changed: 0, removed: 0, seconds: 0, ...done };
}

async function timed<Done extends object>(work: () => Promise<Done>) {
  const startedAtMs = Date.now();
  const done = await work();
  return { ...done, seconds: secondsSince(startedAtMs) };
}

function secondsSince(startedAtMs: number): number {
  return roundMillis((Date.now() - startedAtMs) / 1000);
}

function roundMillis(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
