import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coveredUntil } from '../../../extract/plan/coverage.js';
import { EVERYTHING } from '../../../extract/plan/extract-request.js';
import {
  calendarLists,
  otherLists,
  pastLists,
  resultLists,
  roundLists,
} from '../../../extract/plan/plan-lists.js';
import { horizonOf, type PlanState } from '../../../extract/plan/plan-state.js';
import type { RoundChanges } from '../../../extract/plan/round-changes.js';
import {
  entry,
  factsOf,
  fetched,
  heldSince,
  namesOf,
  pagesOf,
  race,
  stateOf,
} from '../hand-made-state.js';

const NO_CHANGES = { driven: new Set<string>(), corrected: new Set<string>() };
const march = [race(1, '2024-03-02'), race(2, '2024-03-09'), race(3, '2024-03-24')];

/** All that follows from the results. */
const detailLists = (now: PlanState, changes: RoundChanges) => [
  ...otherLists(now),
  ...roundLists(now, changes),
];

test.each([
  [['2024/1'], '2024-03-09'],
  [['2024/1', '2024/2'], '2024-03-24'],
  // The second was called off: what is stored shows the time before the race after the last one.
  [['2024/1', '2024/3'], '9999-12-31'],
  [[], '2024-03-02'],
])('with %j driven the horizon is %s', (driven, horizon) => {
  expect(horizonOf(march, new Set(driven))).toBe(horizon);
});

test('a list tells no more than the day on which it was confirmed, nor than the horizon', () => {
  const held = {
    ...heldSince('2024-03-05', 'results'),
    ...heldSince('2024-03-12', '2024/2/results'),
  };
  const some = stateOf(factsOf(march, ['2024/1']), { lists: held, horizon: '2024-03-09' });
  expect(coveredUntil(some, 'results', 2024)).toBe('2024-03-05');
  expect(coveredUntil(some, 'results', 2024, 2)).toBe('2024-03-09');
  expect(coveredUntil(some, 'laps', 2024, 1)).toBeUndefined();
});

test('a list of this run tells of today, and is all that counts with --force', () => {
  const held = heldSince('2024-03-05', 'results', '2024/results');
  const of = factsOf(march, ['2024/1']);
  const request = { ...EVERYTHING, force: true };
  const fresh = stateOf(of, { lists: held, request, fresh: new Set(['2024/results']) });
  expect(coveredUntil(fresh, 'results', 2024)).toBe('2024-03-20');
  expect(coveredUntil(stateOf(of, { lists: held, request }), 'results', 2024)).toBeUndefined();
});

test('one list of everything or one per season: never the dearer of the two', () => {
  const someCount = fc.integer({ min: 1, max: 30 });
  fc.assert(
    fc.property(someCount, fc.array(someCount, { minLength: 1, maxLength: 12 }), (all, each) => {
      const races = each.map((_, index) => race(1, `${2000 + index}-03-02`));
      const seasons = each.map((pages, index) => [
        `${2000 + index}/drivers`,
        entry('2024-01-01', pages),
      ]);
      const seed = { drivers: entry('2024-01-01', all), ...Object.fromEntries(seasons) };
      const request = { ...EVERYTHING, only: new Set(['drivers'] as const), seasons: undefined };
      const today = `${2000 + each.length - 1}-12-01`;
      const facts = factsOf(races, []);
      const state = stateOf(facts, { seed: { lists: seed, facts }, request, today });
      const lists = calendarLists(state);
      const sum = each.reduce((total, pages) => total + pages, 0);
      expect(pagesOf(lists)).toBe(Math.min(all, sum));
    }),
  );
});

test('rounds one by one or their season at once: never the dearer of the two', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 12 }), (old, due) => {
      const day = (round: number) => new Date(Date.UTC(2024, 2, round)).toISOString().slice(0, 10);
      const races = Array.from({ length: old + due }, (_, index) =>
        race(index + 1, day(index + 1)),
      );
      const driven = races.slice(0, old).map(({ round }) => `2024/${round}`);
      const of = factsOf(races, driven);
      // Confirmed on the day before the first race that is due: what is driven may be corrected.
      const horizon = day(old + 1);
      const lists = resultLists(
        stateOf(of, { lists: heldSince(horizon, 'results'), horizon, today: '2024-04-30' }),
      );
      const season = Math.ceil((old * 20 + due * 22) / 100);
      expect(pagesOf(lists)).toBe(Math.min(old + due, season));
    }),
  );
});

test('a round that is due, and one that was driven within two weeks, are asked for', () => {
  const of = factsOf(march, ['2024/1']);
  const held = heldSince('2024-03-05', 'results');
  const lists = resultLists(stateOf(of, { lists: held, horizon: '2024-03-09' }));
  // As two of one page each cost more than the season's list, that is asked for.
  expect(lists).toEqual([
    { list: '2024/results', pages: 1, leastPages: 1, isEstimate: true, why: 'round-driven' },
  ]);
});

test('between rounds the calendar is asked for, and nothing once all is settled', () => {
  const lists = ['seasons', 'status', 'circuits', 'constructors', 'drivers', 'races', 'results'];
  const of = factsOf(march, ['2024/1', '2024/2']);
  const held = heldSince('2024-03-20', ...lists);
  const between = stateOf(of, { lists: held, horizon: '2024-03-24' });
  expect(namesOf(calendarLists(between))).toEqual(['2024/races']);
  const over = factsOf(march, ['2024/1', '2024/2', '2024/3']);
  const late = { lists: heldSince('2024-05-01', ...lists), today: '2024-06-01' };
  expect([...calendarLists(stateOf(over, late)), ...resultLists(stateOf(over, late))]).toEqual([]);
});

test('nothing that this run has fetched is asked for again', () => {
  const day = (index: number) => new Date(Date.UTC(2024, 0, 7 * index + 1)).toISOString();
  const someRaces = fc
    .array(fc.boolean(), { minLength: 1, maxLength: 20 })
    .map((sprints) => sprints.map((is, index) => race(index + 1, day(index).slice(0, 10), is)));
  fc.assert(
    fc.property(someRaces, fc.nat(20), fc.boolean(), fc.nat(500), (races, count, force, days) => {
      const driven = races.slice(0, count).map(({ round }) => `2024/${round}`);
      const of = factsOf(races, driven);
      const today = new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10);
      const horizon = horizonOf(races, new Set(driven));
      let now = stateOf(of, { today, horizon, request: { ...EVERYTHING, force } });
      const changes = { driven: new Set(driven), corrected: new Set(driven.slice(0, 1)) };
      for (const lists of [calendarLists, resultLists, pastLists]) now = fetched(now, lists(now));
      now = fetched(now, roundLists(now, changes));
      now = fetched(now, otherLists(now));
      const first = [...calendarLists(now), ...resultLists(now), ...pastLists(now)];
      const again = [...first, ...detailLists(now, changes)];
      expect(namesOf(again).filter((list) => now.fresh.has(list))).toEqual([]);
      const names = [...now.fresh];
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});

test('laps begin with 1996 and pit stops with 2011', () => {
  const races = [race(1, '1995-03-26'), race(1, '1996-03-10'), race(1, '2011-03-27')];
  const only = new Set(['laps', 'pitstops'] as const);
  const of = factsOf(races, ['1995/1', '1996/1', '2011/1']);
  const lists = detailLists(stateOf(of, { request: { ...EVERYTHING, only } }), NO_CHANGES);
  expect(namesOf(lists)).toEqual(['1996/1/laps', '2011/1/laps', '2011/1/pitstops']);
});

test('standings are asked for again where a round was driven or corrected, and only there', () => {
  const races = [race(1, '2023-03-05'), race(1, '2024-03-02')];
  const of = factsOf(races, ['2023/1', '2024/1']);
  const only = new Set(['driverstandings'] as const);
  const held = heldSince('2024-03-05', '2023/driverstandings', '2024/driverstandings');
  const now = stateOf(of, { lists: held, request: { ...EVERYTHING, only } });
  expect(detailLists(now, NO_CHANGES)).toEqual([]);
  expect(namesOf(detailLists(now, { ...NO_CHANGES, corrected: new Set(['2023/1']) }))).toEqual([
    '2023/driverstandings',
  ]);
  expect(namesOf(detailLists(now, { ...NO_CHANGES, driven: new Set(['2024/1']) }))).toEqual([
    '2024/driverstandings',
  ]);
});

test('a name that no list tells brings the list of the season that names it', () => {
  const of = factsOf([race(1, '2024-03-02')], ['2024/1']);
  const named = {
    ...of.named.results,
    drivers: new Map([
      ['moss', 1961],
      ['bearman', 2024],
    ]),
  };
  const told = { ...of, named: { ...of.named, results: named } };
  const only = new Set(['drivers'] as const);
  const lists = detailLists(stateOf(told, { request: { ...EVERYTHING, only } }), NO_CHANGES);
  expect(lists).toMatchObject([{ list: '2024/drivers', why: 'named-by-race' }]);
});

test('laps that were empty are asked for again while they may still come', () => {
  const of = factsOf(march, ['2024/1']);
  const held = { '2024/1/laps': entry('2024-03-05', 1, 0) };
  const only = new Set(['laps'] as const);
  const soon = stateOf(of, { lists: held, request: { ...EVERYTHING, only } });
  expect(detailLists(soon, NO_CHANGES)).toMatchObject([{ list: '2024/1/laps', why: 're-check' }]);
  const settled = stateOf(of, {
    lists: { '2024/1/laps': entry('2024-04-05', 1, 0) },
    request: soon.request,
  });
  expect(detailLists(settled, NO_CHANGES)).toEqual([]);
});

test.each([
  ['2023-12-01', '2023-12-01', []],
  ['2023-12-01', '2023-12-02', ['2023/results']],
  ['2023-06-10', '2023-06-10', ['2023/results']],
  ['2024-03-21', '2023-12-01', ['2023/results']],
])('no results on %s and the calendar of %s: it asks for %j', (results, calendar, lists) => {
  const of = factsOf([race(1, '2023-06-01'), race(2, '2023-06-08')], []);
  const held = { ...heldSince(results, 'results'), ...heldSince(calendar, 'races') };
  expect(namesOf(resultLists(stateOf(of, { lists: held, horizon: '2023-06-01' })))).toEqual(lists);
});

test('a season that runs is asked for, however often it had no results', () => {
  const held = heldSince('2024-03-20', 'results', 'races');
  const now = stateOf(factsOf(march, []), { lists: held, horizon: '2024-03-02' });
  expect(namesOf(resultLists(now))).toEqual(['2024/results']);
});

test('a past year without a calendar is asked for by name once', () => {
  const none = factsOf([], []);
  const of = { ...none, ids: { ...none.ids, seasons: new Set(['2022']) } };
  const request = { ...EVERYTHING, only: new Set(['races'] as const) };
  const held = {
    ...heldSince('2024-01-01', '2022/races'),
    ...heldSince('2023-12-31', '2023/races'),
  };
  expect(namesOf(calendarLists(stateOf(of, { lists: held, request })))).toEqual([
    '2023/races',
    '2024/races',
  ]);
});

test('whatever seasons and races an archive names, a plan ends and asks for nothing twice', () => {
  const someSeason = fc.oneof(
    fc.integer({ min: 1950, max: 2024 }).map(String),
    fc.constantFrom('-9e15', '1e300', 'NaN', '', '2024.5', '0', '99999', 'x'),
  );
  const someRace = fc.record({
    season: fc.constantFrom(1, 2023, 2024, 9999),
    round: fc.constantFrom(1, 2, 22, 9999),
    date: fc.constantFrom('2024-03-02', '2023-11-26', '0001-01-01', '9999-12-31'),
    hasSprint: fc.boolean(),
    hasSprintQualifying: fc.boolean(),
  });
  const driven = fc.array(fc.constantFrom('2024/1', '2023/22', '1/1', 'x/y'));
  fc.assert(
    fc.property(fc.array(someSeason), fc.array(someRace), driven, (seasons, races, rounds) => {
      const facts = factsOf(races, rounds);
      const wild = stateOf(
        { ...facts, ids: { ...facts.ids, seasons: new Set(seasons) } },
        { lists: heldSince('2024-03-10', 'results', '2024/races') },
      );
      const first = namesOf([...calendarLists(wild), ...resultLists(wild)]);
      expect(first).toEqual([...new Set(first)].toSorted());
      for (const list of first.filter((name) => name.includes('/'))) {
        expect(list).toMatch(/^(19[5-9]\d|[2-9]\d{3})\/(\d+\/)?[a-z]+$/);
      }
    }),
  );
});
