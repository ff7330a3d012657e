import { scopeOf } from '../archive/scope.js';
import { ALPHA_NAMES, type AlphaName } from './alpha-facts.js';
import { type Race, roundName } from './archive-facts.js';
import {
  isDriven,
  isRunning,
  isStored,
  isUnsettled,
  isWanted,
  wantedRaces,
  wantedSeasons,
} from './coverage.js';
import { type ListRequest, requestList } from './list-request.js';
import type { PlanState } from './plan-state.js';

/** The rounds of seasons with a sprint qualifying: they have the ids that its results need. */
export function alphaRoundLists(state: PlanState): ListRequest[] {
  if (!isWanted(state, 'alpharounds')) return [];
  const seasons = new Set(sprintWeekends(state).map(({ season }) => season));
  return [...seasons].flatMap((season) => {
    const list = `${season}/alpharounds`;
    if (state.fresh.has(list)) return [];
    if (!isStored(state, list)) return [onePage(state, list, 'missing')];
    return isRunning(state, season) ? [onePage(state, list, 'calendar')] : [];
  });
}

/** Results of sprint qualifying that are missing, or may have been corrected since. */
export function sprintQualifyingLists(state: PlanState): ListRequest[] {
  if (!isWanted(state, 'sprintqualifying')) return [];
  return sprintWeekends(state).flatMap((race) => {
    const list = `${roundName(race)}/sprintqualifying`;
    if (state.fresh.has(list)) return [];
    if (!isStored(state, list)) return [onePage(state, list, 'missing')];
    const isToRecheck = isUnsettled(state, 'sprintqualifying', race);
    return isToRecheck ? [onePage(state, list, 're-check')] : [];
  });
}

/** Those of them whose round has an id. */
export function askableResults(state: PlanState): ListRequest[] {
  const { roundIds } = state.facts.alpha;
  return sprintQualifyingLists(state).filter(({ list }) => roundIds.has(roundOf(list)));
}

/**
 * Drivers and teams of a season whose results name an id that no stored list has; with --force,
 * all that are stored too.
 */
export function alphaNameLists(state: PlanState): ListRequest[] {
  const { ids, named } = state.facts.alpha;
  const seasons = new Set(wantedSeasons(state));
  return ALPHA_NAMES.filter((resource) => isWanted(state, resource)).flatMap((resource) => {
    const unknown = [...named[resource]].filter(([id]) => !ids[resource].has(id));
    const lists = unknown.map(([, season]) => `${season}/${resource}`);
    return [...new Set([...lists, ...forcedLists(state, resource)])]
      .filter((list) => {
        const season = scopeOf(list).season ?? 0;
        if (state.fresh.has(list) || !seasons.has(season)) return false;
        return !isStored(state, list) || isRunning(state, season);
      })
      .map((list) => requestList(state, list, 'named-by-race'));
  });
}

function forcedLists({ request, lists }: PlanState, resource: AlphaName): string[] {
  if (!request.force) return [];
  return Object.keys(lists).filter((list) => scopeOf(list).resource === resource);
}

/** All lists of the new API that a run would ask for, as if all results named new drivers. */
export function plannedAlphaLists(state: PlanState): ListRequest[] {
  const rounds = alphaRoundLists(state);
  const isComing = (list: string) =>
    rounds.some((one) => scopeOf(one.list).season === scopeOf(list).season);
  const { roundIds } = state.facts.alpha;
  const results = sprintQualifyingLists(state).filter(
    ({ list }) => roundIds.has(roundOf(list)) || isComing(list),
  );
  const seasons = new Set(results.map(({ list }) => scopeOf(list).season));
  const names = ALPHA_NAMES.filter((resource) => isWanted(state, resource)).flatMap((resource) =>
    [...seasons]
      .map((season) => `${season}/${resource}`)
      .filter((list) => !isStored(state, list))
      .map((list) => requestList(state, list, 'named-by-race')),
  );
  return [...rounds, ...results, ...names];
}

/** The round that a list's path names: `2023/4`. */
export function roundOf(list: string): string {
  return list.slice(0, list.lastIndexOf('/'));
}

function sprintWeekends(state: PlanState): Race[] {
  return wantedRaces(state).filter((race) => race.hasSprintQualifying && isDriven(state, race));
}

/** A season has fewer rounds than a page has rows, and results come without pages. */
function onePage(state: PlanState, list: string, why: ListRequest['why']): ListRequest {
  return { ...requestList(state, list, why), pages: 1, isEstimate: false };
}
