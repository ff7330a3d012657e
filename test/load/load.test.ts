import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { dataFolder } from '../../disk/data-folder.js';
import { load } from '../../load/load.js';
import { MIGRATIONS_FOLDER, planMigrations, runMigrations } from '../../load/schema/migrate.js';
import { type FixtureRows, id, smallHistory, writeFixtureLake } from './fixture-lake.js';
import { inLoad, loadRows as loadHistory } from './load-rows.js';
import { removeScratchFolder, startScratchServer, withSql } from './scratch.js';

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
/** A database that a first load filled. */
let first: string;
beforeAll(async () => {
  scratch = await startScratchServer();
  first = await scratch.newDatabase();
  await loadRows(first, 'first', HISTORY);
});
afterAll(() => removeScratchFolder(scratch.folder));

/** Within it, a session that ended has told what it wrote. */
const STATISTICS_MS = 500;

const HISTORY = smallHistory();
/** The history, corrected: a lap's time, a result gone, a driver more. */
const CORRECTED = {
  ...HISTORY,
  lap: `select * replace (if(season = 1950 and lap = 3, 90500, millis) as millis) from (${HISTORY.lap})`,
  race_result: `select * from (${HISTORY.race_result}) where not (season = 1951 and position = 4)`,
  driver: `${HISTORY.driver} union all
    select ${id(3, 9)}, 'stroll', 'Lance', 'Stroll', date '1998-10-29', 'STR', 'Canadian'`,
};

function loadRows(url: string, snapshot: string, rows: FixtureRows, allowRemovals = false) {
  return loadHistory(scratch.folder, url, snapshot, rows, { allowRemovals });
}

function tableOf(result: Awaited<ReturnType<typeof load>>, name: string) {
  return result.tables.find((table) => table.name === name);
}

describe('a first load', () => {
  test('brings every row, null and empty text apart', async () => {
    const url = await scratch.newDatabase();
    const result = await loadRows(url, 'first', HISTORY);
    expect(result).toMatchObject({ loadId: 1, snapshot: 'first', unchanged: false });
    const files = await readdir(MIGRATIONS_FOLDER);
    expect(result.migrations.map((name) => `${name}.sql`)).toEqual(files.sort());
    expect(tableOf(result, 'lap')).toMatchObject({ rows: 120, added: 120, changed: 0, removed: 0 });
    const [team] = await withSql(url, (sql) => sql`select name from lyzer.constructor limit 1`);
    expect(team).toEqual({ name: 'Team, "quoted"' });
    const drivers = await withSql(
      url,
      (sql) => sql`
      select family_name, date_of_birth::text as born, code from lyzer.driver order by ref desc limit 2`,
    );
    const driver = { family_name: 'Räikkö\nnen', born: '1979-10-17' };
    expect(drivers).toEqual([
      { ...driver, code: '' },
      { ...driver, code: null },
    ]);
    const [result1] = await withSql(
      url,
      (sql) => sql`
      select points::text from lyzer.race_result where position = 4 limit 1`,
    );
    expect(result1).toEqual({ points: '6.50' });
  });

  test('leaves keys, indexes and references just as the migrations make them', async () => {
    const [loaded, migrated] = [await scratch.newDatabase(), await scratch.newDatabase()];
    await loadRows(loaded, 'first', HISTORY);
    await inLoad(migrated, async (session) =>
      runMigrations(session, await planMigrations(session)),
    );
    const catalogs = [await readCatalog(loaded), await readCatalog(migrated)];
    expect(catalogs[0]).toEqual(catalogs[1]);
    expect(catalogs[0]?.filter(({ kind }) => kind === 'f').length).toBeGreaterThan(40);
  });

  test('writes the ledger', async () => {
    const url = await scratch.newDatabase();
    await loadRows(url, 'first', HISTORY);
    const [entry] = await withSql(
      url,
      (sql) => sql`
      select by_whom, program, snapshot, finished_at >= started_at as "inOrder",
        (select sum(added_count)::integer from lyzer_meta.load_table) as added
      from lyzer_meta.load`,
    );
    expect(entry).toMatchObject({
      snapshot: 'first',
      inOrder: true,
      added: 120 + 24 + 6 + 6 + 4 + 2 + 2 + 2 + 1,
    });
    expect(entry?.by_whom).toMatch(/^.+@.+ as lyzer$/);
    expect(entry?.program).toMatch(/^lyzer-etl\/\d/);
  });
});

describe('a later load', () => {
  test('of the same lake writes nothing at all', async () => {
    const url = await scratch.newDatabase();
    const { tables } = await loadRows(url, 'first', HISTORY);
    const rows = tables.reduce((sum, one) => sum + one.rows, 0);
    // Statistics come a moment after what they tell of.
    while ((await countWritten(url)) < rows) await sleep(20);
    const before = await readVersions(url);
    const result = await loadRows(url, 'first', HISTORY);
    expect(result).toMatchObject({ loadId: 1, unchanged: true, migrations: [] });
    expect(tableOf(result, 'lap')).toMatchObject({ rows: 120, added: 0 });
    expect(await readVersions(url)).toEqual(before);
    await sleep(STATISTICS_MS);
    expect(await countWritten(url)).toBe(rows);
  });

  test('of a corrected lake writes only the rows that differ', async () => {
    const url = await scratch.newDatabase(first);
    const before = await readVersions(url);
    const result = await loadRows(url, 'corrected', CORRECTED);
    expect(tableOf(result, 'lap')).toMatchObject({ rows: 120, added: 0, changed: 12, removed: 0 });
    expect(tableOf(result, 'race_result')).toMatchObject({
      rows: 21,
      added: 0,
      changed: 0,
      removed: 3,
    });
    expect(tableOf(result, 'driver')).toMatchObject({ rows: 5, added: 1, changed: 0, removed: 0 });
    const after = await readVersions(url);
    expect(after.filter((row) => !before.includes(row))).toHaveLength(12 + 1);
    expect(before.filter((row) => !after.includes(row))).toHaveLength(12 + 3);
  });

  test('gathers the statistics of a table of which more than a tenth is new or gone', async () => {
    const url = await scratch.newDatabase(first);
    expect(await readStatistics(url)).toContain('lap');
    await withSql(url, (sql) => sql`delete from pg_statistic`);
    const result = await loadRows(url, 'corrected', CORRECTED);
    expect(tableOf(result, 'lap')).toMatchObject({ rows: 120, changed: 12 });
    expect(await readStatistics(url)).toEqual(['driver', 'race_result']);
  });

  test('repairs a row that somebody deleted though the lake is the same', async () => {
    const url = await scratch.newDatabase(first);
    await withSql(url, (sql) => sql`delete from lyzer.lap where lap = 5`);
    const result = await loadRows(url, 'first', HISTORY);
    expect(result.unchanged).toBe(false);
    expect(tableOf(result, 'lap')).toMatchObject({ added: 24, changed: 0 });
  });

  test('swaps the rounds of two races', async () => {
    const url = await scratch.newDatabase(first);
    const race = `select * replace (if(round = 3, 3, 3 - round) as round) from (${HISTORY.race})`;
    const result = await loadRows(url, 'swapped', { ...HISTORY, race });
    expect(tableOf(result, 'race')).toMatchObject({ changed: 4 });
  });

  test('moves rows from a driver that goes to one that is new', async () => {
    const url = await scratch.newDatabase(first);
    const renumber = (table: string | undefined) =>
      `select * replace (if(driver_id = ${id(3, 4)}, ${id(3, 7)}, driver_id) as driver_id) from (${table})`;
    const renamed = {
      ...HISTORY,
      driver: `select * replace (if(ref = 'driver4', 'driver7', ref) as ref) from (${renumber(HISTORY.driver)})`,
      race_result: renumber(HISTORY.race_result),
      lap: renumber(HISTORY.lap),
    };
    // A row with another key is another row.
    const result = await loadRows(url, 'renamed', renamed, true);
    expect(tableOf(result, 'driver')).toMatchObject({ added: 1, removed: 1 });
    expect(tableOf(result, 'race_result')).toMatchObject({ changed: 6 });
    expect(tableOf(result, 'lap')).toMatchObject({ added: 30, removed: 30 });
  });

  test("keeps others' views, grants and foreign keys", async () => {
    const url = await scratch.newDatabase(first);
    await withSql(url, (sql) =>
      sql.unsafe(`
      create table public.favourite (driver_id uuid references lyzer.driver);
      insert into public.favourite select driver_id from lyzer.driver;
      create view public.fastest as select min(millis) as millis from lyzer.lap;
      grant select on lyzer.lap to pg_monitor;`),
    );
    await loadRows(url, 'corrected', CORRECTED);
    const [row] = await withSql(
      url,
      (sql) => sql`
      select (select millis from public.fastest) as millis,
        (select count(*)::integer from public.favourite) as favourites,
        has_table_privilege('pg_monitor', 'lyzer.lap', 'select') as "isGranted"`,
    );
    expect(row).toEqual({ millis: 90_500, favourites: 4, isGranted: true });
  });
});

test('loads into the embedded Postgres when no other is named', async () => {
  const data = dataFolder(scratch.folder);
  await writeFixtureLake(data.lake, 'local', HISTORY);
  const result = await load({ data }, silentProgress);
  const { host, port } = scratch.server;
  expect(result.target).toEqual({ name: 'local', host, port, database: 'lyzer', user: 'lyzer' });
  expect(data.postgres).toBe(join(scratch.folder, 'postgres'));
});

/** The rows that were ever written into the data tables, as pg_stat has them. */
async function countWritten(url: string): Promise<number> {
  const [row] = await withSql(
    url,
    (sql) => sql`
    select sum(n_tup_ins + n_tup_upd + n_tup_del)::integer as written
    from pg_stat_user_tables where schemaname = 'lyzer'`,
  );
  return Number(row?.written);
}

/** The tables whose columns the planner knows something of. */
async function readStatistics(url: string): Promise<string[]> {
  return withSql(url, async (sql) => {
    const rows = await sql<{ name: string }[]>`
      select distinct tablename as name from pg_stats where schemaname = 'lyzer' order by name`;
    return rows.map(({ name }) => name);
  });
}

/** Every row's table, place and writing transaction: alike only if nothing was written. */
async function readVersions(url: string): Promise<string[]> {
  return withSql(url, async (sql) => {
    const rows = await sql<{ version: string }[]>`
      select 'lap ' || ctid || xmin as version from lyzer.lap
      union all select 'result ' || ctid || xmin from lyzer.race_result
      union all select 'race ' || ctid || xmin from lyzer.race
      union all select 'driver ' || ctid || xmin from lyzer.driver`;
    return rows.map(({ version }) => version).sort();
  });
}

async function readCatalog(url: string) {
  return withSql(
    url,
    (sql) => sql<{ kind: string; name: string; definition: string }[]>`
      select contype as kind, conrelid::regclass || '.' || conname as name,
        pg_get_constraintdef(oid) || condeferrable || condeferred || convalidated as definition
      from pg_constraint where connamespace = 'lyzer'::regnamespace
      union all
      select 'index', indexname, indexdef from pg_indexes where schemaname = 'lyzer'
      union all
      select 'column', attrelid::regclass || '.' || attname,
        format_type(atttypid, atttypmod) || attnotnull || attnum
      from pg_attribute join pg_class on pg_class.oid = attrelid
      where relnamespace = 'lyzer'::regnamespace and relkind = 'r' and attnum > 0
      order by 1, 2, 3`,
  );
}
