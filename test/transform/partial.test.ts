import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { type DataFolder, dataFolder } from '../../disk/data-folder.js';
import { readAllBodies } from '../../extract/archive/read-pages.js';
import { RESOURCES, resourceOf } from '../../extract/archive/resource.js';
import { scopeOf } from '../../extract/archive/scope.js';
import type { Lists } from '../../extract/archive/snapshot.js';
import { type Lake, readLake } from '../../transform/lake/lake.js';
import { transform } from '../../transform/transform.js';
import { differingValues } from './compare-lakes.js';
import { cutSeed, writeList, writePartial } from './cut-seed.js';

/** More with `LYZER_PARTIAL_RUNS`, for whoever changes what a part of the data leads to. */
const RUNS = Number(process.env.LYZER_PARTIAL_RUNS ?? 6);

// Shared cars, rounds with corrections, sprints, a race of one lap, one without stops.
const ROUNDS = [
  ...['1958/1', '1958/7', '1997/1', '2001/13', '2008/4', '2009/13'],
  ...['2014/4', '2021/12', '2021/14', '2023/4'],
];

// Lists of several scopes say otherwise of these: Jolpica's text of a place, the number that a
// driver has in results, and the older address of a constructor's page (`http:`) in results.
const TOLD_TWICE = /^lyzer\.(circuit\.locality|driver\.permanent_number|constructor\.url): /;

let root: string;
let data: DataFolder;
let lists: Lists;
let whole: Lake;
let made = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lyzer-etl-test-'));
  data = dataFolder(root);
  lists = await cutSeed(data.archive, ROUNDS);
  await transformLists(Object.keys(lists));
  await rename(data.lake, join(root, 'whole'));
  whole = await readLake(join(root, 'whole'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function transformLists(names: readonly string[]) {
  await rm(data.lake, { recursive: true, force: true });
  made += 1;
  const id = `20261124T064241Z-${made.toString(16).padStart(8, '0')}`;
  const held = Object.entries(lists).filter(([list]) => names.includes(list));
  await writePartial(data.archive, Object.fromEntries(held), id);
  return transform({ data }, silentProgress);
}

/** What holds of any part of an archive. */
async function expectSound(names: readonly string[]) {
  const { warnings, corrections, drift } = await transformLists(names);
  expect(drift).toEqual([]);
  expect(corrections.filter(({ needless }) => needless > 0)).toEqual([]);
  const broken = / (key|not_null|references)\b|rows_conserved|standings_match_results/;
  expect(warnings.map(({ name }) => name).filter((name) => broken.test(name))).toEqual([]);
  const differing = await differingValues(await readLake(data.lake), whole);
  expect(differing.filter((found) => !TOLD_TWICE.test(found))).toEqual([]);
}

/** Some lists: of each resource all, none or a share of them, as extract or an interruption leaves. */
const someLists = fc
  .tuple(
    fc.array(fc.constantFrom(0, 0, 1, 2, 3, 4, 4), {
      minLength: RESOURCES.length,
      maxLength: RESOURCES.length,
    }),
    fc.infiniteStream(fc.nat(3)),
  )
  .map(([shares, dice]) =>
    Object.keys(lists).filter((list) => {
      const { value } = dice.next();
      return Number(value) < (shares[RESOURCES.indexOf(resourceOf(list))] ?? 0);
    }),
  );

test('any lists of an archive transform: whole, and no value is wrong', async () => {
  await fc.assert(fc.asyncProperty(someLists, expectSound), { numRuns: RUNS, endOnFailure: true });
});

test.each(['results', 'sprint', 'laps', 'driverstandings'])('%s alone', async (resource) => {
  await expectSound(Object.keys(lists).filter((list) => resourceOf(list) === resource));
});

test('one round without calendar and names', async () => {
  await expectSound(['2023/4/results', '2023/4/sprint', '2023/4/laps', '2023/4/pitstops']);
  const rows = await rowsOf();
  expect(rows).toMatchObject({ race: 1, season: 1, circuit: 1, driver: 20, constructor: 10 });
  expect(rows).toMatchObject({ race_result: 20, sprint_result: 20, driver_race: 20 });
  // Three rounds came before it, of which nothing is known.
  expect(rows).toMatchObject({ driver_standing: 0, driver_season: 0, driver_career: 0 });
});

test('a season that is there from its first round on, and then not', async () => {
  const isOf2023 = (list: string) => scopeOf(list).season === 2023;
  const others = Object.keys(lists).filter((list) => !/\/results$/.test(list) && isOf2023(list));
  await expectSound([...others, '2023/results']);
  expect((await rowsOf()).driver_season).toBe(22);
  await expectSound([...others, '2023/4/results']);
  expect((await rowsOf()).driver_season).toBe(0);
});

test('a race of which only the fastest laps are there has no metrics of laps', async () => {
  const list = '2023/4/laps';
  const entry = lists[list];
  if (!entry) throw new Error(`'${list}' was not cut`);
  const [page = Buffer.from('')] = await readAllBodies(data.archive, list, entry.version);
  const answer = JSON.parse(page.toString('utf8'));
  const [race] = answer.MRData.RaceTable.Races;
  race.Laps = [{ ...race.Laps[1], number: '51' }];
  const folder = dataFolder(join(root, 'fastest'));
  const others = await cutSeed(folder.archive, ['2023/4']);
  const few = await writeList(folder.archive, list, [Buffer.from(JSON.stringify(answer))], entry);
  await writePartial(folder.archive, { ...others, [list]: few }, '20261124T064241Z-ffffffff');
  await transform({ data: folder }, silentProgress);
  const rows = await rowsOf(folder);
  expect(rows).toMatchObject({ lap: 20, race_summary: 22, race_pace: 0, stint: 0, overtake: 0 });
});

async function rowsOf({ lake } = data): Promise<Record<string, number>> {
  const { tables } = await readLake(lake);
  return Object.fromEntries(tables.map(({ name, rows }) => [name, rows]));
}
