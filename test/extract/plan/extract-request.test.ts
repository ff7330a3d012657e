import { expect, test } from 'vitest';
import {
  EVERYTHING,
  parseOnly,
  parseSeasons,
  withoutAlpha,
} from '../../../extract/plan/extract-request.js';

test('seasons are single ones and ranges', () => {
  expect([...(parseSeasons('1996, 2020-2022') ?? [])]).toEqual([1996, 2020, 2021, 2022]);
  expect([...(parseSeasons('1950') ?? [])]).toEqual([1950]);
  expect(parseSeasons('2024-2024,2024')?.size).toBe(1);
});

test('nothing said means everything', () => {
  expect(parseSeasons(undefined)).toBeUndefined();
  expect(parseOnly(undefined)).toBeUndefined();
});

test.each(['', '96', '1949', '2022-2020', '2020-', '2020;2021', 'current', '2020,'])(
  "'%s' given as seasons is used wrongly",
  (text) => {
    expect(() => parseSeasons(text)).toThrow(
      expect.objectContaining({ code: 'SEASONS_INVALID', exitCode: 2 }),
    );
  },
);

test('resources are told by their names, each once', () => {
  expect([...(parseOnly('laps, results,laps') ?? [])].toSorted()).toEqual(['laps', 'results']);
});

test('a group names all resources of one API, and withoutAlpha leaves the new one out', () => {
  expect(parseOnly('ergast')?.size).toBe(13);
  expect([...(parseOnly('alpha,laps') ?? [])].toSorted()).toEqual([
    ...['alphadrivers', 'alpharounds', 'alphateams', 'laps', 'sprintqualifying'],
  ]);
  expect(withoutAlpha(EVERYTHING).only).toEqual(parseOnly('ergast'));
  const only = parseOnly('laps,sprintqualifying');
  expect(withoutAlpha({ ...EVERYTHING, only }).only).toEqual(new Set(['laps']));
});

test.each(['', 'lap', 'laps;results', 'laps,', 'Results'])(
  "'%s' given as resources is used wrongly",
  (text) => {
    expect(() => parseOnly(text)).toThrow(
      expect.objectContaining({ code: 'ONLY_INVALID', exitCode: 2 }),
    );
  },
);
