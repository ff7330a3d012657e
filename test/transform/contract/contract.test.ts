import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ERGAST } from '../../../extract/archive/resource.js';
import { breachesOf, generalPath } from '../../../transform/contract/contract.js';
import { pageSchema } from '../../../transform/contract/jolpica-schema.js';

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
  const named = { driverId: 'farina', givenName: 'Nino', familyName: 'Farina' };
  const driver = { ...named, url: '', nationality: '' };
  const page = (more: object) => {
    const Drivers = [{ ...driver, dateOfBirth: '', ...more }];
    return { MRData: { ...HEAD, DriverTable: { Drivers } } };
  };
  expect(breachesOf('drivers', page({}))).toEqual([]);
  expect(breachesOf('drivers', page({ code: null })).map(({ kind }) => kind)).toEqual(['null']);
});

test('paths of many rows become one', () => {
  expect(generalPath('$.MRData.Races[0].Results[12].points')).toBe(
    '$.MRData.Races[].Results[].points',
  );
});

/** Texts of every kind of value; a year and a date that fit each other. */
const TEXTS = [
  ...['', 'None', '0', '1', '12', '25.5', '2024', '207071', 'R', "d'Or \\"],
  ...['1:26.103', '53.377', '+5.478', '2024-03-02', '1911-06-24', '17:05:23', '14:00:00Z'],
];

/** Texts that no number, time or date is, though some of them can be cast to one. */
const IMPOSSIBLE = [
  ...['1e3', '1_0', '-7', '+1', ' 1', '1 ', '0x1F', '١', 'NaN', 'Infinity', '1,000', '9999999999'],
  ...['1:60.000', '60:00.000', '1:26,103', '25:00:00Z', '2023-02-29', '2024-13-01', '02.03.2024'],
];

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
  if (schema instanceof z.ZodString) {
    return fc.constantFrom(...TEXTS.filter((text) => schema.safeParse(text).success));
  }
  throw new Error(`no pages for a schema of type '${schema.type}'`);
}

function inner(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
}

test.each(ERGAST)('no page of %s that keeps the contract shows a breach', (resource) => {
  fc.assert(
    fc.property(pagesOf(pageSchema(resource)), (page) => {
      expect(breachesOf(resource, page)).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test.each(ERGAST)('one value of another type in a page of %s is told', (resource) => {
  fc.assert(
    fc.property(pagesOf(pageSchema(resource)), fc.nat(), (page, which) => {
      const text = pick(textsOf(page), which);
      text.holder[text.key] = 1;
      const path = `$.${text.path}`;
      expect(breachesOf(resource, page)).toEqual([{ kind: 'type', path, expected: 'string' }]);
    }),
    { numRuns: 25 },
  );
});

test.each(ERGAST)('one value that cannot be in a page of %s is told', (resource) => {
  fc.assert(
    fc.property(
      pagesOf(pageSchema(resource)),
      fc.nat(),
      fc.constantFrom(...IMPOSSIBLE),
      (page, which, impossible) => {
        const checked = textsOf(page).filter(({ path }) => !FREE.test(path));
        const text = pick(checked, which);
        // Degrees may be negative.
        fc.pre(impossible !== '-7' || !/l(at|ong)$/.test(text.path));
        text.holder[text.key] = impossible;
        const [breach, ...others] = breachesOf(resource, page);
        expect(others).toEqual([]);
        expect(breach).toMatchObject({ kind: 'value', path: `$.${text.path}`, found: impossible });
      },
    ),
    { numRuns: 100 },
  );
});

/** Fields that may hold any text: names, ids and words. */
const FREE =
  /\.(\w*Id|\w*[nN]ame|code|url|xmlns|series|nationality|locality|country|units|status)$/;

test.each([
  ['laps', '2.5', 'a whole number from 0 to 250'],
  ['laps', '251', 'a whole number from 0 to 250'],
  ['position', '0', 'a whole number from 1 to 99'],
  ['position', '', 'a whole number from 1 to 99'],
  ['positionText', 'X', 'a place from 1 to 99, D, E, F, N, R, W or -'],
  ['grid', '100', 'a whole number from 0 to 99'],
  ['number', '1000', 'a whole number from 0 to 999'],
  ['points', '-1', 'a number from 0 to 100 with at most 2 decimals'],
  ['points', '9.125', 'a number from 0 to 100 with at most 2 decimals'],
  ['points', '101', 'a number from 0 to 100 with at most 2 decimals'],
])("a result's %s is never '%s'", (field, found, expected) => {
  const race = resultPage({ [field]: found });
  const path = `$.MRData.RaceTable.Races[0].Results[0].${field}`;
  expect(breachesOf('results', race)).toEqual([{ kind: 'value', path, expected, found }]);
});

test.each([
  ['Time', { millis: '5504742', time: '1:31:44.742' }],
  ['Time', { millis: '5504742', time: '+22.457' }],
  // Fangio in Belgium 1950, Hakkinen in Australia 1998 and other winners: no seconds.
  ['Time', { millis: '10046000', time: '2:47' }],
  // Russell in Belgium 2024, and others of 2023 to 2025.
  ['Time', { millis: '4797566', time: '+-1:59:59.474' }],
  ['FastestLap', { rank: '16', lap: '42', Time: { time: '1' } }],
])("the history has a result's %s %j", (field, found) => {
  expect(breachesOf('results', resultPage({ [field]: found }))).toEqual([]);
});

test.each([
  ['2024-02-30', 'a date from 1950 to 2099 like 2024-03-02'],
  ['1949-12-31', 'a date from 1950 to 2099 like 2024-03-02'],
  ['2023-12-31', 'a date in 2024'],
  ['2025-01-01', 'a date in 2024'],
])("no race of 2024 is on '%s', nor is a session", (found, expected) => {
  const page = (dates: object) => ({
    MRData: { ...HEAD, RaceTable: { Races: [{ ...BAHRAIN, ...dates }] } },
  });
  expect(breachesOf('races', page({}))).toEqual([]);
  for (const [dates, field] of [
    [{ date: found }, 'date'],
    [{ Sprint: { date: found } }, 'Sprint.date'],
  ] as const) {
    const path = `$.MRData.RaceTable.Races[0].${field}`;
    expect(breachesOf('races', page(dates))).toEqual([{ kind: 'value', path, expected, found }]);
  }
});

const ID = 'an id of letters, digits, _ and -';
const NAME = 'a name of letters, digits and few signs';

test.each([
  ['driverId', '', ID],
  ['driverId', 'max verstappen', ID],
  ['driverId', 'sc\u043ett_Brown', ID],
  ['code', 'HAMİ', 'three capital letters'],
  ['givenName', '', NAME],
  ['givenName', '4294967296', NAME],
  ['givenName', 'Nino\u200b', NAME],
  ['familyName', '\u202eaniraF', NAME],
  ['familyName', 'x'.repeat(101), NAME],
  ['nationality', '<b>', NAME],
  ['url', 'javascript:alert(1)', 'an address like https://en.wikipedia.org/wiki/Nino_Farina'],
  ['url', 'https://en.wikipedia.org/wiki/Nino Farina', 'an address like https://en.wik'],
])("a driver's %s is never '%s'", (field, found, expected) => {
  const farina = { driverId: 'farina', givenName: 'Nino', familyName: 'Farina' };
  const page = { MRData: { ...HEAD, DriverTable: { Drivers: [{ ...farina, [field]: found }] } } };
  const path = `$.MRData.DriverTable.Drivers[0].${field}`;
  expect(breachesOf('drivers', page)).toMatchObject([
    { kind: 'value', path, expected: expect.stringContaining(expected) },
  ]);
});

test("names of the history are names: O'Farina, São Paulo, 70th Anniversary, Lotus-Pratt &amp; Whitney", () => {
  for (const name of ["O'Farina", 'São Paulo', '70th Anniversary', 'Lotus-Pratt &amp; Whitney']) {
    const builder = { constructorId: 'lotus-pw', name };
    const page = { MRData: { ...HEAD, ConstructorTable: { Constructors: [builder] } } };
    expect(breachesOf('constructors', page)).toEqual([]);
  }
});

test('a long value is told short, on one line', () => {
  const [breach] = breachesOf('results', resultPage({ laps: `5\n${'7'.repeat(60)}` }));
  expect(breach?.found).toBe(`5\\n${'7'.repeat(37)}…`);
});

const BAHRAIN = {
  season: '2024',
  round: '1',
  raceName: 'Bahrain Grand Prix',
  Circuit: { circuitId: 'bahrain', circuitName: 'Sakhir' },
  date: '2024-03-02',
};

function resultPage(fields: object) {
  const Driver = { driverId: 'norris', givenName: 'Lando', familyName: 'Norris' };
  const Constructor = { constructorId: 'mclaren', name: 'McLaren' };
  const row = { position: '1', positionText: '1', points: '25', Driver, Constructor, ...fields };
  return { MRData: { ...HEAD, RaceTable: { Races: [{ ...BAHRAIN, Results: [row] }] } } };
}

function pick<Value>(values: readonly Value[], which: number): Value {
  const value = values[which % values.length];
  if (value === undefined) throw new Error('a page has at least the texts of its head');
  return value;
}

type Text = {
  readonly holder: Record<string, unknown>;
  readonly key: string;
  readonly path: string;
};

/** Where the texts of a page are. */
function textsOf(node: unknown, path = ''): Text[] {
  if (typeof node !== 'object' || node === null) return [];
  const holder = node as Record<string, unknown>;
  return Object.entries(holder).flatMap(([key, value]) => {
    const inner = Array.isArray(node) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    return typeof value === 'string' ? [{ holder, key, path: inner }] : textsOf(value, inner);
  });
}
