import { countOf } from '../../command/count-of.js';
import { groupBy } from '../../command/group-by.js';
import { PAGE_ROWS } from '../archive/page.js';
import { ALPHA, BY_ROUND, type Resource, resourceOf, STANDINGS } from '../archive/resource.js';
import { leastMs } from '../fetch/limiter.js';
import { plannedAlphaLists } from './alpha-lists.js';
import { roundName } from './archive-facts.js';
import { isDue, wantedRaces } from './coverage.js';
import type { ListRequest, RequestReason } from './list-request.js';
import { calendarLists, FIRST_SEASON, otherLists, resultLists, roundLists } from './plan-lists.js';
import type { PlanState } from './plan-state.js';

export type Plan = {
  /** Requests, if all goes well and every round that is due was driven. */
  readonly requests: number;
  /** Requests, if none of these rounds was driven. */
  readonly leastRequests: number;
  /** Rounds that may have been driven since the archive last heard of them. */
  readonly dueRounds: number;
  /** Full pages that the rows fill: no plan can do with fewer requests. */
  readonly lowerBound: number;
  /** False when page counts of some lists are estimates: new rounds may have more or fewer. */
  readonly isExact: boolean;
  /** Minimum time at the given rate, if answers take no time. */
  readonly seconds: number;
  readonly resources: readonly PlannedResource[];
  readonly skipped: readonly Skipped[];
};

export type PlannedResource = {
  readonly resource: Resource;
  readonly why: RequestReason;
  readonly lists: number;
  readonly requests: number;
};

/** What a plan leaves out, and why. */
export type Skipped = { readonly what: string; readonly why: string };

/** Plans a run without a request, as if every round that is due had been driven. */
export function makePlan(start: PlanState): Plan {
  const state = withSeedCalendar(start);
  const first = [...calendarLists(state), ...resultLists(state)];
  const due = wantedRaces(state)
    .filter((race) => isDue(state, race))
    .map(roundName);
  const assumed = withDriven(state, due);
  const asksForResults = first.some(({ list }) => resourceOf(list) === 'results');
  const driven = asksForResults ? due : [];
  const most = withRounds(assumed, first, driven);
  const least = withRounds(state, first, []);
  const leastRequests = least.reduce((sum, { pages, leastPages = pages }) => sum + leastPages, 0);
  return { ...summarise(state, most, due.length > 0), leastRequests, dueRounds: due.length };
}

/** The lists that are asked for first, and those that follow when rounds turn out as driven. */
function withRounds(
  state: PlanState,
  first: readonly ListRequest[],
  driven: readonly string[],
): ListRequest[] {
  const rounds = roundLists(state, { driven: new Set(driven), corrected: new Set() });
  const asked = new Set([...first, ...rounds].map(({ list }) => list));
  const others = otherLists(state).filter(({ list }) => !asked.has(list));
  return [...first, ...others, ...rounds, ...plannedAlphaLists(state)];
}

/** Seasons that the archive does not know are planned by the seed's calendar. */
function withSeedCalendar(state: PlanState): PlanState {
  const seasons = new Set(state.facts.races.map(({ season }) => season));
  const others = state.seed.facts.races.filter(({ season }) => !seasons.has(season));
  return { ...state, facts: { ...state.facts, races: [...state.facts.races, ...others] } };
}

function withDriven(state: PlanState, rounds: readonly string[]): PlanState {
  const { facts } = state;
  const results = new Map(facts.rows.results);
  for (const round of rounds) results.set(round, 0);
  return { ...state, facts: { ...facts, rows: { ...facts.rows, results } } };
}

function summarise(
  state: PlanState,
  lists: readonly ListRequest[],
  isGuess: boolean,
): Omit<Plan, 'leastRequests' | 'dueRounds'> {
  const requests = sumPages(lists);
  const groups = groupBy(lists, ({ list, why }) => `${resourceOf(list)} ${why}`);
  return {
    requests,
    lowerBound: lowerBound(state, lists),
    isExact: !isGuess && lists.every(({ isEstimate }) => !isEstimate),
    seconds: leastMs(state.request.rate, requests) / 1000,
    resources: [...groups.values()].flatMap((group) =>
      group.slice(0, 1).map(({ list, why }) => ({
        resource: resourceOf(list),
        why,
        lists: group.length,
        requests: sumPages(group),
      })),
    ),
    skipped: listSkipped(state, lists),
  };
}

function sumPages(lists: readonly ListRequest[]): number {
  return lists.reduce((sum, { pages }) => sum + pages, 0);
}

const LISTED_APART: ReadonlySet<Resource> = new Set([...BY_ROUND, ...STANDINGS, ...ALPHA]);

/**
 * Rows in full pages. Laps, stops, standings and lists of the new API are counted list by list,
 * since Jolpica lists them by round and season only; all others resource by resource.
 */
function lowerBound(state: PlanState, lists: readonly ListRequest[]): number {
  const rowsOf = new Map<Resource, number>();
  let bound = 0;
  for (const { list, pages } of lists) {
    const resource = resourceOf(list);
    const rows = (state.lists[list] ?? state.seed.lists[list])?.rows;
    if (LISTED_APART.has(resource) || rows === undefined) bound += pages;
    else rowsOf.set(resource, (rowsOf.get(resource) ?? 0) + rows);
  }
  for (const rows of rowsOf.values()) bound += Math.max(1, Math.ceil(rows / PAGE_ROWS));
  return bound;
}

function listSkipped(state: PlanState, lists: readonly ListRequest[]): Skipped[] {
  const undriven = state.facts.races.filter((race) => race.date > state.today).length;
  const asked = new Set(lists.map(({ list }) => list));
  const kept = Object.keys(state.lists).filter((list) => !asked.has(list)).length;
  return [
    ...(kept > 0
      ? [{ what: countOf(kept, 'list'), why: 'stored, and nothing says that they changed' }]
      : []),
    ...(undriven > 0 ? [{ what: countOf(undriven, 'round'), why: 'still to come' }] : []),
    { what: `laps before ${FIRST_SEASON.laps}`, why: 'Jolpica has none' },
    { what: `pit stops before ${FIRST_SEASON.pitstops}`, why: 'Jolpica has none' },
    { what: 'standings after each round', why: 'they are computed from the results' },
  ];
}
