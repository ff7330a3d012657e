import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ENDPOINT_NAMES,
  ENDPOINTS,
  FILTER_NAMES,
  FILTERS,
  type Filter,
} from '../../../serve/mirror/path/grammar.js';
import {
  lacksSlash,
  type MirrorPath,
  parsePath,
  printPath,
} from '../../../serve/mirror/path/parse-path.js';
import { windowOf } from '../../../serve/mirror/path/window.js';

const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);
const number = fc.stringMatching(/^[0-9]{1,5}$/);
const anything = fc.stringMatching(/^[^/.\s]{1,8}$/);
const fitTo = (pattern: string) => (pattern === FILTERS.grid.value ? number : word);

const season = fc.oneof(fc.stringMatching(/^[0-9]{4}$/), fc.constant('current'));
const round = fc.oneof(fc.stringMatching(/^[0-9]{1,2}$/), fc.constantFrom('last', 'next'));
const filter = fc
  .constantFrom(...FILTER_NAMES)
  .chain((name) => fitTo(FILTERS[name].value).map((value): [Filter, string] => [name, value]));
const filters = fc.array(filter, { maxLength: 5 });
const when = fc.oneof(fc.constant({}), fc.record({ season }), fc.record({ season, round }));

/** Any path that fits a URL pattern, whether its endpoint takes the filters or not. */
const fitting: fc.Arbitrary<MirrorPath> = fc.constantFrom(...ENDPOINT_NAMES).chain((resource) => {
  const { value } = ENDPOINTS[resource].last;
  const last = value === FILTERS.grid.value ? number : fc.oneof(word, anything);
  const tail = fc.oneof(fc.constant({}), fc.record({ last }));
  return fc
    .tuple(when, filters, tail)
    .map(([begin, pairs, end]) => ({ resource, ...begin, filters: pairs, ...end }));
});

/** As views.py decides: a final filter that is none, what is missing, what is not taken. */
function detailOf({ resource, season: year, round: number_, filters: pairs, last }: MirrorPath) {
  const isRound = year !== undefined && number_ !== undefined;
  if ((resource === 'seasons' || resource === 'races') && last !== undefined) return /final filter/;
  if (resource === 'laps' || resource === 'pitstops') {
    return isRound ? undefined : /\['season_year', 'race_round'\]/;
  }
  const own = { driverstandings: 'drivers', constructorstandings: 'constructors' } as const;
  if (resource === 'driverstandings' || resource === 'constructorstandings') {
    if (year === undefined) return /\['season_year'\]/;
    return pairs.every(([name]) => name === own[resource]) ? undefined : /Unsupported filter/;
  }
  return pairs.some(([name]) => name === 'laps') ? /Unsupported filter/ : undefined;
}

test('each path that the grammar yields is read, printed and read again as the same', () => {
  fc.assert(
    fc.property(fitting, (path) => {
      const refusal = detailOf(path);
      const parsed = parsePath(printPath(path));
      if (refusal === undefined) expect(parsed).toEqual({ path });
      else
        expect(parsed).toEqual({
          refusal: { status: 400, detail: expect.stringMatching(refusal) },
        });
    }),
    { numRuns: 2_000 },
  );
});

test('a path means the same with any ending, with one slash more, and in the other spelling', () => {
  fc.assert(
    fc.property(fitting, (path) => {
      const text = printPath(path);
      const bare = text.slice(0, -1);
      for (const other of [`${bare}.json`, `${bare}.json/`]) {
        expect(parsePath(other)).toEqual(parsePath(text));
      }
      const doubled = bare.replace(new RegExp(`/${path.resource}(?=$|/[^/]*$)`), (it) => `/${it}`);
      expect(parsePath(`${doubled}/`)).toEqual(parsePath(text));
      const spelt = text.replace(/(driver|constructor)standings/, '$1Standings');
      expect(parsePath(spelt)).toEqual(parsePath(text));
      expect([lacksSlash(bare), lacksSlash(text)]).toEqual([true, false]);
    }),
    { numRuns: 500 },
  );
});

test('an ending or a format that is not JSON is 404 as JSON, before all else', () => {
  const format = fc.constantFrom('xml', 'api', 'html', 'json5', 'jso');
  fc.assert(
    fc.property(fitting, format, (path, other) => {
      const text = printPath(path).slice(0, -1);
      const notFound = { refusal: { status: 404, detail: 'Not found.' } };
      expect(parsePath(`${text}.${other}`)).toEqual(notFound);
      expect(parsePath(`${text}/`, other)).toEqual(notFound);
      expect(parsePath(`${text}.json`, other)).toEqual(parsePath(`${text}/`));
    }),
  );
});

test('what breaks the grammar in one place fits no pattern: 404 as a page', () => {
  type Break = (path: MirrorPath) => string | undefined;
  const bareText = (path: MirrorPath) => printPath(path).slice(0, -1);
  const breaks: readonly Break[] = [
    (path) => `${bareText(path)}//`,
    (path) => `${bareText(path)}.JSON`,
    (path) => `${bareText(path)}.`,
    (path) => `${bareText(path)}/x/y/`,
    // Numbers only: letters, signs and other scripts' digits do not fit.
    ({ filters: pairs, ...path }) =>
      printPath({ ...path, filters: [...pairs, ['grid', 'x' as string]] }),
    ({ filters: pairs, ...path }) => printPath({ ...path, filters: [...pairs, ['laps', '-1']] }),
    ({ filters: pairs, ...path }) => printPath({ ...path, filters: [['status', '٣'], ...pairs] }),
    ({ filters: pairs, ...path }) => printPath({ ...path, filters: [...pairs, ['drivers', 'é']] }),
    // Cases count.
    (path) =>
      path.filters.length > 0
        ? printPath(path).replace(/\/(drivers|grid)\//, (it) => it.toUpperCase())
        : undefined,
    (path) =>
      path.last === undefined
        ? undefined
        : printPath(path).replace(`/${path.resource}/`, `/${path.resource.toUpperCase()}/`),
    // A round needs its season.
    ({ round: _, season: __, ...path }) => printPath({ ...path, round: 'last' }),
    (path) =>
      path.last !== undefined &&
      /^[0-9]+$/.test(path.last) &&
      ENDPOINTS[path.resource].last.value === FILTERS.grid.value
        ? printPath({ ...path, last: 'x' })
        : undefined,
    // A filter needs an endpoint: only five names are both.
    ({ season: year, filters: pairs }) =>
      `/${[year ?? '2024', ...pairs.flat(), 'grid', '1'].join('/')}/`,
    ({ season: year, filters: pairs }) =>
      `/${[year ?? '2024', ...pairs.flat(), 'fastest', '1'].join('/')}/`,
  ];
  fc.assert(
    fc.property(fitting, fc.constantFrom(...breaks), (path, breakIt) => {
      const text = breakIt(path);
      fc.pre(text !== undefined && text !== printPath(path));
      expect(parsePath(text ?? '')).toEqual({ refusal: { status: 404 } });
      expect(lacksSlash((text ?? '').replace(/\/+$/, ''))).toBe(
        // Cut to one slash, the first break is none.
        (text ?? '').endsWith('//'),
      );
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['/', { resource: 'races', filters: [] }],
  ['.json', { resource: 'races', filters: [] }],
  ['/2024.json', { resource: 'races', season: '2024', filters: [] }],
  ['/current/next/', { resource: 'races', season: 'current', round: 'next', filters: [] }],
  ['/drivers/f1/laps/3.json', undefined],
  [
    '/2024/1/laps/5/laps/7/',
    { resource: 'laps', season: '2024', round: '1', filters: [['laps', '5']], last: '7' },
  ],
  ['/drivers/é/', { resource: 'drivers', filters: [], last: 'é' }],
])('%s is read by hand', (text, path) => {
  const parsed = parsePath(text);
  expect('path' in parsed ? parsed.path : undefined).toEqual(path);
});

test.each([
  ['//', 404],
  ['/2024//', 404],
  ['/.json', 404],
  ['/results//', 404],
  ['/results.JSON', 404],
  ['/STATUS/1/', 404],
  ['/DRIVERS/x/', 404],
  ['/2009/grid/1/', 404],
  ['/seasons/2010/results/', 404],
  ['/nonsense/1/results/', 404],
  // One part alone is taken for a final filter of the races.
  ['/nonsense/', 400],
  ['/Results/', 400],
  ['/pitStops/', 400],
  ['/2024/DriverStandings/', 400],
  ['/20245/', 400],
  ['/last/', 400],
])('%s is %i', (text, status) => {
  expect(parsePath(text)).toMatchObject({ refusal: { status } });
});

test.each([
  ['limit=5&offset=7', 5, '7'],
  ['limit=%2B5', 5, '0'],
  ['limit=+5', 5, '0'],
  ['limit=5%20', 5, '0'],
  ['limit=%C2%A05%0A', 5, '0'],
  ['limit=%D9%A2%D9%A5', 25, '0'],
  ['limit=%F0%9D%9F%93', 5, '0'],
  ['limit=1_0', 10, '0'],
  ['limit=1__0', 30, '0'],
  ['limit=5.0', 30, '0'],
  ['limit=%E2%91%A0', 30, '0'],
  ['limit=0&offset=-3', 30, '0'],
  ['limit=-5&offset=x', 30, '0'],
  ['limit=101', 100, '0'],
  ['limit=0000000007', 7, '0'],
  ['limit=3&limit=4', 4, '0'],
  ['LIMIT=5', 30, '0'],
  ['offset=99999999999999999999999', 30, '99999999999999999999999'],
])('%s is a limit of %i and an offset of %s', (query, limit, offsetText) => {
  expect(windowOf(new URLSearchParams(query))).toMatchObject({ limit, offsetText });
});
