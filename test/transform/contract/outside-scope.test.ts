import { expect, test } from 'vitest';
import { outsideScope } from '../../../transform/contract/outside-scope.js';

test.each([
  ['2024/races', { season: '2024' }, []],
  ['races', { season: '1950' }, []],
  ['1950/races', { season: '2024' }, ['season 1950']],
  ['2024/9/laps', { season: '2024', round: '9' }, []],
  ['2024/9/laps', { season: '2023', round: '8' }, ['season 2024', 'round 9']],
  // That it is no number is told otherwise.
  ['1950/races', { season: 'x' }, []],
])('a row of %s is of its season and round: %j', (list, row, expected) => {
  const page = { MRData: { RaceTable: { Races: [row] } } };
  const found = outsideScope(list, page);
  expect(found.map((breach) => breach.expected)).toEqual(expected);
  expect(outsideScope(list, { MRData: 'moved' })).toEqual([]);
});
