import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { type DataFolder, dataFolder } from '../../../disk/data-folder.js';
import { EXIT } from '../../../fault/fault.js';
import { readLake } from '../../../transform/lake/lake.js';
import { transform } from '../../../transform/transform.js';
import { madeArchive, madeResult, withResults } from '../made-archive.js';

const OLDER = '20260101T000000Z-00000001';
const FARINA = madeResult(1, 'farina');
const FAGIOLI = madeResult(2, 'fagioli');
const PARNELL = madeResult(3, 'parnell');
const PLACE = "list 'results', page at offset 1, '$.MRData.RaceTable.Races[0].Results";

let data: DataFolder;

beforeAll(async () => {
  data = dataFolder(await mkdtemp(join(tmpdir(), 'lyzer-etl-test-')));
  await madeArchive(data.archive, withResults([FARINA], [FAGIOLI, PARNELL]), OLDER);
  await transform({ data }, silentProgress);
});

afterAll(() => rm(data.root, { recursive: true, force: true }));

/** Transforms a newer snapshot whose second page of results holds these rows. */
async function transformPage(...rows: readonly object[]) {
  await madeArchive(data.archive, withResults([FARINA], rows));
  return transform({ data }, silentProgress);
}

const { Constructor: _constructor, ...teamless } = PARNELL;
const { driverId, ...unnamed } = PARNELL.Driver;
const renamed = { ...PARNELL, Driver: { ...unnamed, driver_id: driverId } };
const { points: _points, ...pointless } = PARNELL;
const timed = { ...FAGIOLI, Time: { millis: '8003600', time: '+2.6' } };
const halfTimed = { ...PARNELL, Time: { millis: '8053600' } };
const RIGHT = 'sql/raw and sql/staging, then transform again';

test.each([
  ['a number for a text', [{ ...FAGIOLI, points: 6 }, PARNELL], `${PLACE}[0].points' has another`],
  ['one number among texts', [FAGIOLI, { ...PARNELL, points: 4 }], `${PLACE}[1].points' has anoth`],
  ['a field that no row has', [teamless], `${PLACE}[0].Constructor' is missing, object was exp`],
  [
    'a field that one row lacks',
    [FAGIOLI, teamless],
    `${PLACE}[1].Constructor' is missing, object`,
  ],
  [
    'a plain one that one row lacks',
    [FAGIOLI, pointless],
    `${PLACE}[1].points' is missing, string`,
  ],
  ['a null', [{ ...PARNELL, position: null }], `${PLACE}[0].position' is null, string was exp`],
  ['a null in one row', [FAGIOLI, { ...PARNELL, position: null }], `${PLACE}[1].position' is null`],
  ['half a time in one row', [timed, halfTimed], `${PLACE}[1].Time.time' is missing, string`],
  [
    'a value that cannot be',
    [FAGIOLI, { ...PARNELL, laps: '1e3' }],
    `${PLACE}[1].laps' is '1e3', a whole number from 0 to 250 was expected`,
  ],
  [
    'a place with a decimal',
    [{ ...FAGIOLI, position: '2.5' }, PARNELL],
    `${PLACE}[0].position' is '2.5', a whole number from 1 to 99 was expected`,
  ],
  ['a renamed field', [renamed], `${PLACE}[0].Driver.driverId' is missing, string was exp`],
  ['one renamed in one row', [FAGIOLI, renamed], `${PLACE}[1].Driver.driverId' is missing`],
])('%s is refused: list, page and path are named, the former lake stays', async (_, rows, what) => {
  const fault = await transformPage(...rows).catch((error) => error);
  expect(fault).toMatchObject({ code: 'CONTRACT_BROKEN', exitCode: EXIT.refused });
  expect(fault.message).toMatch(/^CONTRACT_BROKEN: [^\n]+$/);
  expect(fault.message).toContain(what);
  expect(fault.message).toContain(RIGHT);
  expect(await readdir(data.lake)).toEqual([OLDER, 'HEAD', 'current']);
  expect((await readLake(data.lake)).snapshot).toBe(OLDER);
});

test('equal breaches of many pages are one, counted; of many, three are told', async () => {
  const rows = [FARINA, FAGIOLI, PARNELL];
  const broken = rows.map((row) => [{ ...row, points: 1, grid: 1, laps: 1, status: 1 }]);
  await madeArchive(data.archive, withResults(...broken));
  await expect(transform({ data }, silentProgress)).rejects.toThrow(
    /page at offset 0, '[^']+' has another type, string was expected \(in 3 pages\); list .+ and 1 more; the archive stays/,
  );
});

test('a new field warns: what it is and where; the lake is made and remembers it', async () => {
  const result = await transformPage({ ...FAGIOLI, stewardNote: 'none' }, PARNELL);
  const drift = {
    kind: 'unknown',
    path: '$.MRData.RaceTable.Races[0].Results[0].stewardNote',
    expected: 'no such field',
    list: 'results',
    page: 1,
    pages: 1,
  };
  expect(result.drift).toEqual([drift]);
  expect(result.tables).toContainEqual({ schema: 'lyzer', name: 'race_result', rows: 3 });
  expect((await readLake(data.lake)).drift).toEqual([drift]);
});
