import { expect, test } from 'vitest';
import { z } from 'zod';
import { csvOf } from '../../serve/api/csv.js';
import { serveOneRace } from './served.js';

const rowsSchema = z.object({
  table: z.string(),
  total: z.number(),
  rows: z.array(z.record(z.string(), z.unknown())),
});

const served = serveOneRace();

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${served.url}/api/v1/tables${path}`, { headers });
const rows = async (path: string) => rowsSchema.parse(await (await get(path)).json());

test('every table is named with its columns and their meaning', async () => {
  const body = z
    .object({ tables: z.array(z.looseObject({ name: z.string() })) })
    .parse(await (await get('')).json());
  const race = body.tables.find(({ name }) => name === 'race');
  expect(race).toMatchObject({
    schema: 'lyzer',
    rows: 1,
    description: expect.stringContaining('one row per race'),
  });
  expect(race?.columns).toContainEqual({
    name: 'round',
    type: 'INTEGER',
    meaning: expect.stringContaining('number of the race'),
  });
});

test('rows are filtered, sorted, cut to columns, and pages', async () => {
  const race = { race_name: 'British Grand Prix', season: 1950 };
  expect(await rows('/race?select=race_name,season&season=1950&round.in=1,2')).toMatchObject({
    table: 'lyzer.race',
    total: 1,
    rows: [race],
  });
  expect(await rows('/lyzer.race?season.gt=1950')).toMatchObject({ total: 0, rows: [] });
  expect(await rows('/race?time.null=true&sort=-season&select=date')).toMatchObject({
    rows: [{ date: '1950-05-13' }],
  });
  expect(await rows('/race?offset=1')).toMatchObject({ total: 1, rows: [] });
});

test('CSV quotes what must be quoted', async () => {
  const response = await get('/driver?format=csv&select=ref,given_name,family_name');
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(await response.text()).toBe("ref,given_name,family_name\r\nfarina,Nino,O'Farina\r\n");
});

test('CSV tells null from the empty text', async () => {
  const response = await get('/driver?format=csv&select=code,ref');
  expect(await response.text()).toBe('code,ref\r\n,farina\r\n');
  expect(csvOf(['code', 'ref'], [{ code: '', ref: null }])).toBe('code,ref\r\n"",\r\n');
});

test('an answer that is held already is not sent again', async () => {
  const etag = (await get('/race')).headers.get('etag') ?? '';
  expect(etag).toMatch(/^".+"$/);
  for (const held of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const again = await get('/race', { 'if-none-match': held });
    expect([again.status, await again.text()]).toEqual([304, '']);
  }
  expect((await get('/race', { 'if-none-match': '"other"' })).status).toBe(200);
});

test.each([
  ['/nothing', 404, 'TABLE_UNKNOWN'],
  ['/lake.json', 404, 'TABLE_UNKNOWN'],
  ['/race?colour=red', 400, 'COLUMN_UNKNOWN'],
  ['/race?select=season,colour', 400, 'COLUMN_UNKNOWN'],
  ['/race?sort=season%20desc', 400, 'COLUMN_UNKNOWN'],
  ['/race?season.like=19', 400, 'OPERATOR_UNKNOWN'],
  ['/race?season=nineteen', 400, 'FILTER_INVALID'],
  ['/race?season.null=perhaps', 400, 'FILTER_INVALID'],
  ['/race?season=1950&season=1951', 400, 'REQUEST_INVALID'],
  ['/race?limit=0', 400, 'REQUEST_INVALID'],
  ['/race?limit=1000000', 400, 'REQUEST_INVALID'],
  ['/race?offset=-1', 400, 'REQUEST_INVALID'],
  ['/race?format=xml', 400, 'REQUEST_INVALID'],
])('%s is refused with %i %s', async (path, status, code) => {
  const response = await get(path);
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ code, detail: expect.any(String) });
});

const INJECTIONS = [
  '1950; drop table race; --',
  "' or 1=1 --",
  '1950) union select * from duckdb_settings() --',
  "read_csv('/etc/passwd')",
  '"; select 1; --',
  '$1',
  '\u0000',
];

test.each(INJECTIONS)('SQL in any parameter is only a value: %j', async (text) => {
  const sent = encodeURIComponent(text);
  const paths = [
    `/race?season=${sent}`,
    `/race?race_name=${sent}`,
    `/race?race_name.in=${sent},x`,
    `/race?select=${sent}`,
    `/race?sort=${sent}`,
    `/race?${sent}=1`,
    `/race?limit=${sent}`,
    `/${sent}`,
  ];
  for (const path of paths) {
    const response = await get(path);
    expect(response.status, path).toBeLessThan(500);
    const found = rowsSchema.safeParse(await response.json());
    // Where it is a text's value, no race has that name.
    if (found.success) expect(found.data.rows, path).toEqual([]);
  }
  expect((await rows('/race')).total).toBe(1);
});
