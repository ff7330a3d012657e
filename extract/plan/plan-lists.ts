import { BY_ROUND, DIMENSIONS, isAlpha, STANDINGS } from '../archive/resource.js';
import { scopeOf } from '../archive/scope.js';
import { type Race, roundName } from './archive-facts.js';
import {
  isCovered,
  isDriven,
  isDue,
  isLacking,
  isRunning,
  isStored,
  isUnsettled,
  isWanted,
  isWithoutCalendar,
  racesOf,
  thisYear,
  wantedRaces,
  wantedSeasons,
} from './coverage.js';
import { type ListRequest, missingSeasons, requestList, roundsOfSeason } from './list-request.js';
import type { PlanState } from './plan-state.js';
import type { RoundChanges } from './round-changes.js';

/** The first season for which Jolpica has such lists. */
export const FIRST_SEASON = { laps: 1996, pitstops: 2011 } as const;

/** The first lists of a run: what the others depend on, and the calendars of running seasons. */
export function calendarLists(state: PlanState): ListRequest[] {
  const seasons = wantedSeasons(state);
  const once = (['seasons', 'status'] as const)
    .filter((resource) => isWanted(state, resource) && !isStored(state, resource))
    .map((resource) => requestList(state, resource, 'missing'));
  const dimensions = DIMENSIONS.filter((one) => one !== 'seasons' && isWanted(state, one)).flatMap(
    (resource) => missingSeasons(state, resource, seasons),
  );
  const calendars = isWanted(state, 'races') ? calendarsOf(state, seasons) : [];
  return [...once, ...dimensions, ...calendars];
}

function calendarsOf(state: PlanState, seasons: readonly number[]): ListRequest[] {
  const isKnown = (season: number) => racesOf(state, season).length > 0;
  const missing = missingSeasons(state, 'races', seasons.filter(isKnown));
  const asked = new Set(missing.map(({ list }) => list));
  const running = seasons.filter((season) =>
    isKnown(season) ? isRunning(state, season) : !isWithoutCalendar(state, season),
  );
  const others = running.filter((season) => !asked.has('races') && !asked.has(`${season}/races`));
  return [...missing, ...others.map((season) => requestList(state, `${season}/races`, 'calendar'))];
}

/** The results that are missing, were driven since, or may have been corrected since. */
export function resultLists(state: PlanState): ListRequest[] {
  if (!isWanted(state, 'results')) return [];
  const seasons = wantedSeasons(state).filter((season) => racesOf(state, season).length > 0);
  const covered = seasons.filter((season) => isCovered(state, 'results', season));
  return [
    ...missingSeasons(state, 'results', seasons),
    ...covered.flatMap((season) => {
      const races = racesOf(state, season);
      const due = races.filter((race) => isDue(state, race));
      const unsettled = races.filter((race) => isUnsettled(state, 'results', race));
      return roundsOfSeason(state, 'results', season, due, unsettled);
    }),
  ];
}

/**
 * Qualifying and sprints of past seasons, where they are missing: no result can change that,
 * so they need not wait for the results.
 */
export function pastLists(state: PlanState): ListRequest[] {
  const isPast = (season: number) => season < thisYear(state);
  if (!wantedSeasons(state).some(isPast)) return [];
  const due = wantedRaces(state).filter((race) => race.date <= state.today);
  return sessionLists(state, due).filter(
    ({ list, why }) => why === 'missing' && isPast(scopeOf(list).season ?? 0),
  );
}

/** What follows from the results for each round and season: laps, stops, standings. */
export function roundLists(state: PlanState, changes: RoundChanges): ListRequest[] {
  const driven = wantedRaces(state).filter((race) => isDriven(state, race));
  return [
    ...driven.flatMap((race) => listsOfRound(state, race, changes)),
    ...standingsLists(state, driven, changes),
  ];
}

/** The last lists: qualifying, sprints, new names of all these, and what failed before. */
export function otherLists(state: PlanState): ListRequest[] {
  const driven = wantedRaces(state).filter((race) => isDriven(state, race));
  const lists = [...sessionLists(state, driven), ...newNames(state)];
  const names = new Set(lists.map(({ list }) => list));
  return [...lists, ...failedLists(state).filter(({ list }) => !names.has(list))];
}

/** Lists that failed in an earlier run: what made them due may not be new any more. */
function failedLists(state: PlanState): ListRequest[] {
  const seasons = new Set(wantedSeasons(state));
  return state.failed
    .filter((list) => {
      const { resource, season } = scopeOf(list);
      if (state.asked.has(list) || !isWanted(state, resource) || isAlpha(resource)) return false;
      return season === undefined || seasons.has(season);
    })
    .map((list) => requestList(state, list, 'failed-before'));
}

function sessionLists(state: PlanState, races: readonly Race[]): ListRequest[] {
  const sprints = races.filter(({ hasSprint }) => hasSprint);
  return [
    ...sessionsOf(state, 'qualifying', races, () => false),
    ...sessionsOf(state, 'sprint', sprints, (race) => isUnsettled(state, 'sprint', race)),
  ];
}

function sessionsOf(
  state: PlanState,
  resource: 'qualifying' | 'sprint',
  races: readonly Race[],
  isToRecheck: (race: Race) => boolean,
): ListRequest[] {
  if (!isWanted(state, resource)) return [];
  const seasons = [...new Set(races.map(({ season }) => season))];
  const covered = seasons.filter((season) => isCovered(state, resource, season));
  return [
    ...missingSeasons(state, resource, seasons),
    ...covered.flatMap((season) => {
      const ofSeason = races.filter((race) => race.season === season);
      const lacking = ofSeason.filter((race) => isLacking(state, resource, race));
      return roundsOfSeason(state, resource, season, lacking, ofSeason.filter(isToRecheck));
    }),
  ];
}

function listsOfRound(state: PlanState, race: Race, changes: RoundChanges): ListRequest[] {
  const round = roundName(race);
  return BY_ROUND.flatMap((resource) => {
    const list = `${round}/${resource}`;
    if (!isWanted(state, resource) || race.season < FIRST_SEASON[resource]) return [];
    if (state.fresh.has(list)) return [];
    const why = changes.driven.has(round) ? 'round-driven' : 'missing';
    if (!isStored(state, list)) return [requestList(state, list, why)];
    if (changes.corrected.has(round)) return [requestList(state, list, 'results-corrected')];
    // Jolpica may publish laps some days after the results.
    const isEmpty = state.lists[list]?.rows === 0 && isUnsettled(state, resource, race);
    return isEmpty ? [requestList(state, list, 're-check')] : [];
  });
}

function standingsLists(
  state: PlanState,
  driven: readonly Race[],
  changes: RoundChanges,
): ListRequest[] {
  const rounds = [...changes.driven, ...changes.corrected];
  const moved = new Set(rounds.map((round) => Number(round.split('/')[0])));
  const seasons = [...new Set(driven.map(({ season }) => season))];
  return STANDINGS.filter((resource) => isWanted(state, resource)).flatMap((resource) =>
    seasons.flatMap((season) => {
      const list = `${season}/${resource}`;
      if (state.fresh.has(list)) return [];
      if (!isCovered(state, resource, season)) return [requestList(state, list, 'missing')];
      return moved.has(season) ? [requestList(state, list, 'standings-moved')] : [];
    }),
  );
}

/** Dimension lists to fetch because a race names an id that no stored list contains. */
function newNames(state: PlanState): ListRequest[] {
  const { ids, named } = state.facts;
  return DIMENSIONS.filter((dimension) => isWanted(state, dimension)).flatMap((dimension) => {
    const names = Object.values(named).flatMap((source) => [...source[dimension]]);
    const unknown = names.filter(([id]) => !ids[dimension].has(id));
    const lists = unknown.map(([, season]) =>
      dimension === 'seasons' ? dimension : `${season}/${dimension}`,
    );
    return [...new Set(lists)]
      .filter((list) => !state.fresh.has(list))
      .map((list) => requestList(state, list, 'named-by-race'));
  });
}
