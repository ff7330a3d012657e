import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { dataFolder, SEED_FOLDER } from '../../disk/data-folder.js';
import { withScratchServer } from '../../load/postgres/embedded/with-scratch-server.js';
import { literal, queryRows } from '../../transform/lake/duck.js';
import { LAKE_DATABASE, type Lake, readLake } from '../../transform/lake/lake.js';
import { tableName } from '../../transform/models/model-file.js';
import { LEDGERS } from '../../transform/read-program.js';
import { transform } from '../../transform/transform.js';
import { copySeedLake } from '../shared/lakes.js';
import { checksumsOf } from './checksums-of.js';
import { readContractTables } from './contract/contract-tables.js';

let root: string;
let lake: Lake;
let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lyzer-etl-test-'));
  // Whoever copies a lake elsewhere may take it away from the archive.
  const data = dataFolder(join(root, 'moved'));
  await copySeedLake(data);
  lake = await readLake(data.lake);
  instance = await DuckDBInstance.create(join(lake.folder, LAKE_DATABASE), {
    access_mode: 'READ_ONLY',
  });
  connection = await instance.connect();
});

afterAll(async () => {
  connection.closeSync();
  instance.closeSync();
  await rm(root, { recursive: true, force: true });
});

const query = (sql: string) => queryRows(connection, sql);

async function values(sql: string): Promise<unknown[]> {
  return (await query(sql)).map((row) => Object.values(row)[0]);
}

/** Results by refs, as people know them. */
const RESULTS = `(
  select result.season, race.round, race.race_name, driver.ref as driver, number,
    constructor.ref as constructor, base.ref as base, "position", points
  from lyzer.race_result as result
  join lyzer.race on race.id = result.race_id
  join lyzer.driver using (driver_id)
  join lyzer.constructor using (constructor_id)
  join lyzer.base_constructor as base on base.constructor_id = base_constructor_id
)`;

test('holds the whole history, and says so in lake.json', async () => {
  const rows = Object.fromEntries(lake.tables.map((table) => [table.name, table.rows]));
  expect(rows).toMatchObject({
    season: 77,
    circuit: 78,
    constructor: 214,
    driver: 866,
    race: 1171,
    race_result: 26_141,
    qualifying_result: 11_215,
    sprint_result: 568,
    sprint_qualifying_result: 120,
    session_start: 154 + 6 * 2,
    pit_stop: 12_602,
    lap: 628_442,
  });
  expect(await values('select count(*) from lyzer.lap')).toEqual(['628442']);
});

test('warns of what data/corrections/README.md says is wrong and left, and of nothing else', async () => {
  const text = await readFile(join(LEDGERS.corrections, 'README.md'), 'utf8');
  const told = [...text.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)].map(([, check, rows]) => [
    check,
    Number(rows),
  ]);
  const found = lake.checks.filter(({ faults }) => faults > 0);
  expect(told.sort()).toEqual(found.map(({ name, faults }) => [name, faults]).sort());
});

describe('known history', () => {
  test.each([
    ['1950, round 1', 'season = 1950 and round = 1', 'farina', 'alfa'],
    ['1958, Argentina', "season = 1958 and race_name = 'Argentine Grand Prix'", 'moss', 'cooper'],
    ['1966, Monza', "season = 1966 and race_name = 'Italian Grand Prix'", 'scarfiotti', 'ferrari'],
    ['2008, Monza', "season = 2008 and race_name = 'Italian Grand Prix'", 'vettel', 'toro_rosso'],
    ['2021, last', 'season = 2021 and round = 22', 'max_verstappen', 'red_bull'],
  ])('%s was won as everybody knows', async (_, which, driver, base) => {
    const winners = await query(
      `select driver, base from ${RESULTS} where ${which} and "position" = 1`,
    );
    expect(winners).toEqual([{ driver, base }]);
  });

  test('Schumacher won 13 races in 2004', async () => {
    const wins = `select count(*) from ${RESULTS}
      where season = 2004 and driver = 'michael_schumacher' and "position" = 1`;
    expect(await values(wins)).toEqual(['13']);
  });

  test('Brabham-Repco and Brabham-Climax are Brabhams, Tec-Mec is a name', async () => {
    const base = `select distinct base from ${RESULTS}
      where constructor in ('brabham-repco', 'brabham-climax', 'tec-mec') order by base`;
    expect(await values(base)).toEqual(['brabham', 'tec-mec']);
  });

  test("Trintignant's three cars in Argentina, 1955, are three results", async () => {
    const cars = await query(
      `select number, points from ${RESULTS}
      where season = 1955 and round = 1 and driver = 'trintignant' order by number`,
    );
    expect(cars).toEqual([
      { number: 10, points: '1.33' },
      { number: 12, points: '2.00' },
      { number: 14, points: '0.00' },
    ]);
  });

  test.each([
    [4, 'Azerbaijan', ['leclerc 1:41.697', 'perez 1:41.844', 'max_verstappen 1:41.987']],
    [17, 'Qatar', ['piastri 1:24.454', 'norris 1:24.536', 'max_verstappen 1:24.646']],
  ])('the sprint shootout of round %i of 2023, %s', async (round, _, first) => {
    const best = `select concat_ws(' ', driver.ref, sq3) from lyzer.sprint_qualifying_result
      join lyzer.race on race.id = race_id join lyzer.driver using (driver_id)
      where race.season = 2023 and round = ${round} and "position" <= 3 order by "position"`;
    expect(await values(best)).toEqual(first);
  });

  test('the race at Las Vegas, 2023, began late on Saturday there, on Sunday in UTC', async () => {
    const starts = await query(
      `select starts_at::varchar as starts_at, time_zone from lyzer.session_start
      join lyzer.race on race.id = race_id where race.season = 2023 and round = 21 and session = 'R'`,
    );
    expect(starts).toEqual([
      { starts_at: '2023-11-19 06:00:00', time_zone: 'America/Los_Angeles' },
    ]);
  });

  test('nobody drove two cars in one race after 1964', async () => {
    const twice = `select max(season) <= 1964 from (
      select season, round, driver from ${RESULTS} group by all having count(*) > 1)`;
    expect(await values(twice)).toEqual([true]);
  });

  test('Verstappen took the fastest lap of Abu Dhabi, 2021, in 1:26.103', async () => {
    const fastest = await query(
      `select driver.ref, lap.millis from lyzer.lap
      join lyzer.race on race.id = race_id join lyzer.driver using (driver_id)
      where lap.season = 2021 and round = 22 order by lap.millis limit 1`,
    );
    expect(fastest).toEqual([{ ref: 'max_verstappen', millis: 86_103 }]);
  });

  test('a sprint weekend has its sessions: China, 2024', async () => {
    const [weekend] = await query(
      `select practice_2_id, sprint."date" as sprint_date, shootout."time" as shootout_time
      from lyzer.race
      join lyzer.sprint_session as sprint on sprint.id = sprint_id
      join lyzer.sprint_qualifying_session as shootout on shootout.id = sprint_qualifying_id
      where season = 2024 and race_name = 'Chinese Grand Prix'`,
    );
    expect(weekend).toEqual({
      practice_2_id: null,
      sprint_date: '2024-04-20',
      shootout_time: '07:30:00',
    });
  });
});

describe('corrections', async () => {
  const files = (await readdir(LEDGERS.corrections)).filter((file) => file.endsWith('.csv'));

  test.each(files)(
    'every line of %s applies to the seed, and has a public source',
    async (file) => {
      const lines = await query(
        `select source from read_csv(${literal(join(LEDGERS.corrections, file))}, all_varchar = true)`,
      );
      const table = `lyzer.${file.replace('.csv', '')}`;
      expect(lake.corrections).toContainEqual({ table, applied: lines.length, needless: 0 });
      const sources = lines.map(({ source }) => String(source));
      expect(
        sources.filter((source) => !/^https:\/\/[^/]+\/./.test(source) || !URL.canParse(source)),
      ).toEqual([]);
    },
  );

  const result = (race: string, driver: string, column: string) => `
    select result."${column}"::varchar from lyzer.race_result as result
    join lyzer.race on race.id = race_id join lyzer.driver using (driver_id)
    where race.season || ' ' || race_name = '${race} Grand Prix' and driver.ref = '${driver}'`;

  test.each([
    ['1950 Belgian', 'claes', 'laps', '32'],
    ['1960 Dutch', 'henry_taylor', 'laps', '70'],
    ['1967 Mexican', 'ligier', 'laps', '61'],
    ['2002 Monaco', 'ralf_schumacher', 'time', '+1:17.450'],
    ['2010 Monaco', 'michael_schumacher', 'time', '+25.712'],
    ['2022 Hungarian', 'sainz', 'fl_time', '1:22.000'],
    ['2023 United States', 'hamilton', 'position_text', 'D'],
    ['2024 Belgian', 'russell', 'position_text', 'D'],
    ['2025 Chinese', 'leclerc', 'laps', '56'],
    ['1956 French', 'taruffi', 'laps', '40'],
    ['1969 German', 'pescarolo', 'position_text', '5'],
    ['1970 Canadian', 'ickx', 'time', '2:21:18.400'],
    ['1983 Brazilian', 'laffite', 'position_text', '4'],
    ['1989 Japanese', 'prost', 'position_text', 'R'],
    ['1989 United States', 'gugelmin', 'position_text', 'D'],
    ['2014 Hungarian', 'hamilton', 'grid', '0'],
    ['2016 United States', 'kevin_magnussen', 'fl_time', '1:42.475'],
    ['2021 Saudi Arabian', 'max_verstappen', 'time', '+21.825'],
  ])('%s Grand Prix, %s: %s is %s', async (race, driver, column, value) => {
    expect(await values(result(race, driver, column))).toEqual([value]);
  });

  const lapsOf = `(
    select race.season, round, driver.ref as driver, lap, "position"
    from lyzer.lap join lyzer.race on race.id = race_id join lyzer.driver using (driver_id))`;

  test('in Hungary 2001 Alesi drove 75 laps, and Trulli 53', async () => {
    const counts = `select driver, count(*)::integer as laps from ${lapsOf}
      where season = 2001 and round = 13 and driver in ('alesi', 'trulli') group by all order by 1`;
    expect(await query(counts)).toEqual([
      { driver: 'alesi', laps: 75 },
      { driver: 'trulli', laps: 53 },
    ]);
  });

  test('at Monza 2009 Buemi drove 52 laps, Alguersuari 19, and Webber, out on lap 1, none', async () => {
    const counts = `select driver, count(*)::integer as laps from ${lapsOf} where season = 2009
      and round = 13 and driver in ('buemi', 'alguersuari', 'webber') group by all order by 1`;
    expect(await query(counts)).toEqual([
      { driver: 'alguersuari', laps: 19 },
      { driver: 'buemi', laps: 52 },
    ]);
  });

  test('in Australia 2026 every lap has one leader, and Russell is the last', async () => {
    const leaders = `select count(*)::integer as laps, count(distinct lap)::integer as numbers,
      max_by(driver, lap) as winner from ${lapsOf}
      where season = 2026 and round = 1 and "position" = 1`;
    expect(await query(leaders)).toEqual([{ laps: 58, numbers: 58, winner: 'russell' }]);
  });
});

test('every table fits the migrations: columns, order, types, keys, references, no nulls', async () => {
  const contract = await DuckDBInstance.create(':memory:');
  const checked = await contract.connect();
  await checked.run('create schema lyzer; create schema lyzer_metrics');
  const filled: string[] = [];
  for (const { schema, name, sql } of await withScratchServer(readContractTables)) {
    await checked.run(sql);
    const table = lake.tables.find((made) => made.schema === schema && made.name === name);
    const columns = await queryRows(
      checked,
      `select column_name as name, data_type as type from duckdb_columns()
      where schema_name = ${literal(schema)} and table_name = ${literal(name)} order by column_index`,
    );
    expect({ name, columns: table?.columns }).toEqual({ name, columns });
    const path = join(lake.folder, table?.file ?? '');
    // Laps satisfy this too, but an index over all of them takes DuckDB seconds.
    const some = name === 'lap' ? 'where season = 2021' : '';
    await checked.run(
      `insert into ${schema}.${name} select * from read_parquet(${literal(path)}) ${some}`,
    );
    filled.push(`${schema}.${name}`);
  }
  expect(filled.sort()).toEqual(lake.tables.map(({ schema, name }) => `${schema}.${name}`).sort());
  checked.closeSync();
  contract.closeSync();
});

test('laps and stops are whole: nothing that must be known is null', async () => {
  const nulls = `select count(*) from lyzer.lap
    where race_id is null or driver_id is null or lap is null or millis is null or "time" is null`;
  expect(await values(nulls)).toEqual(['0']);
  // Of the 1,019 that Jolpica gives as None, 1,005 are corrected, and ten removed: they were never driven.
  const unknownPlaces = 'select count(*) from lyzer.lap where "position" is null';
  expect(await values(unknownPlaces)).toEqual(['4']);
  const unreadDurations = `select count(*) from lyzer.pit_stop
    where (duration is null) <> (millis is null)`;
  expect(await values(unreadDurations)).toEqual(['0']);
});

test('the Parquet files hold the tables, row by row', async () => {
  const sumOf = (rows: string) =>
    values(
      `select coalesce(bit_xor(hash(place, made)), 0)
      from (select row_number() over () as place, made from ${rows} as made)`,
    );
  for (const table of lake.tables) {
    const file = `read_parquet(${literal(join(lake.folder, table.file))})`;
    expect([table.name, await sumOf(file)]).toEqual([table.name, await sumOf(tableName(table))]);
  }
});

test.each([1, 4])('%d threads and an archive elsewhere make the same tables', async (threads) => {
  const data = dataFolder(join(root, `threads-${threads}`));
  await cp(SEED_FOLDER, data.archive, { recursive: true });
  await transform({ data, threads }, silentProgress);
  expect(checksumsOf(await readLake(data.lake))).toEqual(checksumsOf(lake));
});

test('the tables are those of test/transform/seed-checksums.json', async () => {
  const file = join(import.meta.dirname, 'seed-checksums.json');
  const committed = JSON.parse(await readFile(file, 'utf8'));
  const remedy =
    "tables of the seed are others than before; if they should be, 'npm run checksums'";
  expect(checksumsOf(lake), remedy).toEqual(committed);
});
