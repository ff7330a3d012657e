import type { ErgastResource as Resource } from '../../../extract/archive/resource.js';
import type { CalendarRace, Mirror } from '../memory/read-mirror.js';
import { NO_NUMBER } from '../memory/row-table.js';
import { ENDPOINTS, FILTER_NAMES, FILTERS, type Filter } from './grammar.js';
import type { MirrorPath } from './parse-path.js';

/** What rows must have; numbers of ids as the mirror gives them. */
export type Wanted = {
  readonly season?: string | undefined;
  readonly round?: string | undefined;
  readonly circuitId?: string | undefined;
  readonly driver?: number | undefined;
  readonly team?: number | undefined;
  readonly grid?: number | undefined;
  readonly position?: number | undefined;
  readonly fastestRank?: number | undefined;
  readonly status?: number | undefined;
  readonly lap?: number | undefined;
  readonly stop?: number | undefined;
  /** The place in any part of qualifying. */
  readonly partPlace?: number | undefined;
};

/** Fits no row: an id that never came, a number larger than any. */
export const NONE = -1;

/** A path with `current`, `last` and `next` resolved, and what rows must have for it. */
export type MirrorRequest = {
  readonly resource: Resource;
  /** The value behind the endpoint. */
  readonly last: string | undefined;
  /** Those of the path that count, and what its last part means. */
  readonly filters: ReadonlyMap<Filter, string>;
  readonly wanted: Wanted;
  /** As the answer repeats them: the texts that were given, `05` for round 5. */
  readonly criteria: Readonly<Record<string, string>>;
};

/**
 * Resolves a path against the mirror's data.
 *
 * @returns undefined for `last` or `next` of a year that has no calendar
 */
export function requestOf(mirror: Mirror, path: MirrorPath): MirrorRequest | undefined {
  const { resource, last } = path;
  const { filter, criterion } = ENDPOINTS[resource].last;
  const when = resolveRelative(mirror, path.season, path.round);
  if (when === undefined) return undefined;
  const given = new Map(path.filters);
  const filters = last !== undefined && filter ? new Map(given).set(filter, last) : given;
  const criteria = {
    // The final filter comes first, and a key that is set again keeps its place.
    ...(last !== undefined && criterion && { [criterion]: last }),
    ...when,
    ...repeated(resource, given),
    ...(last !== undefined && criterion && { [criterion]: last }),
  };
  const wanted = {
    ...wantedOf(mirror, resource, filters),
    season: when.season && plainNumber(when.season),
    round: when.round && plainNumber(when.round),
    stop: resource === 'pitstops' && last !== undefined ? numberOf(last) : undefined,
    partPlace: resource === 'qualifying' && last !== undefined ? numberOf(last) : undefined,
  };
  return { resource, last, filters, wanted, criteria };
}

function repeated(resource: Resource, filters: ReadonlyMap<Filter, string>) {
  const named = FILTER_NAMES.flatMap((name) => {
    const value = filters.get(name);
    // pagination.py leaves "lap" out where laps are asked for.
    const isHidden = resource === 'laps' && name === 'laps';
    return value === undefined || isHidden ? [] : [[FILTERS[name].criterion, value] as const];
  });
  return Object.fromEntries(named);
}

function wantedOf(
  { ids, statuses }: Mirror,
  resource: Resource,
  filters: ReadonlyMap<Filter, string>,
): Wanted {
  const read = <Value>(filter: Filter, how: (value: string) => Value) => {
    const value = filters.get(filter);
    return value === undefined ? undefined : how(value);
  };
  const statusOf = (id: string) =>
    statuses.find((known) => known.id === plainNumber(id))?.status ?? '';
  // views.py takes the text `0` for no filter at all, except for qualifying.
  const isNoRank = (rank: string) => rank === '0' && resource !== 'qualifying';
  return {
    circuitId: filters.get('circuits'),
    driver: read('drivers', (id) => ids.drivers.find(id) ?? NONE),
    team: read('constructors', (id) => ids.teams.find(id) ?? NONE),
    grid: read('grid', numberOf),
    position: read('results', numberOf),
    fastestRank: read('fastest', (rank) => (isNoRank(rank) ? undefined : numberOf(rank))),
    status: read('status', (id) => ids.statuses.find(statusOf(id)) ?? NONE),
    lap: read('laps', numberOf),
  };
}

function numberOf(text: string): number {
  const value = Number(text);
  return value < NO_NUMBER ? value : NONE;
}

/** `05` as the archive writes it: `5`. */
function plainNumber(text: string): string {
  return text.replace(/^0+(?=.)/, '');
}

type When = { readonly season?: string; readonly round?: string };

function resolveRelative(
  { calendar, asOf }: Mirror,
  season: string | undefined,
  round: string | undefined,
): When | undefined {
  if (season === undefined) return {};
  const year = season === 'current' ? currentSeason(calendar, asOf) : season;
  if (round !== 'last' && round !== 'next') return { season: year, ...(round && { round }) };
  const races = calendar.filter((race) => race.season === plainNumber(year));
  const final = races.at(-1);
  if (!final) return undefined;
  const next = races.find((race) => race.date >= asOf && !race.isDriven);
  if (round === 'next') {
    // A season that is over goes on with the first round of the next one (views.py).
    return next
      ? { season: year, round: next.round }
      : { season: `${Number(year) + 1}`, round: '1' };
  }
  const last = next ? Math.max(1, Number(next.round) - 1) : Number(final.round);
  return { season: year, round: `${last}` };
}

/** The newest season of the calendar that has begun: the data decide, not the clock. */
function currentSeason(calendar: readonly CalendarRace[], asOf: string): string {
  const begun = calendar.filter(({ season }) => season <= asOf.slice(0, 4));
  return (begun.at(-1) ?? calendar.at(0))?.season ?? asOf.slice(0, 4);
}
