import {
  calendarLists,
  otherLists,
  pastLists,
  resultLists,
  roundLists,
} from '../plan/plan-lists.js';
import { addFetched, type PlanState } from '../plan/plan-state.js';
import { readRoundChanges } from '../plan/round-changes.js';
import { fetchAlpha } from './fetch-alpha.js';
import { type FetchOutcome, fetchLists, storedOf } from './fetch-lists.js';
import type { Run } from './run.js';

/** Fetches in the order in which answers show what else to ask for. */
export async function fetchPhases(run: Run, start: PlanState): Promise<FetchOutcome[]> {
  const calendars = await fetchLists(run, start, calendarLists(start));
  const withCalendar = await stateAfter(run, start, calendars);
  const followResults = async () => {
    const results = await fetchLists(run, withCalendar, resultLists(withCalendar));
    const withResults = await stateAfter(run, withCalendar, results);
    const changes = await readRoundChanges(run.archive, start, withResults);
    const rounds = await fetchLists(run, withResults, roundLists(withResults, changes));
    return { withResults, outcomes: [...results, ...rounds], rounds };
  };
  // The past fills the time in which all results are written and read.
  const [{ withResults, outcomes, rounds }, past] = await run.group.all([
    followResults(),
    fetchLists(run, withCalendar, pastLists(withCalendar)),
  ]);
  const withAll = await stateAfter(run, withResults, [...rounds, ...past]);
  const others = await fetchLists(run, withAll, otherLists(withAll));
  // Last, so that nothing of the new API can keep the others waiting.
  const alpha = await fetchAlpha(run, await stateAfter(run, withAll, others));
  return [...calendars, ...outcomes, ...past, ...others, ...alpha];
}

function stateAfter(run: Run, state: PlanState, outcomes: readonly FetchOutcome[]) {
  const asked = outcomes.map(({ list }) => list);
  return addFetched(state, run.archive, asked, storedOf(outcomes));
}
