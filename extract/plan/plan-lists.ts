import type { Resource } from '../archive/resource.js';
import { scopeOf } from '../archive/scope.js';
import type { ByRace, Dimension, Race } from './known.js';
import type { News } from './news.js';
import {
  type Asked,
  asked,
  confirmedAt,
  coveredUntil,
  type PlanView,
  roundName,
  seasonPages,
  type Why,
  wantedSeasons,
  wants,
} from './plan-view.js';

/** Jolpica has no laps of earlier seasons. */
export const FIRST_SEASON_WITH_LAPS = 1996;
/** Jolpica has no pit stops of earlier seasons. */
export const FIRST_SEASON_WITH_PIT_STOPS = 2011;

const DAY_MS = 86_400_000;

/** The first lists of a run: what the others depend on, and the calendars of running seasons. */
export function calendarLists(view: PlanView): Asked[] {
  const seasons = wantedSeasons(view);
  const once = (['seasons', 'status'] as const)
    .filter((resource) => wants(view, resource) && !isCovered(view, resource))
    .map((resource) => asked(view, resource, 'missing'));
  const dimensions = (['circuits', 'constructors', 'drivers'] as const).flatMap((resource) =>
    wants(view, resource) ? missingSeasons(view, resource, seasons) : [],
  );
  if (!wants(view, 'races')) return [...once, ...dimensions];
  const isKnown = (season: number) => view.known.races.some((race) => race.season === season);
  const missing = missingSeasons(view, 'races', seasons.filter(isKnown));
  const running = seasons.filter((season) =>
    isKnown(season) ? isRunning(view, season) : !isWithoutCalendar(view, season),
  );
  const calendars = running.filter((season) =>
    missing.every(({ list }) => list !== 'races' && list !== `${season}/races`),
  );
  return [
    ...once,
    ...dimensions,
    ...missing,
    ...calendars.map((season) => asked(view, `${season}/races`, 'calendar')),
  ];
}

/** The results that are missing, were driven since, or may have been corrected since. */
export function resultLists(view: PlanView): Asked[] {
  if (!wants(view, 'results')) return [];
  const seasons = seasonsWithRaces(view);
  const uncovered = seasons.filter((season) => !isCovered(view, 'results', season));
  const missing = missingSeasons(view, 'results', seasons);
  const others = seasons.filter((season) => !uncovered.includes(season));
  return [
    ...missing,
    ...others.flatMap((season) => {
      const due = racesOf(view, season).filter((race) => isDue(view, race));
      const unsettled = racesOf(view, season).filter((race) => isUnsettled(view, 'results', race));
      return cheapestOf(view, 'results', season, due, unsettled);
    }),
  ];
}

/**
 * Qualifying and sprints of seasons that are over, where they are missing: no result can
 * change that, so they need not wait for the results.
 */
export function pastLists(view: PlanView): Asked[] {
  if (!wantedSeasons(view).some((season) => season < thisYear(view))) return [];
  const due = wantedRaces(view).filter((race) => race.date <= view.today);
  return sessionLists(view, due).filter(
    ({ list, why }) => why === 'missing' && (scopeOf(list).season ?? 0) < thisYear(view),
  );
}

/** What follows from the results for each round and season: laps, stops, standings. */
export function roundLists(view: PlanView, news: News): Asked[] {
  const driven = wantedRaces(view).filter((race) => isDriven(view, race));
  return [...driven.flatMap((race) => ofRound(view, race, news)), ...standings(view, driven, news)];
}

/** What else follows from the results: qualifying, sprints, and new names of all these. */
export function otherLists(view: PlanView): Asked[] {
  const driven = wantedRaces(view).filter((race) => isDriven(view, race));
  return [...sessionLists(view, driven), ...newNames(view)];
}

/** Lists that failed in an earlier run: what they follow from may not be new any more. */
export function failedLists(view: PlanView): Asked[] {
  const seasons = new Set(wantedSeasons(view));
  return view.failed
    .filter((list) => {
      const { resource, season } = scopeOf(list);
      return wants(view, resource) && (season === undefined || seasons.has(season));
    })
    .map((list) => asked(view, list, 'failed last time'));
}

function wantedRaces(view: PlanView): Race[] {
  const seasons = new Set(wantedSeasons(view));
  return view.known.races.filter(({ season }) => seasons.has(season));
}

function sessionLists(view: PlanView, races: readonly Race[]): Asked[] {
  return (['qualifying', 'sprint'] as const).flatMap((resource) => byRace(view, resource, races));
}

function byRace(view: PlanView, resource: 'qualifying' | 'sprint', driven: readonly Race[]) {
  if (!wants(view, resource)) return [];
  const races = driven.filter((race) => resource === 'qualifying' || race.hasSprint);
  const seasons = [...new Set(races.map(({ season }) => season))];
  const uncovered = seasons.filter((season) => !isCovered(view, resource, season));
  return [
    ...missingSeasons(view, resource, seasons),
    ...seasons
      .filter((season) => !uncovered.includes(season))
      .flatMap((season) => {
        const ofSeason = races.filter((race) => race.season === season);
        const lacking = ofSeason.filter((race) => isLacking(view, resource, race));
        const unsettled = ofSeason.filter(
          (race) => resource === 'sprint' && isUnsettled(view, resource, race),
        );
        return cheapestOf(view, resource, season, lacking, unsettled);
      }),
  ];
}

function ofRound(view: PlanView, race: Race, news: News): Asked[] {
  const round = roundName(race);
  const since = { laps: FIRST_SEASON_WITH_LAPS, pitstops: FIRST_SEASON_WITH_PIT_STOPS };
  return (['laps', 'pitstops'] as const).flatMap((resource) => {
    const list = `${round}/${resource}`;
    if (!wants(view, resource) || race.season < since[resource]) return [];
    const entry = view.held[list];
    if (view.fresh.has(list)) return [];
    const why: Why = news.driven.has(round) ? 'round driven since' : 'missing';
    if (!entry || view.wish.force) return [asked(view, list, why)];
    if (news.corrected.has(round)) return [asked(view, list, 'results corrected')];
    // Jolpica may publish laps some days after the results.
    const isEmpty = entry.rows === 0 && isUnsettled(view, resource, race);
    return isEmpty ? [asked(view, list, 're-check')] : [];
  });
}

function standings(view: PlanView, driven: readonly Race[], news: News): Asked[] {
  const moved = new Set([...news.driven, ...news.corrected].map((round) => round.split('/')[0]));
  const seasons = [...new Set(driven.map(({ season }) => season))];
  return (['driverstandings', 'constructorstandings'] as const).flatMap((resource) =>
    seasons.flatMap((season) => {
      const list = `${season}/${resource}`;
      if (!wants(view, resource) || view.fresh.has(list)) return [];
      if (!isCovered(view, resource, season)) return [asked(view, list, 'missing')];
      return moved.has(String(season)) ? [asked(view, list, 'standings moved')] : [];
    }),
  );
}

/** Lists of drivers and the like for names that races use and no such list tells. */
function newNames(view: PlanView): Asked[] {
  const { ids, named } = view.known;
  return (['drivers', 'constructors', 'circuits', 'seasons'] as const).flatMap((dimension) => {
    if (!wants(view, dimension)) return [];
    const names = Object.values(named).flatMap((source) => [...source[dimension]]);
    const unknown = names.filter(([id]) => !ids[dimension].has(id));
    const lists = unknown.map(([, season]) => listOf(dimension, season));
    return [...new Set(lists)]
      .filter((list) => !view.fresh.has(list))
      .map((list) => asked(view, list, 'named by a race'));
  });
}

function listOf(dimension: Dimension, season: number): string {
  return dimension === 'seasons' ? 'seasons' : `${season}/${dimension}`;
}

/** Of the seasons, those that no list covers: asked for one by one or all at once, what is less. */
function missingSeasons(view: PlanView, resource: Resource, seasons: readonly number[]): Asked[] {
  const missing = seasons.filter((season) => !isCovered(view, resource, season));
  if (missing.length === 0) return [];
  const each = missing.map((season) => asked(view, `${season}/${resource}`, 'missing'));
  const whole = asked(view, resource, 'missing');
  // What is held as a whole is asked again as a whole.
  if (view.held[resource] && view.wish.seasons === undefined) return [whole];
  const eachPages = each.reduce((sum, { pages }) => sum + pages, 0);
  return whole.pages <= eachPages ? [whole] : each;
}

/** Rounds of one season, asked for one by one or as the season's list, what is less. */
function cheapestOf(
  view: PlanView,
  resource: ByRace,
  season: number,
  due: readonly Race[],
  unsettled: readonly Race[],
): Asked[] {
  const count = due.length + unsettled.length;
  if (count === 0) return [];
  const pages = seasonPages(view, resource, season, due.length);
  const why: Why = due.length > 0 ? 'round driven since' : 're-check';
  if (pages < count) {
    return [{ list: `${season}/${resource}`, pages, isEstimate: due.length > 0, why }];
  }
  const each = (races: readonly Race[], reason: Why) =>
    races.map((race) => asked(view, `${roundName(race)}/${resource}`, reason));
  return [...each(unsettled, 're-check'), ...each(due, 'round driven since')];
}

function isCovered(view: PlanView, resource: Resource, season?: number): boolean {
  if (season !== undefined) return coveredUntil(view, resource, season) !== undefined;
  const entry = view.held[resource];
  return entry !== undefined && (!view.wish.force || view.fresh.has(resource));
}

function seasonsWithRaces(view: PlanView): number[] {
  const seasons = new Set(view.known.races.map(({ season }) => season));
  return wantedSeasons(view).filter((season) => seasons.has(season));
}

function racesOf({ known }: PlanView, season: number): Race[] {
  return known.races.filter((race) => race.season === season);
}

function isDriven({ known }: PlanView, race: Race): boolean {
  return known.rows.results.has(roundName(race));
}

/** Past by the calendar, without results so far, and they may still come. */
export function isDue(view: PlanView, race: Race): boolean {
  return race.date <= view.today && !isDriven(view, race) && !isWithoutResults(view, race);
}

/** A race for which an answer showed no results when they could no longer come. */
function isWithoutResults(view: PlanView, race: Race): boolean {
  const until = coveredUntil(view, 'results', race.season, race.round);
  // Such a list shows results of later races, or it is of this run.
  if (until !== undefined && until >= plusDays(race.date, view.wish.sinceDays)) return true;
  return isEmptySeason(view, race.season);
}

/**
 * A past season that the source has no results for: its answer came after the season's calendar,
 * and when no result could follow. A season with some results is not one: its answer may be
 * older than it says, if it is of an old recording.
 */
function isEmptySeason(view: PlanView, season: number): boolean {
  const races = racesOf(view, season);
  if (season >= thisYear(view) || races.some((race) => isDriven(view, race))) return false;
  const answeredAt = confirmedAt(view, 'results', season);
  if (answeredAt === undefined || answeredAt < (confirmedAt(view, 'races', season) ?? '')) {
    return false;
  }
  const last = races.reduce((latest, { date }) => (date > latest ? date : latest), '');
  const day = answeredAt.slice(0, 10);
  return day >= plusDays(last, view.wish.sinceDays) && day <= view.today;
}

/** A past season that was asked for by name once it was over, and had no calendar. */
function isWithoutCalendar(view: PlanView, season: number): boolean {
  const entry = view.held[`${season}/races`];
  if (!entry || view.wish.force || season >= thisYear(view)) return false;
  const day = entry.confirmedAt.slice(0, 10);
  return day > `${season}-12-31` && day <= view.today;
}

function thisYear({ today }: PlanView): number {
  return Number(today.slice(0, 4));
}

/** Driven, and last confirmed at a time when corrections could still come. */
function isUnsettled(view: PlanView, resource: Resource, race: Race): boolean {
  if (!isDriven(view, race)) return false;
  const until = coveredUntil(view, resource, race.season, race.round);
  return until === undefined || until < plusDays(race.date, view.wish.sinceDays);
}

/** Driven, and no list tells of it that is later than the race. */
function isLacking(view: PlanView, resource: ByRace, race: Race): boolean {
  if (view.known.rows[resource].has(roundName(race))) return false;
  const until = coveredUntil(view, resource, race.season, race.round);
  return until === undefined || until <= race.date;
}

/** A season with a race that is still to come, due, or not settled. */
function isRunning(view: PlanView, season: number): boolean {
  return racesOf(view, season).some(
    (race) =>
      isUnsettled(view, 'results', race) || !(isDriven(view, race) || isWithoutResults(view, race)),
  );
}

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}
