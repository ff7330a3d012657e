import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { dataFolder } from '../../disk/data-folder.js';
import { EXIT, Fault } from '../../fault/fault.js';
import { load } from '../../load/load.js';
import { parseTargetUrl } from '../../load/postgres/target-url.js';
import type { LakeFile } from '../../transform/lake/lake.js';
import { id, smallHistory, writeFixtureLake } from './fixture-lake.js';
import { loadRows } from './load-rows.js';
import { removeScratchFolder, startScratchServer, urlOf, withSql } from './scratch.js';

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let loaded: string;
beforeAll(async () => {
  scratch = await startScratchServer();
  loaded = await scratch.newDatabase();
  await loadRows(scratch.folder, loaded, 'good', HISTORY);
});
afterAll(() => removeScratchFolder(scratch.folder));

const HISTORY = smallHistory();

/** The fault that a load ends in; the lake may be given other rows or another description. */
async function failLoad(
  url: string,
  rows: Record<string, string> = HISTORY,
  change?: (file: LakeFile) => LakeFile,
): Promise<Fault> {
  const data = dataFolder(scratch.folder);
  await writeFixtureLake(data.lake, 'refused', rows, change);
  const target = parseTargetUrl(url);
  return faultOf(load({ data, target, allowRemovals: true }, silentProgress));
}

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Fault)) throw error ?? new Error('nothing was refused');
  expect(error.message).not.toMatch(/\n/);
  expect(error.message).not.toContain(scratch.server.password);
  return error;
}

/** A database with a history loaded into it. */
function loadedDatabase(): Promise<string> {
  return scratch.newDatabase(loaded);
}

async function countLaps(url: string): Promise<number> {
  const [row] = await withSql(
    url,
    (sql) => sql<{ n: number }[]>`
    select count(*)::integer as n from lyzer.lap`,
  );
  return row?.n ?? -1;
}

async function schemasOf(url: string): Promise<string[]> {
  const rows = await withSql(
    url,
    (sql) => sql<{ name: string }[]>`
    select nspname as name from pg_namespace where nspname like 'lyzer%' order by 1`,
  );
  return rows.map(({ name }) => name);
}

test('a foreign database is refused and not touched', async () => {
  const url = await scratch.newDatabase();
  await withSql(url, (sql) =>
    sql.unsafe('create schema lyzer; create table lyzer.race (id integer)'),
  );
  const fault = await failLoad(url);
  expect(fault).toMatchObject({ code: 'TARGET_FOREIGN', exitCode: EXIT.refused });
  expect(fault.message).toContain("has 'lyzer.race'");
  expect(await schemasOf(url)).toEqual(['lyzer']);
});

test("other people's schemas are no reason to refuse, nor an empty schema lyzer", async () => {
  const url = await scratch.newDatabase();
  await withSql(url, (sql) =>
    sql.unsafe('create schema lyzer; create table public.users (id integer)'),
  );
  const data = dataFolder(scratch.folder);
  await writeFixtureLake(data.lake, 'good', HISTORY);
  expect(await load({ data, target: parseTargetUrl(url) }, silentProgress)).toMatchObject({
    loadId: 1,
  });
});

test('a database that is newer than the program is refused', async () => {
  const url = await loadedDatabase();
  await withSql(
    url,
    (sql) => sql`
    insert into lyzer_meta.migration (id, name, checksum, program)
    values (999, '000999-from-the-future', 'x', 'lyzer-etl/9.9.9')`,
  );
  const fault = await failLoad(url);
  expect(fault).toMatchObject({ code: 'TARGET_NEWER', exitCode: EXIT.refused });
  expect(fault.message).toContain("'000999-from-the-future'");
});

test('a migration that was edited after it ran is refused', async () => {
  const url = await loadedDatabase();
  await withSql(url, (sql) => sql`update lyzer_meta.migration set checksum = 'other' where id = 1`);
  const fault = await failLoad(url);
  expect(fault).toMatchObject({ code: 'MIGRATION_CHANGED', exitCode: EXIT.refused });
});

test('a row that refers to nothing undoes the whole first load', async () => {
  const url = await scratch.newDatabase();
  const lap = `${HISTORY.lap} union all
    select ${id(4, 195_001)}, ${id(3, 77)}, 1950, 1, 1, '1:30.000', 90000`;
  const fault = await failLoad(url, { ...HISTORY, lap });
  expect(fault.code).toBe('ROWS_REFUSED');
  expect(fault.message).toContain('lap_driver_id_fkey');
  expect(await schemasOf(url)).toEqual([]);
});

test('a row that refers to nothing leaves an older load as it was', async () => {
  const url = await loadedDatabase();
  const race_result = `select * replace (if(position = 4, ${id(3, 77)}, driver_id) as driver_id)
    from (${HISTORY.race_result})`;
  const lap = `select * from (${HISTORY.lap}) where lap < 3`;
  const fault = await failLoad(url, { ...HISTORY, race_result, lap });
  expect(fault.code).toBe('ROWS_REFUSED');
  expect(await countLaps(url)).toBe(120);
});

test('a null where there must be none is refused, in the last row of a small table too', async () => {
  const circuit = `${HISTORY.circuit} union all select ${id(5, 2)}, 'monza', null, 45.6156, 9.28111, 'Monza', 'Italy'`;
  const rows = { ...HISTORY, circuit };
  for (const url of [await scratch.newDatabase(), await loadedDatabase()]) {
    const fault = await failLoad(url, rows);
    expect(fault.code).toBe('ROWS_REFUSED');
    expect(fault.message).toContain('null value in column "circuit_name"');
  }
});

test('a key that comes twice is refused', async () => {
  const url = await loadedDatabase();
  const fault = await failLoad(url, {
    ...HISTORY,
    driver: `${HISTORY.driver} union all ${HISTORY.driver}`,
  });
  expect(fault).toMatchObject({ code: 'VERIFY_FAILED' });
  const first = await failLoad(await scratch.newDatabase(), {
    ...HISTORY,
    driver: `${HISTORY.driver} union all ${HISTORY.driver}`,
  });
  expect(first.code).toBe('ROWS_REFUSED');
});

test('a lake that holds other rows than it says is not committed', async () => {
  const url = await scratch.newDatabase();
  const fault = await failLoad(url, HISTORY, (file) => ({
    ...file,
    tables: file.tables.map((table) => (table.name === 'lap' ? { ...table, rows: 121 } : table)),
  }));
  expect(fault.code).toBe('VERIFY_FAILED');
  expect(fault.message).toContain(
    "'lyzer.lap' has 120 rows, its file in the lake 120, lake.json says 121",
  );
  expect(await schemasOf(url)).toEqual([]);
});

test('a lake whose columns are not the tables is refused, with all that differs', async () => {
  const url = await scratch.newDatabase();
  const fault = await failLoad(url, HISTORY, (file) => ({
    ...file,
    tables: file.tables
      .filter(({ name }) => name !== 'pit_stop')
      .map((table) => ({
        ...table,
        columns: table.columns.map((column) =>
          column.name === 'lat' ? { ...column, type: 'DECIMAL(18,9)' } : column,
        ),
      })),
  }));
  expect(fault.code).toBe('LAKE_MISMATCH');
  expect(fault.message).toContain(
    "column 'lat' of 'lyzer.circuit' is DECIMAL(18,9) in the lake, not numeric(9,6)",
  );
  expect(fault.message).toContain("table 'lyzer.pit_stop' is missing in the lake");
});

test('a lake without a file of its own is refused', async () => {
  const data = dataFolder(scratch.folder);
  await writeFixtureLake(data.lake, 'holed', HISTORY);
  await rm(join(data.lake, 'holed', 'lyzer', 'race.parquet'));
  const fault = await faultOf(
    load({ data, target: parseTargetUrl(await scratch.newDatabase()) }, silentProgress),
  );
  expect(fault.code).toBe('LAKE_DAMAGED');
});

// Short waits meet the migrations' check, longer ones a COPY, its end, or the work after it.
test.each([30, 60, 90, 120, 150, 200, 250])(
  'a connection that is cut after %i ms leaves everything as it was',
  async (delayMs) => {
    const url = await loadedDatabase();
    const data = dataFolder(scratch.folder);
    await writeFixtureLake(data.lake, 'large', smallHistory({ seasons: 20, laps: 300 }));
    await withSql(url, async (sql) => {
      await sql.begin(async (inside) => {
        // A quick load waits here, so that none is over before its connection is cut.
        await inside`lock table lyzer.lap in share mode`;
        const failing = faultOf(load({ data, target: parseTargetUrl(url) }, silentProgress));
        await cutLoad(url, delayMs);
        expect((await failing).code).toBe('TARGET_LOST');
      });
    });
    expect(await countLaps(url)).toBe(120);
  },
);

/** Cuts the connection of a load, so long after it was made. */
async function cutLoad(url: string, delayMs: number) {
  await withSql(url, async (sql) => {
    const loader = () => sql<{ pid: number }[]>`
      select pid from pg_stat_activity
      where application_name = 'lyzer-etl' and datname = current_database()`;
    while ((await loader()).length === 0) await sleep(5);
    await sleep(delayMs);
    for (const { pid } of await loader()) await sql`select pg_terminate_backend(${pid})`;
  });
}

test('Ctrl-C cancels even the statement that the server is at', async () => {
  const url = await loadedDatabase();
  const interruption = new AbortController();
  const data = dataFolder(scratch.folder);
  const lap = `select * replace (millis + 1 as millis) from (${HISTORY.lap})`;
  await writeFixtureLake(data.lake, 'waiting', { ...HISTORY, lap });
  await withSql(url, async (sql) => {
    await sql.begin(async (inside) => {
      // The load waits for this row, up to its lock timeout of 10 s.
      await inside`update lyzer.lap set position = 9 where lap = 1`;
      const loading = faultOf(
        load({ data, target: parseTargetUrl(url), signal: interruption.signal }, silentProgress),
      );
      for (let isWaiting = false; !isWaiting; ) {
        const [row] = await inside<{ n: number }[]>`
          select count(*)::integer as n from pg_locks where not granted`;
        isWaiting = (row?.n ?? 0) > 0;
      }
      interruption.abort(new Fault('INTERRUPTED', 'stopped on request'));
      expect(await loading).toMatchObject({ code: 'INTERRUPTED' });
    });
  });
});

test('Ctrl-C stops a load and leaves everything as it was', async () => {
  const url = await loadedDatabase();
  const data = dataFolder(scratch.folder);
  await writeFixtureLake(data.lake, 'stopped', smallHistory({ laps: 9 }));
  const signal = AbortSignal.abort(new Fault('INTERRUPTED', 'stopped on request'));
  expect(
    await faultOf(load({ data, target: parseTargetUrl(url), signal }, silentProgress)),
  ).toMatchObject({
    code: 'INTERRUPTED',
  });
  expect(await countLaps(url)).toBe(120);
});

test.each([
  ['a wrong password', () => urlOf(scratch.server, { password: 'wrong-secret' }), 'TARGET_LOGIN'],
  [
    'a missing database',
    () => urlOf(scratch.server, { database: 'nowhere' }),
    'TARGET_UNKNOWN_DATABASE',
  ],
  ['a port where nobody listens', () => urlOf(scratch.server, { port: 1 }), 'TARGET_UNREACHABLE'],
  [
    'a host that does not exist',
    () => 'postgres://u:wrong-secret@nowhere.invalid/d',
    'TARGET_UNREACHABLE',
  ],
  ['TLS where there is none', () => `${scratch.server.url}?sslmode=require`, 'TARGET_TLS'],
])('%s is a fault in one line, without the password', async (_, makeUrl, code) => {
  const fault = await failLoad(makeUrl());
  expect(fault.code).toBe(code);
  expect(fault.message).not.toContain('wrong-secret');
});

test('missing rights are a fault that names the target', async () => {
  const url = await scratch.newDatabase();
  await withSql(url, (sql) => sql.unsafe(`create role guest login password 'guest-secret'`));
  const { pathname } = new URL(url);
  const guest = urlOf(scratch.server, {
    user: 'guest',
    password: 'guest-secret',
    database: pathname.slice(1),
  });
  const fault = await failLoad(guest);
  expect(fault).toMatchObject({ code: 'TARGET_RIGHTS', exitCode: EXIT.refused });
  expect(fault.message).toContain('guest@127.0.0.1');
  expect(fault.message).not.toContain('guest-secret');
});
