import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { dataFolder } from '../../disk/data-folder.js';
import { describeHistory } from '../../load/describe.js';
import { describePlan } from '../../load/describe-plan.js';
import { readHistory } from '../../load/history.js';
import { load } from '../../load/load.js';
import { planLoad } from '../../load/plan.js';
import { parseTargetUrl } from '../../load/postgres/target-url.js';
import { id, smallHistory, writeFixtureLake } from './fixture-lake.js';
import { loadRows } from './load-rows.js';
import { removeScratchFolder, startScratchServer, withSql } from './scratch.js';

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let loaded: string;
beforeAll(async () => {
  scratch = await startScratchServer();
  loaded = await scratch.newDatabase();
  await loadRows(scratch.folder, loaded, 'first', HISTORY);
});
afterAll(() => removeScratchFolder(scratch.folder));

const HISTORY = smallHistory();

/** A database with the history in it; its lake is the current one again. */
async function loadedDatabase(): Promise<string> {
  await writeFixtureLake(dataFolder(scratch.folder).lake, 'first', HISTORY);
  return scratch.newDatabase(loaded);
}

function plan(url: string) {
  return planLoad(
    { data: dataFolder(scratch.folder), target: parseTargetUrl(url) },
    silentProgress,
  );
}

async function differing(url: string) {
  const { tables } = await plan(url);
  return tables.filter(({ added, changed, removed }) => added + changed + removed > 0);
}

test('a plan for an empty database tells of all rows and migrations, and makes nothing', async () => {
  const url = await scratch.newDatabase();
  await writeFixtureLake(dataFolder(scratch.folder).lake, 'first', HISTORY);
  const planned = await plan(url);
  expect(planned).toMatchObject({ differs: true, lastLoad: null, missingRights: [] });
  expect(planned.migrations[0]).toBe('000001-lyzer-schema');
  expect(planned.tables.find(({ name }) => name === 'lap')).toMatchObject({
    ...{ state: 'new', rows: 120, added: 120, changed: 0, removed: 0 },
  });
  expect(planned.bytes).toBeGreaterThan(120 * 80);
  const schemas = await withSql(
    url,
    (sql) => sql`select from pg_namespace where nspname like 'lyzer%'`,
  );
  expect(schemas).toHaveLength(0);
});

test('a plan tells what a load then does', async () => {
  const url = await loadedDatabase();
  expect(await plan(url)).toMatchObject({ differs: false, bytes: 0, lastLoad: 1 });
  await writeFixtureLake(dataFolder(scratch.folder).lake, 'corrected', {
    ...HISTORY,
    lap: `select * replace (if(season = 1950 and lap = 3, 90500, millis) as millis) from (${HISTORY.lap})`,
    race_result: `select * from (${HISTORY.race_result}) where not (season = 1951 and position = 4)`,
    driver: `${HISTORY.driver} union all select ${id(3, 9)}, 'stroll', 'Lance', 'Stroll', date '1998-10-29', 'STR', 'Canadian'`,
  });
  const planned = await differing(url);
  expect(
    planned.map(({ name, added, changed, removed }) => ({ name, added, changed, removed })),
  ).toEqual([
    { name: 'driver', added: 1, changed: 0, removed: 0 },
    { name: 'lap', added: 0, changed: 12, removed: 0 },
    { name: 'race_result', added: 0, changed: 0, removed: 3 },
  ]);
  expect(planned.flatMap(({ handEdited }) => handEdited)).toEqual([]);
  expect(planned[1]?.examples[0]?.columns).toEqual([
    { name: 'millis', old: '91003', new: '90500' },
  ]);
  expect(planned[2]?.examples[0]).toMatchObject({ kind: 'removed', columns: [] });
  const target = parseTargetUrl(url);
  const done = await load({ data: dataFolder(scratch.folder), target }, silentProgress);
  const written = done.tables.filter((one) => one.added + one.changed + one.removed > 0);
  expect(
    written.map(({ name, added, changed, removed }) => ({ name, added, changed, removed })),
  ).toEqual(
    planned.map(({ name, added, changed, removed }) => ({ name, added, changed, removed })),
  );
  expect((await plan(url)).differs).toBe(false);
});

test('rows edited, deleted and added by hand are found, repaired, and told in the ledger', async () => {
  const url = await loadedDatabase();
  await withSql(url, async (sql) => {
    await sql`update lyzer.lap set millis = 1 where season = 1951 and lap = 2 and position = 1`;
    await sql`delete from lyzer.race_result where season = 1950 and position = 2`;
    await sql`
      insert into lyzer.driver (driver_id, ref, given_name, family_name, date_of_birth, nationality)
      values ('00000003-0000-5000-8000-000000000099', 'nobody', 'No', 'Body', '1979-10-17', '')`;
    await sql`update lyzer.driver set code = '' where ref = 'driver1'`;
  });
  const planned = await differing(url);
  expect(
    planned.map(({ name, added, changed, removed, handEdited }) => [
      ...[name, added, changed, removed],
      handEdited,
    ]),
  ).toEqual([
    ['driver', 0, 1, 1, [null]],
    ['lap', 0, 3, 0, [1951]],
    ['race_result', 3, 0, 0, [1950]],
  ]);
  expect(planned[0]?.examples).toEqual([
    {
      kind: 'changed',
      name: 'driver1',
      key: { driver_id: '00000003-0000-5000-8000-000000000001' },
      columns: [{ name: 'code', old: '', new: null }],
    },
    {
      kind: 'removed',
      name: 'nobody',
      key: { driver_id: '00000003-0000-5000-8000-000000000099' },
      columns: [],
    },
  ]);
  const words = describePlan(await plan(url));
  expect(words).toContain("\n  ~ driver driver1: code '' → null\n");
  expect(words).toContain(
    'Edited by hand since the last load: lyzer.driver, lyzer.lap (1951), lyzer.race_result (1950).',
  );

  const data = dataFolder(scratch.folder);
  const target = parseTargetUrl(url);
  expect(await load({ data, target }, silentProgress)).toMatchObject({ loadId: 2 });
  expect((await plan(url)).differs).toBe(false);
  const history = await readHistory({ data, target }, silentProgress);
  expect(history.loads.map(({ id: number }) => number)).toEqual([2, 1]);
  const repaired = history.loads[0]?.tables.filter(({ handEdited }) => handEdited.length > 0);
  expect(repaired?.map(({ name, handEdited }) => [name, handEdited])).toEqual([
    ['driver', [null]],
    ['lap', [1951]],
    ['race_result', [1950]],
  ]);
  expect(describeHistory(history)).toContain('repaired driver, lap, race_result');
});

test('a plan names rows as people do, folds what follows, and ends with the place', async () => {
  const url = await loadedDatabase();
  await withSql(url, async (sql) => {
    await sql`update lyzer.race_result set position = 9, points = 0 where season = 1951 and position = 2`;
    await sql`update lyzer.lap set millis = millis + 1`;
    await sql`delete from lyzer.race_result where season = 1950 and position = 4`;
    await sql`
      insert into lyzer.driver_register (id, season, driver_id)
      select gen_random_uuid(), 1950, driver_id from lyzer.driver`;
  });
  const planned = await plan(url);
  const lines = describePlan({ ...planned, isProduction: true }).split('\n');
  expect(lines[0]).toMatch(
    /^A load of snapshot first would write 130 of \d+ rows \(3 new, 123 changed, 4 removed\)\.$/,
  );
  expect(lines).toContain('  ~ race_result 1951/3/driver2: position 9 → 2, points 0.00 → 8.50');
  expect(lines).toContain('  + race_result 1950/1/driver4');
  expect(
    lines.filter((line) => /^ {2}~ lap 195[01]\/\d\/driver\d\/\d: millis \d+ → \d+$/.test(line))
      .length,
  ).toBe(8);
  expect(lines.some((line) => /^ {2}. driver_register/.test(line))).toBe(false);
  expect(lines).toContain(
    'What follows from these: 4 rows of 1 table of standings and metrics (--all names them).',
  );
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(lines.at(-1)).toMatch(/^Target 'url': database scratch_\d+ on .*; this is PRODUCTION\.$/);
  const data = dataFolder(scratch.folder);
  const all = await planLoad({ data, target: parseTargetUrl(url), all: true }, silentProgress);
  const named = describePlan(all, true).split('\n');
  expect(named.filter((line) => line.startsWith('  ~ lap '))).toHaveLength(120);
  expect(named.some((line) => line.includes('- driver_register 1950/driver1'))).toBe(true);
});

test('values that DuckDB cannot hold are found and repaired too', async () => {
  const url = await loadedDatabase();
  await withSql(url, async (sql) => {
    await sql`update lyzer.driver set date_of_birth = '-infinity' where ref = 'driver1'`;
    await sql`update lyzer.driver set date_of_birth = '0044-03-15 BC' where ref = 'driver2'`;
    await sql`update lyzer.race_result set points = 'NaN' where position = 1 and season = 1950`;
  });
  expect((await differing(url)).map(({ name, changed }) => [name, changed])).toEqual([
    ['driver', 2],
    ['race_result', 3],
  ]);
  await loadRows(scratch.folder, url, 'first', HISTORY);
  expect((await plan(url)).differs).toBe(false);
});

test("a row whose key was edited by hand, and keeps another's name, is repaired", async () => {
  const url = await scratch.newDatabase();
  const driver_register = `select ${id(8, 'range')} as id, 1950 as season, ${id(3, 'range')} as driver_id
    from range(1, 4)`;
  await loadRows(scratch.folder, url, 'registers', { ...HISTORY, driver_register });
  await withSql(
    url,
    (sql) => sql`update lyzer.driver_register set id = gen_random_uuid() where id in (
      select id from lyzer.driver_register order by id limit 1)`,
  );
  const done = await loadRows(scratch.folder, url, 'registers', { ...HISTORY, driver_register });
  expect(done.tables.find(({ name }) => name === 'driver_register')).toMatchObject({
    ...{ rows: 3, added: 1, changed: 0, removed: 1, handEdited: [1950] },
  });
});
