import type { ByRace, Resource } from '../archive/resource.js';
import { scopeOf } from '../archive/scope.js';
import type { Lists } from '../archive/snapshot.js';
import { type Race, roundName } from './archive-facts.js';
import type { PlanState } from './plan-state.js';

/** A list of seasons may be empty, or not of seasons. */
const FIRST_SEASON = 1950;
const LAST_SEASON = 9999;
const DAY_MS = 86_400_000;

/** Whether the request includes a resource. */
export function isWanted({ request }: PlanState, resource: Resource): boolean {
  return request.only === undefined || request.only.has(resource);
}

/** Requested seasons: of all known ones, and of the years since the last one known. */
export function wantedSeasons(state: PlanState): number[] {
  const { request, facts } = state;
  const all = [...facts.ids.seasons].map(Number).filter(isSeason);
  for (let season = Math.max(FIRST_SEASON - 1, ...all) + 1; season <= thisYear(state); season++)
    all.push(season);
  return all.filter((season) => request.seasons === undefined || request.seasons.has(season));
}

function isSeason(season: number): boolean {
  return Number.isInteger(season) && season >= FIRST_SEASON && season <= LAST_SEASON;
}

/** Races of the requested seasons. */
export function wantedRaces(state: PlanState): Race[] {
  const seasons = new Set(wantedSeasons(state));
  return state.facts.races.filter(({ season }) => seasons.has(season));
}

/** Races of one season. */
export function racesOf({ facts }: PlanState, season: number): Race[] {
  return facts.races.filter((race) => race.season === season);
}

/** The year in which the run takes place. */
export function thisYear({ today }: PlanState): number {
  return Number(today.slice(0, 4));
}

/**
 * The last day for which the stored lists are true, for a resource in a season or round;
 * undefined when no list covers it, or none of this run with --force. No list of an earlier
 * run is true beyond the horizon, or beyond today: a clock may have been ahead.
 */
export function coveredUntil(
  state: PlanState,
  resource: Resource,
  season: number,
  round?: number,
): string | undefined {
  const { lists, fresh, horizon, today } = state;
  const days = coveringLists(state, resource, season, round).map((list) => {
    const confirmed = lists[list]?.confirmedAt.slice(0, 10) ?? '';
    if (fresh.has(list)) return today;
    return [confirmed, horizon, today].toSorted()[0];
  });
  return days.toSorted().at(-1);
}

/** Whether a stored list covers a resource in a season; with --force only one of this run does. */
export function isCovered(state: PlanState, resource: Resource, season: number): boolean {
  return coveringLists(state, resource, season).length > 0;
}

/** Whether a list is stored; with --force only one of this run is. */
export function isStored({ lists, fresh, request }: PlanState, list: string): boolean {
  return lists[list] !== undefined && (!request.force || fresh.has(list));
}

function coveringLists(state: PlanState, resource: Resource, season: number, round?: number) {
  const named = namesOfCovering(state.lists, resource, season, round);
  return named.filter((list) => isStored(state, list));
}

function namesOfCovering(lists: Lists, resource: Resource, season: number, round?: number) {
  const whole = [resource, `${season}/${resource}`];
  if (round !== undefined) return [...whole, `${season}/${round}/${resource}`];
  if (whole.some((list) => lists[list])) return whole;
  // A season whose list stayed broken was fetched round by round.
  return Object.keys(lists).filter((list) => {
    const scope = scopeOf(list);
    return scope.resource === resource && scope.season === season;
  });
}

/** Whether the archive has results of a race. */
export function isDriven({ facts }: PlanState, race: Race): boolean {
  return facts.rows.results.has(roundName(race));
}

/** Past by the calendar, without results so far, and they may still come. */
export function isDue(state: PlanState, race: Race): boolean {
  return race.date <= state.today && !isDriven(state, race) && !isWithoutResults(state, race);
}

/** Driven, and last confirmed when corrections could still come. */
export function isUnsettled(state: PlanState, resource: Resource, race: Race): boolean {
  if (!isDriven(state, race)) return false;
  const until = coveredUntil(state, resource, race.season, race.round);
  return until === undefined || until < settledOn(state, race.date);
}

/** Without rows, and no stored list is true for a day after the race. */
export function isLacking(state: PlanState, resource: ByRace, race: Race): boolean {
  if (state.facts.rows[resource].has(roundName(race))) return false;
  const until = coveredUntil(state, resource, race.season, race.round);
  return until === undefined || until <= race.date;
}

/** A season with a race that is still to come, due, or not settled. */
export function isRunning(state: PlanState, season: number): boolean {
  return racesOf(state, season).some((race) =>
    isDriven(state, race) ? isUnsettled(state, 'results', race) : !isWithoutResults(state, race),
  );
}

/** A race for which an answer showed no results when they could no longer come. */
function isWithoutResults(state: PlanState, race: Race): boolean {
  const until = coveredUntil(state, 'results', race.season, race.round);
  // The stored lists have results of later races, or they are of this run.
  if (until !== undefined && until >= settledOn(state, race.date)) return true;
  return isEmptySeason(state, race.season);
}

/**
 * A past season for which the source has no results: it answered so after it had given the
 * season's calendar, and when no result could follow. A season with some results is not empty:
 * its answer may come from an old recording.
 */
function isEmptySeason(state: PlanState, season: number): boolean {
  const races = racesOf(state, season);
  if (season >= thisYear(state) || races.some((race) => isDriven(state, race))) return false;
  const answeredAt = confirmedAt(state, 'results', season);
  const calendarAt = confirmedAt(state, 'races', season) ?? '';
  if (answeredAt === undefined || answeredAt < calendarAt) return false;
  const last = races.map(({ date }) => date).toSorted();
  return isBetween(answeredAt, settledOn(state, last.at(-1) ?? ''), state.today);
}

/** A past year that was asked for by name when it was over, and has no calendar. */
export function isWithoutCalendar(state: PlanState, season: number): boolean {
  const list = `${season}/races`;
  if (!isStored(state, list) || season >= thisYear(state)) return false;
  return isBetween(state.lists[list]?.confirmedAt ?? '', `${season + 1}-01-01`, state.today);
}

/** When a list that covers a season was last confirmed, by the clock of this program. */
function confirmedAt(state: PlanState, resource: Resource, season: number): string | undefined {
  return coveringLists(state, resource, season)
    .flatMap((list) => state.lists[list]?.confirmedAt ?? [])
    .toSorted()
    .at(-1);
}

function isBetween(time: string, from: string, to: string): boolean {
  const day = time.slice(0, 10);
  return day >= from && day <= to;
}

/** From this day on, no result of a race is expected to change. */
function settledOn({ request }: PlanState, date: string): string {
  return new Date(Date.parse(date) + request.sinceDays * DAY_MS).toISOString().slice(0, 10);
}
