import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { EXIT } from '../../fault/fault.js';
import { applyCorrections, listCorrections } from '../../transform/corrections.js';
import { queryRows } from '../../transform/lake/duck.js';
import { readModels, SQL_FOLDER } from '../../transform/models/read-models.js';
import { prepareDatabase, readFunctions } from '../../transform/models/run-models.js';
import { madeModel } from './made-model.js';

const model = {
  ...madeModel('lap', '', ['race_id uuid', 'driver_id uuid', 'lap integer', 'position integer']),
};
model.doc.key = ['race_id', 'driver_id', 'lap'];

const HEADER = 'race_id,driver_id,lap,column,old,new,source';
const SOURCE = 'https://en.wikipedia.org/wiki/2001_Hungarian_Grand_Prix';
const RACE = 'race/2001/Hungarian Grand Prix';

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
    `create or replace table lyzer.lap as
     select lyzer_uuid('${RACE}') as race_id, lyzer_uuid('driver/' || driver) as driver_id,
       lap::integer as lap, "position"::integer as "position", "time", points::decimal(6, 2) as points
     from (values
       ('alesi', 1, 9, '1:23.456', 0.5), ('alesi', 2, 8, null, 0),
       ('trulli', 1, 7, '1:24.000', 1), ('trulli', 2, null, 'None', 2)
     ) as made(driver, lap, "position", "time", points)`,
  );
});

/** Applies a ledger of these lines; each names driver, lap, column, old and new. */
async function correct(...lines: readonly string[]) {
  return correctBy([HEADER, ...lines.map((line) => `${RACE},driver/${line},${SOURCE}`)]);
}

async function correctBy(lines: readonly string[]) {
  const file = join(folder, 'lap.csv');
  await writeFile(file, lines.map((line) => `${line}\n`).join(''));
  return applyCorrections(connection, model, file);
}

/** The table as `driver lap position time points`. */
async function readTable(): Promise<string[]> {
  const rows = await queryRows(
    connection,
    `select concat_ws(' ', case driver_id when lyzer_uuid('driver/alesi') then 'alesi'
       when lyzer_uuid('driver/trulli') then 'trulli' else 'other' end,
       lap, coalesce("position"::varchar, '-'), coalesce("time", '-'), points) as line
     from lyzer.lap`,
  );
  return rows.map(({ line }) => String(line));
}

const ALESI = ['alesi 1 9 1:23.456 0.50', 'alesi 2 8 - 0.00'];
const TRULLI = ['trulli 1 7 1:24.000 1.00', 'trulli 2 - None 2.00'];

test('corrects a value, a null, and to a null', async () => {
  const result = await correct(
    'alesi,1,time,1:23.456,1:23.400',
    'alesi,1,points,0.50,2.5',
    'alesi,2,time,,1:25.000',
    'trulli,2,time,None,',
    'trulli,2,position,,6',
  );
  expect(result).toEqual({ table: 'lyzer.lap', applied: 5, needless: 0 });
  expect(await readTable()).toEqual([
    'alesi 1 9 1:23.400 2.50',
    'alesi 2 8 1:25.000 0.00',
    'trulli 1 7 1:24.000 1.00',
    'trulli 2 6 - 2.00',
  ]);
});

test('swaps a column of the key, by its natural key, and knows rows by what Jolpica says', async () => {
  const swapped = ['alesi,1', 'alesi,2', 'trulli,1', 'trulli,2'].map((line) => {
    const [from, to] = line.startsWith('alesi') ? ['alesi', 'trulli'] : ['trulli', 'alesi'];
    return `${line},driver_id,driver/${from},driver/${to}`;
  });
  expect(await correct(...swapped, 'alesi,1,position,9,10')).toMatchObject({ applied: 5 });
  expect(await readTable()).toEqual([
    'trulli 1 10 1:23.456 0.50',
    'trulli 2 8 - 0.00',
    'alesi 1 7 1:24.000 1.00',
    'alesi 2 - None 2.00',
  ]);
});

test('a line without its row is silent, one whose value Jolpica has fixed is needless', async () => {
  const result = await correct(
    'alesi,77,position,1,2',
    'panis,1,position,,2',
    'alesi,1,position,10,9',
    'alesi,2,time,1:25.000,',
    'alesi,2,position,8,5',
  );
  expect(result).toEqual({ table: 'lyzer.lap', applied: 1, needless: 2 });
  expect(await readTable()).toEqual([ALESI[0], 'alesi 2 5 - 0.00', ...TRULLI]);
});

test('reads quoted values, and line breaks of Windows', async () => {
  const line = `"${RACE}",driver/alesi,1,time,"1:23.456","a, ""b""",${SOURCE}`;
  expect(await correctBy([`${HEADER}\r`, `${line}\r`])).toMatchObject({ applied: 1 });
  expect(await readTable()).toContain('alesi 1 9 a, "b" 0.50');
});

test('a file without lines corrects nothing', async () => {
  expect(await correct()).toEqual({ table: 'lyzer.lap', applied: 0, needless: 0 });
});

test.each([
  ['another value', 'alesi,2,position,7,6', "column 'position' is '8', the old value '7' was"],
  ['a null', 'trulli,2,position,7,6', "column 'position' is null, the old value '7' was"],
  ['no null', 'alesi,2,position,,6', "column 'position' is '8', the old value null was"],
  ['another id', 'alesi,2,driver_id,driver/panis,driver/x', "the old value 'driver/panis' was"],
])('refuses a line whose row holds %s, and leaves the table as it was', async (_, line, what) => {
  const fault = await correct('alesi,1,position,9,1', line).catch((error) => error);
  expect(fault).toMatchObject({ code: 'CORRECTION_REFUSED', exitCode: EXIT.refused });
  expect(fault.message).toMatch(
    /^CORRECTION_REFUSED: 'data\/corrections\/lap\.csv:3' for 'lyzer\.lap': [^\n]+; check the row, then fix or delete the line$/,
  );
  expect(fault.message).toContain(what);
  expect(await readTable()).toEqual([...ALESI, ...TRULLI]);
});

test('refuses the second of two lines for one value', async () => {
  const twice = correct('alesi,1,position,9,1', 'alesi,2,position,8,1', 'alesi,1,position,9,2');
  await expect(twice).rejects.toThrow(
    "lap.csv:4' for 'lyzer.lap': an earlier line corrects the same value",
  );
  expect(await readTable()).toEqual([...ALESI, ...TRULLI]);
});

const LINE = `${RACE},driver/alesi,1,position,9,1,${SOURCE}`;

test.each([
  ['another header', ['race_id,lap,column,old,new,source'], "begins with 'race_id,lap,column,"],
  ['no header', [LINE], "begins with '"],
  [
    'an unknown column',
    [HEADER, LINE.replace('position', 'place')],
    "lap.csv:2' corrects column 'pl",
  ],
  ['no column', [HEADER, LINE.replace('position', '')], "lap.csv:2' corrects column ''"],
  [
    'a value of another type',
    [HEADER, LINE.replace(',9,', ',P9,')],
    "Could not convert string 'P9'",
  ],
  [
    'a key of another type',
    [HEADER, LINE.replace(',1,', ',one,')],
    "Could not convert string 'one'",
  ],
  ['no source', [HEADER, LINE, LINE.replace(SOURCE, '')], "lap.csv:3' has no source; add one"],
  ['a field too few', [HEADER, LINE.replace(',9', '')], 'is not CSV'],
  ['a field too many', [HEADER, `${LINE},x`], 'is not CSV'],
  ['an open quote', [HEADER, `"${LINE}`], 'not all of its 1 lines'],
  ['nothing', [], "begins with '"],
])('refuses a file with %s in one line', async (_, lines, what) => {
  const fault = await correctBy(lines).catch((error) => error);
  expect(fault).toMatchObject({ code: 'CORRECTION_INVALID', exitCode: EXIT.failed });
  expect(fault.message).toMatch(/^CORRECTION_INVALID: 'data\/corrections\/lap\.csv[^\n]+$/);
  expect(fault.message).toContain(what);
  expect(await readTable()).toEqual([...ALESI, ...TRULLI]);
});

test('refuses a file that is named after no table of core', async () => {
  await writeFile(join(folder, 'stg_laps.csv'), HEADER);
  const models = await readModels(SQL_FOLDER);
  await expect(listCorrections(folder, models)).rejects.toThrow(
    /^CORRECTION_INVALID: 'data\/corrections\/stg_laps\.csv' is not named after a table, [^\n]+$/,
  );
});
