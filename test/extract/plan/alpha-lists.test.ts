import { expect, test } from 'vitest';
import {
  alphaNameLists,
  alphaRoundLists,
  askableResults,
  plannedAlphaLists,
  sprintQualifyingLists,
} from '../../../extract/plan/alpha-lists.js';
import { type ArchiveFacts, NO_FACTS } from '../../../extract/plan/archive-facts.js';
import { EVERYTHING } from '../../../extract/plan/extract-request.js';
import { makePlan } from '../../../extract/plan/plan.js';
import { factsOf, fetched, heldSince, namesOf, race, stateOf } from '../hand-made-state.js';

const CHINA = race(5, '2024-04-21', true);
const MIAMI = race(6, '2024-05-05', true);
// Before 2023, the sprint's grid came from qualifying.
const IMOLA = race(4, '2022-04-24', true);
const RACES = [IMOLA, race(4, '2024-04-07'), CHINA, MIAMI];
const IN_APRIL = { today: '2024-04-25' };

/** Facts with the new API's ids of rounds, and those of drivers that results name. */
function alphaFacts(rounds: readonly string[], named: readonly string[] = []): ArchiveFacts {
  const alpha = {
    ...NO_FACTS.alpha,
    roundIds: new Map(rounds.map((round) => [round, `round_${round}`])),
    named: { ...NO_FACTS.alpha.named, alphadrivers: new Map(named.map((id) => [id, 2024])) },
  };
  return { ...factsOf(RACES, ['2022/4', '2024/4', '2024/5']), alpha };
}

test('asks for the rounds of seasons with a sprint qualifying, and for those that were driven', () => {
  const state = stateOf(alphaFacts([]), IN_APRIL);
  expect(namesOf(alphaRoundLists(state))).toEqual(['2024/alpharounds']);
  expect(namesOf(sprintQualifyingLists(state))).toEqual(['2024/5/sprintqualifying']);
  expect(namesOf(plannedAlphaLists(state))).toEqual([
    ...['2024/5/sprintqualifying', '2024/alphadrivers', '2024/alpharounds', '2024/alphateams'],
  ]);
});

test('results wait for the id of their round', () => {
  const state = stateOf(alphaFacts([]), IN_APRIL);
  expect(askableResults(state)).toEqual([]);
  expect(namesOf(askableResults(stateOf(alphaFacts(['2024/5']), IN_APRIL)))).toEqual([
    '2024/5/sprintqualifying',
  ]);
});

test('drivers are asked for where results name one that no list has', () => {
  const state = stateOf(alphaFacts(['2024/5'], ['driver_new']), IN_APRIL);
  const names = alphaNameLists(state);
  expect(namesOf(names)).toEqual(['2024/alphadrivers']);
  expect(alphaNameLists(fetched(state, names))).toEqual([]);
});

test('within two weeks results are asked for again, and the rounds while the season runs', () => {
  const lists = heldSince('2024-04-22', '2024/5/sprintqualifying', '2024/alpharounds');
  const state = stateOf(alphaFacts(['2024/5']), { ...IN_APRIL, lists });
  expect(plannedAlphaLists(state).map(({ list, why }) => `${list} ${why}`)).toEqual([
    ...['2024/alpharounds calendar', '2024/5/sprintqualifying re-check'],
    ...['2024/alphadrivers named-by-race', '2024/alphateams named-by-race'],
  ]);
  const later = heldSince('2024-05-06', '2024/5/sprintqualifying', '2024/alpharounds');
  const settled = stateOf(alphaFacts(['2024/5']), { today: '2024-05-07', lists: later });
  expect(namesOf(sprintQualifyingLists(settled))).toEqual([]);
});

test('the plan tells them apart, and --only leaves them out', () => {
  const state = stateOf(alphaFacts([]), IN_APRIL);
  const planned = makePlan(state).resources.map(({ resource }) => resource);
  expect(planned).toEqual(expect.arrayContaining(['alpharounds', 'sprintqualifying']));
  const request = { ...EVERYTHING, only: new Set(['results'] as const) };
  expect(plannedAlphaLists({ ...state, request })).toEqual([]);
});
