import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { literal, queryRows } from '../../transform/lake/duck.js';
import { SQL_FOLDER } from '../../transform/models/read-models.js';
import { prepareDatabase, readFunctions } from '../../transform/models/run-models.js';
import { NAMESPACE, uuidV5 } from '../sql/natural-uuid.js';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const URLS = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
  await prepareDatabase(connection, await readFunctions(SQL_FOLDER));
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

async function evaluate(expression: string): Promise<unknown> {
  const [row] = await queryRows(connection, `select ${expression} as value`);
  return row?.value;
}

describe('uuid_v5', () => {
  test.each([
    // RFC 9562, A.4, and the Python documentation's example.
    [DNS, 'www.example.com', '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
    [DNS, 'python.org', '886313e1-3b8a-5372-9b90-0c9aee199e5d'],
    [URLS, 'urn:lyzer:etl', NAMESPACE],
  ])('of %s and %s is %s', async (namespace, name, expected) => {
    expect(await evaluate(`uuid_v5('${namespace}', '${name}')`)).toBe(expected);
  });

  test('equals an independent reckoning for any name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const name = text.replaceAll('\0', '');
        expect(await evaluate(`uuid_v5('${DNS}', ${literal(name)})`)).toBe(uuidV5(DNS, name));
      }),
      { numRuns: 60 },
    );
  });

  test('is null for no name', async () => {
    expect(await evaluate(`uuid_v5('${DNS}', null::varchar)`)).toBeNull();
  });
});

test('lyzer_uuid never changes', async () => {
  expect(await evaluate("lyzer_uuid('driver/farina')")).toBe(uuidV5(NAMESPACE, 'driver/farina'));
  expect(NAMESPACE).toBe('35e4e7b3-2cb7-500d-b42d-13accf0a12ed');
});

test.each([
  ["url_page('https://en.wikipedia.org/wiki/McLaren')", 'en.wikipedia.org/wiki/McLaren'],
  ["url_page('http://en.wikipedia.org/wiki/McLaren')", 'en.wikipedia.org/wiki/McLaren'],
  ["url_page('')", null],
  ["same_name('Sergio Pérez', 'SERGIO PEREZ')", true],
  ["same_name('Max', 'Jos')", false],
  ["same_name(null, 'Jos')", null],
])('%s is %j', async (expression, expected) => {
  expect(await evaluate(expression)).toBe(expected);
});

describe('duration_millis', () => {
  test.each([
    ['1:23.456', 83456],
    ['23.004', 23004],
    ['1:02:03.456', 3723456],
    ['1:02.345', 62345],
    ['10:00.000', 600000],
    ['59.9', 59900],
    ['58', 58000],
    ['0:00.001', 1],
    ['63.456', 63456],
    ['', null],
    ['N', null],
    ['None', null],
    ['+1.430', null],
    ['1:2x.456', null],
    ['-1:02.345', null],
    ['1:23.4567', null],
  ])('of %j is %j', async (text, millis) => {
    expect(await evaluate(`duration_millis(${literal(text)})`)).toBe(millis);
  });

  test('gives back exactly what was written, for every form of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 10 * 3_600_000 }), async (millis) => {
        for (const text of waysToWrite(millis)) {
          expect(await evaluate(`duration_millis(${literal(text)})`)).toBe(millis);
        }
      }),
      { numRuns: 60 },
    );
  });
});

function waysToWrite(millis: number): string[] {
  const pad = (value: number, digits: number) => String(value).padStart(digits, '0');
  const rest = pad(millis % 1000, 3);
  const seconds = Math.floor(millis / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return [
    `${seconds}.${rest}`,
    `${minutes}:${pad(seconds % 60, 2)}.${rest}`,
    `${hours}:${pad(minutes % 60, 2)}:${pad(seconds % 60, 2)}.${rest}`,
  ];
}

test.each([
  ["known_text('None')", null],
  ["known_text('')", null],
  ["known_text('x')", 'x'],
  ['known_text(null)', null],
  ["clock_time('14:00:00Z')", '14:00:00'],
  ["clock_time('15:06:11')", '15:06:11'],
  ["clock_time('')", null],
  [
    "list_name('any/lists/where/lists/2024/5/laps/20260727T181500Z-1f0c9a22.ndjson.gz')",
    '2024/5/laps',
  ],
  ["sent('')", ''],
  ["sent_in({'lap': '39'}, 'lap')", '39'],
  ["sent_in(cast(null as struct(lap varchar)), 'lap')", null],
  ["list_name('archive/lists/results/20260727T181500Z-1f0c9a22.ndjson.gz')", 'results'],
])('%s is %j', async (expression, expected) => {
  expect(await evaluate(expression)).toBe(expected);
});

test.each(['sent(null)', "sent_in({'lap': null}, 'lap')"])('%s stops', async (expression) => {
  await expect(evaluate(expression)).rejects.toThrow('FIELD_NOT_SENT');
});
