import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ERGAST, type Resource } from '../../../extract/archive/resource.js';
import { breachesOf, generalPath, sampleOf } from '../../../transform/contract/contract.js';
import { pageSchema } from '../../../transform/contract/jolpica-schema.js';
import { literal, queryRows } from '../../../transform/lake/duck.js';

const HEAD = { xmlns: '', series: 'f1', url: '', limit: '100', offset: '0', total: '2' };
const SEASON = { season: '1950', url: '' };

function seasonsPage(...Seasons: readonly unknown[]) {
  return { MRData: { ...HEAD, SeasonTable: { Seasons } } };
}

test.each([
  ['nothing', SEASON, []],
  ['a new field', { ...SEASON, era: '1' }, [['unknown', '.era', 'no such field']]],
  ['a field left out', { url: '' }, [['missing', '.season', 'string']]],
  ['a field that may be left out', { season: '1950' }, []],
  ['a null', { season: null, url: '' }, [['null', '.season', 'string']]],
  ['another type', { season: 1950, url: '' }, [['type', '.season', 'string']]],
  ['no object', 'x', [['type', '', 'object']]],
  [
    'a renamed field',
    { year: '1950', url: '' },
    [
      ['missing', '.season', 'string'],
      ['unknown', '.year', 'no such field'],
    ],
  ],
])('%s is told with its place', (_, row, wanted) => {
  const path = '$.MRData.SeasonTable.Seasons[1]';
  const found = breachesOf('seasons', seasonsPage(SEASON, row));
  expect(found).toEqual(
    wanted.map(([kind, field, expected]) => ({ kind, path: `${path}${field}`, expected })),
  );
});

test('what is no page at all is told at its root', () => {
  expect(breachesOf('laps', null)).toEqual([{ kind: 'null', path: '$', expected: 'object' }]);
  expect(breachesOf('laps', { MRData: HEAD })).toEqual([
    { kind: 'missing', path: '$.MRData.RaceTable', expected: 'object' },
  ]);
});

test('a list of one season or round says so in its table', () => {
  const CircuitTable = { season: '1950', round: '1', Circuits: [] };
  expect(breachesOf('circuits', { MRData: { ...HEAD, CircuitTable } })).toEqual([]);
});

test('a lap without a place says None, or null, or nothing', () => {
  const page = (timing: object) => {
    const Circuit = { circuitId: 'monza', circuitName: 'Monza' };
    const race = { season: '2009', round: '13', raceName: 'Italian Grand Prix', Circuit };
    const Laps = [{ number: '17', Timings: [{ driverId: 'webber', time: '1:26.103', ...timing }] }];
    const RaceTable = { Races: [{ ...race, date: '2009-09-13', Laps }] };
    return { MRData: { ...HEAD, RaceTable } };
  };
  for (const timing of [{}, { position: null }, { position: 'None' }, { position: '1' }]) {
    expect(breachesOf('laps', page(timing))).toEqual([]);
  }
  expect(breachesOf('laps', page({ place: '1' })).map(({ kind }) => kind)).toEqual(['unknown']);
});

test('an optional field may be left out, but it may not be null', () => {
  const driver = { driverId: '', url: '', givenName: '', familyName: '', nationality: '' };
  const page = (more: object) => {
    const Drivers = [{ ...driver, dateOfBirth: '', ...more }];
    return { MRData: { ...HEAD, DriverTable: { Drivers } } };
  };
  expect(breachesOf('drivers', page({}))).toEqual([]);
  expect(breachesOf('drivers', page({ code: null })).map(({ kind }) => kind)).toEqual(['null']);
});

test('a shape becomes a page with one row per list', () => {
  const shape = { a: 'VARCHAR', b: [{ c: 'NULL', d: 'UBIGINT' }], e: ['NULL'], f: 'JSON' };
  expect(sampleOf(shape)).toEqual({ a: '', b: [{ c: null, d: 0 }], e: [], f: 0 });
});

test('paths of many rows become one', () => {
  expect(generalPath('$.MRData.Races[0].Results[12].points')).toBe(
    '$.MRData.Races[].Results[].points',
  );
});

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** The breaches that show in the shape of a page as DuckDB tells it. */
async function shapeBreaches(resource: Resource, page: unknown) {
  const json = literal(JSON.stringify(page));
  const [row] = await queryRows(connection, `select json_structure(${json}) as shape`);
  return breachesOf(resource, sampleOf(JSON.parse(String(row?.shape))));
}

/** Pages as the contract allows them: optional fields or none, lists of any length. */
function pagesOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
    const made = fields.map(([name, field]) => [name, pagesOf(inner(field))] as const);
    const requiredKeys = fields.filter(([, field]) => inner(field) === field).map(([name]) => name);
    // Jolpica sends no empty objects, and DuckDB tells no shape of them.
    const [first = ''] = fields.map(([name]) => name);
    const keys = requiredKeys.length > 0 ? requiredKeys : [first];
    return fc.record(Object.fromEntries(made), { requiredKeys: keys });
  }
  if (schema instanceof z.ZodArray) {
    return fc.array(pagesOf(schema.element as z.ZodType), { maxLength: 3 });
  }
  if (schema instanceof z.ZodNullable) return fc.option(pagesOf(schema.unwrap() as z.ZodType));
  if (schema instanceof z.ZodString) return fc.constantFrom('', '0', '1:26.103', 'None', "d'Or \\");
  throw new Error(`no pages for a schema of type '${schema.type}'`);
}

function inner(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
}

test.each(ERGAST)('no page of %s that keeps the contract shows a breach', async (resource) => {
  await fc.assert(
    fc.asyncProperty(pagesOf(pageSchema(resource)), async (page) => {
      expect(breachesOf(resource, page)).toEqual([]);
      expect(await shapeBreaches(resource, page)).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test.each(ERGAST)(
  'one value of another type in a page of %s shows in its shape',
  async (resource) => {
    await fc.assert(
      fc.asyncProperty(pagesOf(pageSchema(resource)), fc.nat(), async (page, which) => {
        const texts = textsOf(page);
        const text = texts[which % texts.length];
        if (!text) throw new Error('a page has at least the texts of its head');
        text.holder[text.key] = 1;
        const found = await shapeBreaches(resource, page);
        const [exact] = breachesOf(resource, page);
        expect(found).toMatchObject([{ kind: 'type', expected: 'string' }]);
        expect(generalPath(found[0]?.path ?? '')).toBe(generalPath(exact?.path ?? 'none'));
      }),
      { numRuns: 25 },
    );
  },
);

type Text = { readonly holder: Record<string, unknown>; readonly key: string };

/** Where the texts of a page are. */
function textsOf(node: unknown): Text[] {
  if (typeof node !== 'object' || node === null) return [];
  const holder = node as Record<string, unknown>;
  return Object.entries(holder).flatMap(([key, value]) =>
    typeof value === 'string' ? [{ holder, key }] : textsOf(value),
  );
}
