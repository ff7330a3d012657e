import { expect, test } from 'vitest';
import { withoutTimestamp } from '../../../extract/archive/alpha-page.js';
import { pageOffset, pageRows, parsePage } from '../../../extract/archive/page.js';
import { incompleteness } from '../../../extract/fetch/prove-complete.js';

const ROUNDS = '2023/alpharounds';
const RESULTS = '2023/4/sprintqualifying';
const WHOLE = { count: 2, page_size: 100, current_page: 1, total_pages: 1 };
const TWO = [{ id: 'round_1' }, { id: 'round_2' }];

const parse = (list: string, offset: number, json: object) =>
  parsePage(list, offset, Buffer.from(JSON.stringify(json)));

const session = (year: number, number: number, code = 'SQ') => ({
  data: { code, season: { year }, round: { number }, results: [row(16), row(11)] },
});

const row = (car_number: number) => ({
  ...{ car_number, driver: { id: `driver_${car_number}` }, team: { id: 'team_1' } },
});

test('a page of rounds says how many rows the list has, and what they are', () => {
  const page = parse(ROUNDS, 0, { metadata: WHOLE, data: TWO });
  expect(page).toMatchObject({ offset: 0, total: 2, keys: ['round_1', 'round_2'] });
  expect(incompleteness([page])).toBeUndefined();
});

test('a list of two pages is whole with both, each at its place', () => {
  const metadata = { count: 101, page_size: 100, total_pages: 2 };
  const many = Array.from({ length: 100 }, (_, index) => ({ id: `round_${index}` }));
  const first = { metadata: { ...metadata, current_page: 1 }, data: many };
  const second = { metadata: { ...metadata, current_page: 2 }, data: [{ id: 'round_100' }] };
  const pages = [parse(ROUNDS, 0, first), parse(ROUNDS, 100, second)];
  expect(incompleteness(pages)).toBeUndefined();
  expect(incompleteness(pages.slice(0, 1))).toBe('100 rows where total says 101');
  expect(pageOffset(ROUNDS, second)).toBe(100);
});

test('results are of the season, round and session that the list names', () => {
  const page = parse(RESULTS, 0, session(2023, 4));
  const keys = ['2023/4/driver_16/16/team_1', '2023/4/driver_11/11/team_1'];
  expect(page).toMatchObject({ total: 2, keys });
  expect(pageRows(RESULTS, page.body).map(({ row: { car_number } }) => car_number)).toEqual([
    16, 11,
  ]);
});

test('a round without such a session has no rows', () => {
  const page = parse('2022/4/sprintqualifying', 0, {
    error: 'Invalid session filter for this round',
  });
  expect(page).toMatchObject({ total: 0, keys: [] });
});

test.each([
  [ROUNDS, { metadata: { ...WHOLE, current_page: 2 }, data: TWO }, "page '2' instead of '1'"],
  [ROUNDS, { metadata: { ...WHOLE, page_size: 50 }, data: TWO }, "page_size '50' instead of '100'"],
  [ROUNDS, { metadata: { ...WHOLE, total_pages: 2 }, data: TWO }, "total_pages '2' beside a count"],
  [ROUNDS, { metadata: { ...WHOLE, count: 1 }, data: TWO }, "total '1' beside 2 rows"],
  [ROUNDS, { metadata: {}, data: TWO }, "no 'data' with 'metadata' of its pages"],
  [ROUNDS, { metadata: WHOLE, data: { rounds: TWO } }, "no 'data' with 'metadata' of its pages"],
  [ROUNDS, { detail: 'Not found.' }, "no 'data' with 'metadata' of its pages"],
  [RESULTS, session(2023, 9), "'SQ' of '2023/9' instead of '2023/4/sprintqualifying'"],
  [RESULTS, session(2024, 4), "'SQ' of '2024/4' instead of '2023/4/sprintqualifying'"],
  [RESULTS, session(2023, 4, 'Q'), "'Q' of '2023/4' instead of '2023/4/sprintqualifying'"],
  [RESULTS, { error: 'Round not found' }, "no 'data' with code, season, round and results"],
])('of %s %j is refused', (list, json, why) => {
  expect(() => parse(list, 0, json)).toThrow(why);
});

test('what counts as unchanged is all but the time of the answer', () => {
  const at = (timestamp: string, count: number) =>
    withoutTimestamp(Buffer.from(JSON.stringify({ metadata: { timestamp, count }, data: TWO })));
  expect(at('2026-07-27T18:00:00Z', 2)).toBe(at('2026-07-28T18:00:00Z', 2));
  expect(at('2026-07-27T18:00:00Z', 2)).not.toBe(at('2026-07-27T18:00:00Z', 3));
  expect(withoutTimestamp(Buffer.from('{"error":"x"}'))).toContain('"error":"x"');
});
