import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DataFolder, dataFolder } from '../../../disk/data-folder.js';
import { readModels, SQL_FOLDER } from '../../../transform/models/read-models.js';
import { type TracedRow, trace } from '../../../transform/trace/trace.js';
import { copySeedLake } from '../../shared/lakes.js';

let data: DataFolder;

beforeAll(async () => {
  data = dataFolder(await mkdtemp(join(tmpdir(), 'lyzer-etl-test-')));
  await copySeedLake(data);
});

afterAll(() => rm(data.root, { recursive: true, force: true }));

async function traceOne(table: string, row: string): Promise<TracedRow> {
  const { rows } = await trace({ data, table, row });
  expect(rows).toHaveLength(1);
  return rows[0] as TracedRow;
}

function columnOf(row: TracedRow, name: string) {
  return row.columns.find((column) => column.name === name);
}

test("tells where a result of sprint qualifying is in the new API's answer", async () => {
  const row = await traceOne('sprint_qualifying_result', '2023/4/leclerc');
  expect(row).toMatchObject({ list: '2023/4/sprintqualifying', page: 0 });
  expect(row.path).toBe('$.data.results[0]');
  expect(columnOf(row, 'sq3_millis')).toEqual({
    ...{ name: 'sq3_millis', value: '101697', field: 'components.SQ3.time', raw: '1:41.697' },
  });
});

test('tells list, file, page and path of a result, and what was sent', async () => {
  const row = await traceOne('race_result', '2021/22/max_verstappen');
  expect(row).toMatchObject({ list: 'results', page: 24_000 });
  expect(row.file).toMatch(/lists\/results\/\d{8}T\d{6}Z-[0-9a-f]{8}\.ndjson\.gz$/);
  // The page begins with the rest of round 21, of Saudi Arabia.
  expect(row.path).toBe('$.MRData.RaceTable.Races[1].Results[0]');
  expect(columnOf(row, 'points')).toEqual({
    name: 'points',
    value: '26.00',
    field: 'points',
    raw: '26',
  });
  expect(columnOf(row, 'driver_id')).toMatchObject({
    field: 'Driver.driverId',
    raw: 'max_verstappen',
  });
  expect(columnOf(row, 'fl_time')).toMatchObject({
    field: 'FastestLap.Time.time',
    raw: '1:26.103',
  });
  expect(columnOf(row, 'race_id')).toMatchObject({ field: null, raw: null });
});

test('finds the same row by its UUID', async () => {
  const named = await traceOne('race_result', '2021/22/max_verstappen');
  const byId = await traceOne('lyzer.race_result', columnOf(named, 'id')?.value ?? '');
  expect(byId).toEqual(named);
});

test('a name of fewer parts stands for several rows: both cars of Fangio at Monza 1956', async () => {
  const { rows } = await trace({ data, table: 'race_result', row: '1956/8/fangio' });
  const numbers = rows.map((row) => columnOf(row, 'number')?.value);
  expect(numbers.toSorted()).toEqual(['22', '26']);
});

test('shows what a correction changed, and where that can be read', async () => {
  const row = await traceOne('race_result', '2007/13/button');
  expect(columnOf(row, 'time')).toMatchObject({ value: '+1:12.168', raw: '+1:02.168' });
  expect(row.corrections).toContainEqual({
    column: 'time',
    old: '+1:02.168',
    new: '+1:12.168',
    source: 'https://en.wikipedia.org/wiki/2007_Italian_Grand_Prix',
  });
});

test('finds a row whose key was corrected where Jolpica has it', async () => {
  const row = await traceOne('lap', '2001/13/alesi/75');
  expect(columnOf(row, 'driver_id')).toMatchObject({ field: 'driverId', raw: 'trulli' });
  expect(columnOf(row, 'lap')).toMatchObject({ field: 'number', raw: '75' });
  expect(row.list).toBe('2001/13/laps');
});

test('tells of a row that Jolpica lacks which lines added it', async () => {
  const row = await traceOne('race_result', '1966/6/jo_schlesser/33/matra');
  expect(row).toMatchObject({ list: null, file: null, page: null, path: null });
  expect(columnOf(row, 'laps')).toEqual({ name: 'laps', value: '14', field: null, raw: null });
  const source =
    'https://github.com/f1db/f1db/blob/6a5845b/src/data/seasons/1966/races/06-germany/race-results.yml';
  expect(row.corrections).toContainEqual({ column: 'row', old: null, new: 'there', source });
  expect(row.corrections).toContainEqual({ column: 'laps', old: null, new: '14', source });
  const byId = await traceOne('race_result', columnOf(row, 'id')?.value ?? '');
  expect(byId).toEqual(row);
});

test('tells of a row that was removed where Jolpica has it', async () => {
  const row = await traceOne('lap', '2009/13/webber/50');
  expect(row.list).toBe('2009/13/laps');
  expect(columnOf(row, 'lap')).toMatchObject({ value: null, raw: '50' });
  expect(row.corrections).toMatchObject([{ column: 'row', old: 'there', new: null }]);
});

test.each([
  ['season', '1950', 'seasons'],
  ['circuit', 'monza', 'circuits'],
  ['driver', 'hamilton', 'drivers'],
  ['constructor', 'brabham-repco', 'constructors'],
  ['race', '2026/4', 'races'],
  ['qualifying_session', '2024/5', 'races'],
  ['sprint_session', '2024/5', 'races'],
  ['sprint_qualifying_session', '2024/5', 'races'],
  ['qualifying_result', '2024/5/norris', 'qualifying'],
  ['sprint_result', '2024/5/hamilton', 'sprint'],
  ['pit_stop', '2024/5/norris/1', '2024/5/pitstops'],
])('traces a row of %s', async (table, row, list) => {
  expect((await traceOne(table, row)).list).toBe(list);
});

test('every key that a yml tells is that of a row: origins and SQL make the same ids', async () => {
  const models = (await readModels(SQL_FOLDER)).filter(({ doc }) => doc.origin);
  for (const { doc } of models) {
    expect(Object.keys(doc.origin?.key ?? {})).toEqual(doc.key);
  }
});

test.each([
  ['race_result', '2021/99/hamilton', "ROW_UNKNOWN: no race '2021/99' in the lake"],
  ['race_result', '2021/22/senna', "ROW_UNKNOWN: no row '2021/22/senna' in 'lyzer.race_result'"],
  ['race_result', '2021//senna', "ROW_UNKNOWN: '2021//senna' cannot name a row of 'race_result'"],
  ['race_result', "2021/22/o'neill", "ROW_UNKNOWN: no row '2021/22/o'neill'"],
  [
    'driver_register',
    '2021/senna',
    "TABLE_UNKNOWN: the rows of 'driver_register' cannot be traced",
  ],
  [
    'nothing',
    'x',
    "TABLE_UNKNOWN: the rows of 'nothing' cannot be traced (there is no such table)",
  ],
])('says in one line what %s %s lacks', async (table, row, message) => {
  await expect(trace({ data, table, row })).rejects.toThrow(message);
});
