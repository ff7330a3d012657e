import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { RECONCILE_FOLDER, type Reconciliation, reconcile } from '../../reconcile/reconcile.js';
import { TRUTH_PAGE, truthPage } from '../../reconcile/truth-page.js';
import { sharedSeedLake } from '../shared/lakes.js';

const F1DB = join(PROGRAM_FOLDER, '..', 'shared', 'f1db');
const RELEASED = '* rename (season as year, "position" as positionText)';
const RELEASED_GRID =
  '* rename (season as year, "position" as positionText, gridPosition as gridPositionText)';
const FINAL = '* exclude (round) rename (season as year, "position" as positionText)';
const isThere = existsSync(F1DB);
if (!isThere) console.warn(`skipped: no f1db in '${F1DB}'`);

describe.skipIf(!isThere)('the lake of the seed beside f1db', () => {
  let found: Reconciliation;
  beforeAll(async () => {
    found = await reconcile(await sharedSeedLake(), F1DB);
  });
  const differences = (season: number, round: number, who: string) =>
    found.differences.filter(
      (one) => one.season === season && one.round === round && one.who === who,
    );

  test('leaves no difference unclassified', () => {
    expect(found.differences.filter((one) => one.class === null)).toEqual([]);
  });

  // Russia 2019: Jolpica has a time of Kvyat, f1db none; nothing of ours decides.
  test('leaves one value open', () => {
    const open = found.differences.filter((one) => one.class === 'open');
    expect(open).toMatchObject([{ season: 2019, round: 16, who: 'kvyat', field: 'q1' }]);
  });

  test('is what docs/truth.md says; npm run reconcile -- --write makes it so', async () => {
    expect(await readFile(TRUTH_PAGE, 'utf8')).toBe(truthPage(found));
  });

  test("finds the same in f1db's release, whose files and columns have other names", async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lyzer-etl-test-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeRelease(folder);
    expect(await reconcile(await sharedSeedLake(), folder)).toEqual(found);
  });

  test('has a use for each rule and each verdict', async () => {
    const used = new Set(found.differences.map(({ rule }) => rule));
    expect(found.rules.filter(({ rule }) => !used.has(rule))).toEqual([]);
    const verdicts = await readFile(join(RECONCILE_FOLDER, 'verdicts.csv'), 'utf8');
    const judged = found.differences.filter((one) => one.class !== null && one.rule === null);
    expect(judged).toHaveLength(verdicts.trim().split('\n').length - 1);
  });

  test('counts a value once, whatever the rules are', () => {
    const compared = found.counts.reduce((sum, { compared }) => sum + compared, 0);
    const equal = found.counts.reduce((sum, { equal }) => sum + equal, 0);
    expect(compared - equal).toBe(found.differences.length);
    const names = found.differences.map(({ subject, season, round, who, field }) =>
      [subject, season, round, who, field].join(' '),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  // Rosberg, second, was disqualified, and those behind him kept their places.
  test('Brazil 1983: Lauda was third in both sources', () => {
    expect(differences(1983, 1, 'lauda')).toEqual([]);
  });

  test('Saudi Arabia 2022: Tsunoda did not start, said in other words', () => {
    const place = differences(2022, 2, 'tsunoda').filter(
      ({ subject, field }) => subject === 'race' && field === 'place',
    );
    expect(place).toMatchObject([{ ours: 'W', f1db: 'DNS', rule: 'place/code' }]);
  });
});

/** Our file, that of the release, and the columns; see src/schema of f1db's repository. */
const RELEASE: readonly [string, string, string, string?][] = [
  ['drivers', 'drivers', '*'],
  ['races', 'races', '* rename (season as year)'],
  ['race-results', 'races-race-results', RELEASED_GRID],
  ['sprint-results', 'races-sprint-race-results', RELEASED_GRID],
  ['sprint-qualifying', 'races-sprint-qualifying-results', RELEASED],
  ['starting-grid', 'races-starting-grid-positions', RELEASED],
  ['fastest-laps', 'races-fastest-laps', RELEASED],
  ['qualifying', 'races-qualifying-results', RELEASED],
  ['sprint-qualifying', 'races-sprint-qualifying-results', RELEASED],
  ['pit-stops', 'races-pit-stops', RELEASED],
  ['driver-standings', 'races-driver-standings', RELEASED, "round <> '0'"],
  ['driver-standings', 'seasons-driver-standings', FINAL, "round = '0'"],
  ['constructor-standings', 'races-constructor-standings', RELEASED, "round <> '0'"],
  ['constructor-standings', 'seasons-constructor-standings', FINAL, "round = '0'"],
];

/** Writes f1db's tables under the names of its release. */
async function writeRelease(folder: string) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const [ours, theirs, columns, where = 'true'] of RELEASE) {
    await connection.run(
      `copy (
        select ${columns}
        from read_csv('${join(F1DB, ours)}.csv.gz', header = true, all_varchar = true)
        where ${where}
      ) to '${join(folder, `f1db-${theirs}.csv`)}' (header)`,
    );
  }
  connection.closeSync();
  instance.closeSync();
}

test('every file of rules has its line in rules.csv, and every line its file', async () => {
  const lines = (await readFile(join(RECONCILE_FOLDER, 'rules.csv'), 'utf8')).trim().split('\n');
  const listed = lines.slice(1).map((line) => line.slice(0, line.indexOf(',')));
  const files = await readdir(join(RECONCILE_FOLDER, 'rules'), { recursive: true });
  const rules = files.filter((file) => file.endsWith('.sql')).map((file) => file.slice(0, -4));
  expect(listed.toSorted()).toEqual(rules.toSorted());
});

test('the SQL has the form of all other: at most 80 lines of 80 columns', async () => {
  const files = await readdir(RECONCILE_FOLDER, { recursive: true });
  const queries = files.filter((file) => file.endsWith('.sql'));
  expect(queries.length).toBeGreaterThan(70);
  const lines = queries.map((file) =>
    readFileSync(join(RECONCILE_FOLDER, file), 'utf8').trimEnd().split('\n'),
  );
  expect(queries.filter((_, place) => (lines[place] ?? []).length > 80)).toEqual([]);
  expect(lines.flat().filter((line) => line.length > 80 || /\t|\s$/.test(line))).toEqual([]);
});

test('a folder without f1db is a fault that names the file it misses', async () => {
  await expect(reconcile(await sharedSeedLake(), RECONCILE_FOLDER)).rejects.toThrow(
    `SOURCE_MISSING: no 'races.csv.gz' in '${RECONCILE_FOLDER}'; name the folder`,
  );
});
