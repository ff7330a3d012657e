import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { EXIT } from '../../fault/fault.js';
import { makeScratchFolder, removeScratchFolder, withSql } from '../load/scratch.js';
import { linesOf, runCli } from '../run-cli.js';
import { madeArchive, withResults } from '../transform/made-archive.js';

let folder = '';
let url = '';
let first: unknown;

beforeAll(async () => {
  folder = await makeScratchFolder();
  first = await runJson('pipeline');
  ({ url } = z.object({ url: z.string() }).parse(await runJson('db', 'url')));
});

afterAll(() => removeScratchFolder(folder));

async function runJson(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await runCli(...args, '--data', folder, '--json');
  expect(code, stderr).toBe(0);
  expect(linesOf(stdout)).toHaveLength(1);
  return JSON.parse(stdout);
}

async function rowsOf(query: string): Promise<Record<string, unknown>[]> {
  return withSql(url, async (sql) => [...(await sql.unsafe(query))]);
}

/** As issue 3 counts them, of the seed, up to round 11 of 2026, with the rows that corrections add and remove. */
const COUNTS = {
  race: 1171,
  race_result: 26_141,
  qualifying_result: 11_215,
  sprint_result: 568,
  pit_stop: 12_602,
  lap: 628_442,
  driver: 866,
  constructor: 214,
  circuit: 78,
  season: 77,
};

async function countRows(tables: readonly string[]): Promise<Record<string, unknown>> {
  const counts = tables.map((name) => `(select count(*)::integer from lyzer.${name}) as ${name}`);
  const [row] = await rowsOf(`select ${counts.join(', ')}`);
  return row ?? {};
}

test('one command brings the whole history into Postgres', async () => {
  expect(first).toMatchObject({ transform: { repeated: false }, load: { unchanged: false } });
  expect(await countRows(Object.keys(COUNTS))).toEqual(COUNTS);
});

test.each([
  'driver_register',
  'constructor_register',
  'practice_session',
  'qualifying_session',
  'sprint_session',
  'sprint_qualifying_session',
])('%s has rows', async (table) => {
  expect((await countRows([table]))[table]).toBeGreaterThan(0);
});

describe('the foreign keys', () => {
  test('are validated and enforced', async () => {
    const keys = await rowsOf(`
      select conname as name, convalidated as validated,
        coalesce(to_jsonb(c) ->> 'conenforced', 'true') as enforced
      from pg_constraint c
      where contype = 'f' and connamespace = 'lyzer'::regnamespace`);
    expect(keys.length).toBeGreaterThan(15);
    expect(keys.filter((key) => !key.validated || key.enforced !== 'true')).toEqual([]);
  });

  test('keep out a race on a circuit that does not exist', async () => {
    const moving = rowsOf(`update lyzer.race set circuit_id = gen_random_uuid()
      where season = 1950 and round = 1`);
    await expect(moving).rejects.toMatchObject({ code: '23503' });
  });

  test('keep out a lap by a driver who does not exist', async () => {
    const inserting = rowsOf(`
      insert into lyzer.lap (race_id, driver_id, lap, season, position, time, millis)
      select race_id, gen_random_uuid(), lap, season, position, time, millis
      from lyzer.lap limit 1`);
    await expect(inserting).rejects.toMatchObject({ code: '23503' });
  });
});

describe('known history', () => {
  const RESULTS = `
    from lyzer.race_result x
    join lyzer.race r on r.id = x.race_id
    join lyzer.driver d using (driver_id)
    join lyzer.constructor c using (constructor_id)`;

  test.each([
    ['the first race of all, 1950', 'r.season = 1950 and r.round = 1', 'farina', 'alfa'],
    [
      'the Argentine Grand Prix of 1958',
      "r.season = 1958 and r.race_name = 'Argentine Grand Prix'",
      'moss',
      'cooper',
    ],
    [
      'the last race of 2021',
      'r.season = 2021 and r.round = (select max(round) from lyzer.race where season = 2021)',
      'max_verstappen',
      'red_bull',
    ],
  ])('%s has its winner', async (_, race, driver, team) => {
    const winners = await rowsOf(
      `select d.ref as driver, c.ref as team ${RESULTS} where x.position = 1 and ${race}`,
    );
    expect(winners).toEqual([{ driver, team }]);
  });

  test('Michael Schumacher won 13 races in 2004', async () => {
    const wins = await rowsOf(`select count(*)::integer as wins ${RESULTS}
      where x.position = 1 and r.season = 2004 and d.ref = 'michael_schumacher'`);
    expect(wins).toEqual([{ wins: 13 }]);
  });

  test('Farina was second and third in Argentina in 1955, in cars that he shared', async () => {
    const results = await rowsOf(`select x.position, x.number ${RESULTS}
      where r.season = 1955 and r.race_name = 'Argentine Grand Prix' and d.ref = 'farina'
      order by 1`);
    expect(results).toEqual([
      { position: 2, number: 12 },
      { position: 3, number: 10 },
    ]);
  });
});

test('a second pipeline finds nothing to do, and the rows as they were', async () => {
  expect(await runJson('pipeline')).toMatchObject({
    transform: { repeated: true },
    load: { unchanged: true },
  });
  expect(await countRows(Object.keys(COUNTS))).toEqual(COUNTS);
});

describe('an archive of nothing but one season of drivers', () => {
  const REFUSED = "all 26,141 rows of 'lyzer.race_result' (seasons 1950-2026)";

  beforeAll(async () => {
    const { drivers } = withResults([]);
    const id = '20270101T000000Z-00000001';
    await madeArchive(join(folder, 'archive'), { '2024/drivers': drivers ?? [] }, id);
  });
  afterAll(() => rm(join(folder, 'archive'), { recursive: true }));

  // Issue 12: it took every row from production, and the command ended well.
  test('is refused, and the rows stay', async () => {
    const { code, stdout, stderr } = await runCli('pipeline', '--data', folder);
    expect([code, stdout]).toEqual([EXIT.refused, '']);
    expect(linesOf(stderr).at(-1)).toMatch(/^REMOVALS_REFUSED: .*--allow-removals/);
    expect(stderr).toContain("all 628,442 rows of 'lyzer.lap'");
    expect(await countRows(Object.keys(COUNTS))).toEqual(COUNTS);
  });

  test('is refused by load --yes too, and the plan names every table', async () => {
    const load = await runCli('load', '--yes', '--data', folder);
    expect([load.code, load.stderr]).toEqual([EXIT.refused, expect.stringContaining(REFUSED)]);
    const plan = await runJson('plan');
    expect(plan).toMatchObject({ refusal: { code: 'REMOVALS_REFUSED', newerLoad: null } });
    const { refusal } = z
      .object({ refusal: z.object({ removals: z.array(z.object({ name: z.string() })) }) })
      .parse(plan);
    expect(refusal.removals.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['season', 'race', 'race_result', 'driver_career', 'title']),
    );
  });
});

test('to people it says that Postgres stays up, and how to go on', async () => {
  const { stdout } = await runCli('pipeline', '--data', folder);
  expect(linesOf(stdout).at(-1)).toMatch(
    /^Done in [\d.]+ s\. Postgres stays up: 'npm run db url' .+\.$/,
  );
});

test('db stop ends the server', async () => {
  expect(await runJson('db', 'stop')).toEqual({ stopped: true });
  const end = await runCli('db', 'url', '--data', folder);
  expect(end.code).toBe(1);
  expect(end.stderr).toMatch(/^DB_STOPPED: /);
});
