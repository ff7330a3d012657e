import { PAGE_ROWS } from '../archive/page.js';
import { type ByRace, isByRace, type Resource } from '../archive/resource.js';
import { scopeOf } from '../archive/scope.js';
import { type ArchiveFacts, type Race, roundName } from './archive-facts.js';
import { isCovered } from './coverage.js';
import type { PlanState } from './plan-state.js';

/** Why a list is asked for; describe.ts has the words. */
export type RequestReason =
  | 'missing'
  | 'calendar'
  | 'round-driven'
  | 're-check'
  | 'standings-moved'
  | 'results-corrected'
  | 'named-by-race'
  | 'failed-before'
  | 'forced';

/** One list to ask for. */
export type ListRequest = {
  readonly list: string;
  readonly pages: number;
  /** Pages if no round that is due was driven, where that makes a difference. */
  readonly leastPages?: number;
  /** False where `pages` was counted when the list was last fetched. */
  readonly isEstimate: boolean;
  readonly why: RequestReason;
};

/** Rows of a race that has no page count yet: a field of today. */
const USUAL_FIELD = 22;
const USUAL_LAP_PAGES = 12;

/** A list to ask for, with its page count when last fetched or an estimate. */
export function requestList(state: PlanState, list: string, why: RequestReason): ListRequest {
  const entry = state.lists[list] ?? state.seed.lists[list];
  const isForced = state.request.force && state.lists[list] && !state.fresh.has(list);
  return {
    list,
    pages: entry?.pages ?? estimatePages(state, list),
    isEstimate: entry === undefined,
    why: isForced ? 'forced' : why,
  };
}

/** The lists for seasons that no list covers: one per season or one for all, the fewer pages. */
export function missingSeasons(
  state: PlanState,
  resource: Resource,
  seasons: readonly number[],
): ListRequest[] {
  const missing = seasons.filter((season) => !isCovered(state, resource, season));
  if (missing.length === 0) return [];
  const each = missing.map((season) => requestList(state, `${season}/${resource}`, 'missing'));
  const whole = requestList(state, resource, 'missing');
  // With --force, a stored list of all seasons is replaced as a whole.
  if (state.lists[resource] && state.request.seasons === undefined) return [whole];
  const eachPages = each.reduce((sum, { pages }) => sum + pages, 0);
  return whole.pages <= eachPages ? [whole] : each;
}

/** The lists for rounds of one season: one per round or the season's, the fewer pages. */
export function roundsOfSeason(
  state: PlanState,
  resource: ByRace,
  season: number,
  due: readonly Race[],
  unsettled: readonly Race[],
): ListRequest[] {
  const count = due.length + unsettled.length;
  if (count === 0) return [];
  const pages = seasonPages(state, resource, season, due.length);
  if (pages < count) {
    const why = due.length > 0 ? 'round-driven' : 're-check';
    const list = `${season}/${resource}`;
    const leastPages = seasonPages(state, resource, season, 0);
    return [{ list, pages, leastPages, isEstimate: due.length > 0, why }];
  }
  const each = (races: readonly Race[], why: RequestReason) =>
    races.map((race) => requestList(state, `${roundName(race)}/${resource}`, why));
  return [...each(unsettled, 're-check'), ...each(due, 'round-driven')];
}

function estimatePages(state: PlanState, list: string): number {
  const { resource, season, round } = scopeOf(list);
  if (resource === 'laps') return USUAL_LAP_PAGES;
  if (round !== undefined || season === undefined) return 1;
  return seasonPages(state, resource, season, 0);
}

/** Pages of a season's list once so many more rounds have been driven. */
function seasonPages(
  { facts, seed }: PlanState,
  resource: Resource,
  season: number,
  newRounds: number,
): number {
  const rows = countRows(facts, resource, season) || countRows(seed.facts, resource, season);
  return Math.max(1, Math.ceil((rows + newRounds * USUAL_FIELD) / PAGE_ROWS));
}

function countRows({ races, rows }: ArchiveFacts, resource: Resource, season: number): number {
  if (resource === 'races') return races.filter((race) => race.season === season).length;
  if (!isByRace(resource)) return 0;
  let sum = 0;
  for (const [round, count] of rows[resource]) if (round.startsWith(`${season}/`)) sum += count;
  return sum;
}
