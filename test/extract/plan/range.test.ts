import { expect, test } from 'vitest';
import { makePlan } from '../../../extract/plan/plan.js';
import { factsOf, heldSince, race, stateOf } from '../hand-made-state.js';

const march = [race(1, '2024-03-02'), race(2, '2024-03-09'), race(3, '2024-03-24')];

test('a plan with rounds that are due is a range: from none driven to all', () => {
  const held = heldSince('2024-03-05', 'seasons', 'status', 'races', 'results', 'qualifying');
  const state = stateOf(factsOf(march, ['2024/1']), { lists: held, horizon: '2024-03-09' });
  const plan = makePlan(state);
  // Drivers, constructors, circuits, calendar and results; the first round's laps (12 pages) and
  // stops; two standings.
  expect(plan).toMatchObject({ dueRounds: 1, leastRequests: 5 + 13 + 2 });
  // The second round's laps, stops and qualifying, if it was driven.
  expect(plan.requests).toBe(plan.leastRequests + 13 + 1);
});
