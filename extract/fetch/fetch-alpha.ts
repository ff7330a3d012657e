import { isNoSession } from '../archive/alpha-page.js';
import { PAGE_ROWS } from '../archive/page.js';
import { scopeOf } from '../archive/scope.js';
import { alphaNameLists, alphaRoundLists, askableResults, roundOf } from '../plan/alpha-lists.js';
import { addFetched, type PlanState } from '../plan/plan-state.js';
import { alphaUrlOf } from './base-url.js';
import { type FetchOutcome, fetchLists, storedOf } from './fetch-lists.js';
import type { Jolpica } from './fetch-page.js';
import type { Run } from './run.js';

/** Fewer than for the rest: a new API that is gone must cost little. */
const TRIES = 4;
const RETRIES = 12;

/**
 * Fetches the lists of Jolpica's new API: rounds, their sprint qualifyings, and the drivers and
 * teams that these name. A list that cannot be fetched is an outcome, never the end of the run.
 */
export async function fetchAlpha(run: Run, start: PlanState): Promise<FetchOutcome[]> {
  const alphaUrl = alphaUrlOf(run.jolpica.baseUrl);
  if (alphaUrl === undefined) return [];
  // NO_ANSWER would end the run.
  const budget = { left: RETRIES, inARow: 0, firstRequestAtMs: undefined, hasAnswer: true };
  const outcomes: FetchOutcome[] = [];
  let state = start;
  for (const plan of [alphaRoundLists, askableResults, alphaNameLists]) {
    const jolpica = { ...run.jolpica, ...howToAsk(alphaUrl, state), budget };
    const fetched = await fetchLists({ ...run, jolpica }, state, plan(state));
    const asked = fetched.map(({ list }) => list);
    state = await addFetched(state, run.archive, asked, storedOf(fetched));
    outcomes.push(...fetched);
  }
  return outcomes;
}

function howToAsk(
  alphaUrl: string,
  { facts }: PlanState,
): Pick<Jolpica, 'baseUrl' | 'urlOf' | 'isAnswer' | 'tries'> {
  const { roundIds } = facts.alpha;
  return {
    baseUrl: alphaUrl,
    urlOf: (list, offset) => `${alphaUrl}/${alphaPath(list, offset, roundIds)}`,
    isAnswer: (status, body) => status === 404 && isNoSessionText(body),
    tries: TRIES,
  };
}

const CORE = { alpharounds: 'rounds', alphadrivers: 'drivers', alphateams: 'teams' };

function alphaPath(list: string, offset: number, roundIds: ReadonlyMap<string, string>): string {
  const { resource, season } = scopeOf(list);
  if (resource === 'sprintqualifying') return `results/${roundIds.get(roundOf(list))}/SQ/`;
  const name = CORE[resource as keyof typeof CORE];
  const page = offset === 0 ? '' : `&page=${offset / PAGE_ROWS + 1}`;
  return `core/${name}/?year=${season}${page}`;
}

function isNoSessionText(body: Buffer): boolean {
  try {
    return isNoSession(JSON.parse(body.toString('utf8')));
  } catch {
    return false;
  }
}
