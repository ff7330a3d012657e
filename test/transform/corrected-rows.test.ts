import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { applyCorrections } from '../../transform/corrections.js';
import { queryRows } from '../../transform/lake/duck.js';
import { SQL_FOLDER } from '../../transform/models/read-models.js';
import { prepareDatabase, readFunctions } from '../../transform/models/run-models.js';
import { madeModel } from './made-model.js';

const model = madeModel('race_result', '', ['id uuid', 'race_id uuid', 'laps integer']);
model.doc.key = ['id'];

const RACE = '1966/German Grand Prix';
const SOURCE = 'https://en.wikipedia.org/wiki/1966_German_Grand_Prix';

let folder: string;
let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lyzer-etl-test-'));
  instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  connection = await instance.connect();
  await prepareDatabase(connection, await readFunctions(SQL_FOLDER));
});

afterAll(async () => {
  connection.closeSync();
  instance.closeSync();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await connection.run(
    `create or replace table lyzer.race_result as
     select lyzer_uuid('race_result/${RACE}/' || driver) as id,
       lyzer_uuid('race/${RACE}') as race_id, laps
     from (values ('clark', 11), ('surtees', 15)) as made(driver, laps)`,
  );
});

/** Applies lines that name race and driver, column, old and new. */
async function correct(...lines: readonly string[]) {
  const made = lines.map((line) => `race_result/${line},${SOURCE}\n`);
  const file = join(folder, 'race_result.csv');
  await writeFile(file, ['id,column,old,new,source\n', ...made].join(''));
  return applyCorrections(connection, model, file);
}

async function readLaps(): Promise<string[]> {
  const rows = await queryRows(
    connection,
    `select concat(driver, ' ', coalesce(laps::varchar, '-')) as line
     from lyzer.race_result as made
     join (values ('clark'), ('surtees'), ('beltoise')) as named(driver)
       on made.id = lyzer_uuid('race_result/${RACE}/' || driver)
     where race_id = lyzer_uuid('race/${RACE}') order by made.rowid`,
  );
  return rows.map(({ line }) => String(line));
}

const BELTOISE = [
  `${RACE}/beltoise,row,,there`,
  `${RACE}/beltoise,race_id,,race/${RACE}`,
  `${RACE}/beltoise,laps,,14`,
];

test('adds a row, with the values of its other lines', async () => {
  expect(await correct(...BELTOISE)).toMatchObject({ applied: 3, needless: 0 });
  expect(await readLaps()).toEqual(['clark 11', 'surtees 15', 'beltoise 14']);
});

test('removes a row, and keeps the others', async () => {
  expect(await correct(`${RACE}/clark,row,there,`)).toMatchObject({ applied: 1, needless: 0 });
  expect(await readLaps()).toEqual(['surtees 15']);
});

test('a race that the snapshot lacks gets no row, and nothing is said', async () => {
  const lines = BELTOISE.map((line) => line.replaceAll('1966', '1969'));
  const gone = '1969/German Grand Prix/clark,row,there,';
  expect(await correct(...lines, gone)).toMatchObject({ applied: 0, needless: 0 });
  expect(await readLaps()).toEqual(['clark 11', 'surtees 15']);
});

test('lines are needless when Jolpica has added or removed the row itself', async () => {
  await correct(...BELTOISE);
  const gone = `${RACE}/hill,row,there,`;
  expect(await correct(...BELTOISE, gone)).toMatchObject({ applied: 0, needless: 4 });
  expect(await readLaps()).toEqual(['clark 11', 'surtees 15', 'beltoise 14']);
});

test('refuses a row that Jolpica has added with another value', async () => {
  await correct(...BELTOISE);
  const other = correct(...BELTOISE.slice(0, 2), `${RACE}/beltoise,laps,,13`);
  await expect(other).rejects.toThrow(
    "CORRECTION_REFUSED: 'data/corrections/race_result.csv:4' for 'lyzer.race_result': column 'laps' is '14', the old value null was expected",
  );
});

test('a refused line leaves the table as it was, without the rows of others', async () => {
  const other = correct(...BELTOISE, `${RACE}/surtees,row,there,`, `${RACE}/clark,laps,9,10`);
  await expect(other).rejects.toThrow("column 'laps' is '11'");
  expect(await readLaps()).toEqual(['clark 11', 'surtees 15']);
});

test('refuses what is neither to add nor to remove a row', async () => {
  await expect(correct(`${RACE}/clark,row,there,there`)).rejects.toThrow(
    "CORRECTION_INVALID: 'data/corrections/race_result.csv:2' has 'there' and 'there' for a row, '' and 'there' to add it",
  );
});

test('adds a driver, who has no race, beside another of the same list', async () => {
  const driver = madeModel('driver', '', ['driver_id uuid', 'ref varchar']);
  driver.doc.key = ['driver_id'];
  await connection.run(
    "create table lyzer.driver as select lyzer_uuid('driver/hill') as driver_id, 'hill' as ref",
  );
  const file = join(folder, 'driver.csv');
  const lines = [
    'driver_id,column,old,new,source',
    `driver/perrot,row,,driver/hill,${SOURCE}`,
    `driver/perrot,ref,,perrot,${SOURCE}`,
    `driver/x,row,,driver/gavin,${SOURCE}`,
    `driver/x,ref,,x,${SOURCE}`,
  ];
  await writeFile(file, lines.map((line) => `${line}\n`).join(''));
  expect(await applyCorrections(connection, driver, file)).toMatchObject({
    applied: 2,
    needless: 0,
  });
  const refs = await queryRows(connection, 'select ref from lyzer.driver');
  expect(refs).toEqual([{ ref: 'hill' }, { ref: 'perrot' }]);
});
