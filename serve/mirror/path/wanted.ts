import type { Mirror } from '../memory/read-mirror.js';
import type { Filter, MirrorPath } from './parse-path.js';

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
  readonly ordinal?: number | undefined;
};

/** Fits no row: an id that never came, a text where a number should be. */
const NONE = -1;

/** A path with `current`, `last` and `next` resolved, and what of it rows must have. */
export type Request = Omit<MirrorPath, 'filters'> & {
  readonly path: MirrorPath;
  /** Those of the path, and what its last part means. */
  readonly filters: ReadonlyMap<Filter, string>;
  readonly wanted: Wanted;
  /** As the answer repeats them. */
  readonly criteria: Readonly<Record<string, string>>;
};

const CRITERIA: Readonly<Record<Filter, string>> = {
  circuits: 'circuitId',
  constructors: 'constructorId',
  drivers: 'driverId',
  grid: 'grid',
  results: 'position',
  fastest: 'fastest',
  status: 'status',
  laps: 'lap',
};

/** The filter that a value behind the resource's own name means. */
const LAST_FILTER: Readonly<Partial<Record<MirrorPath['resource'], Filter>>> = {
  circuits: 'circuits',
  constructors: 'constructors',
  drivers: 'drivers',
  results: 'results',
  sprint: 'results',
  status: 'status',
  laps: 'laps',
};

/** Jolpica repeats a value behind the resource before all else, or not at all. */
const LAST_CRITERION: Readonly<Partial<Record<MirrorPath['resource'], string>>> = {
  circuits: 'circuitId',
  constructors: 'constructorId',
  drivers: 'driverId',
  results: 'position',
  status: 'status',
  pitstops: 'stop',
  driverstandings: 'driverStandings',
  constructorstandings: 'constructorStandings',
};

/** Resolves a path against what the mirror holds. */
export function requestOf(mirror: Mirror, path: MirrorPath): Request {
  const { resource, last } = path;
  const { season, round } = resolveRelative(mirror, path.season, path.round);
  const filters = new Map(path.filters);
  const lastFilter = LAST_FILTER[resource];
  if (last !== undefined && lastFilter) filters.set(lastFilter, last);
  const lastCriterion = LAST_CRITERION[resource];
  const criteria = {
    ...(last !== undefined && lastCriterion && { [lastCriterion]: last }),
    ...(season && { season }),
    ...(round && { round }),
    ...Object.fromEntries([...path.filters].map(([name, value]) => [CRITERIA[name], value])),
  };
  const isOrdinal = resource === 'pitstops' || resource === 'qualifying';
  const ordinal = last !== undefined && isOrdinal ? numberOf(last) : undefined;
  return {
    path,
    resource,
    last,
    season,
    round,
    filters,
    criteria,
    wanted: { season, round, ordinal, ...wantedOf(mirror, filters) },
  };
}

function wantedOf({ ids, statuses }: Mirror, filters: ReadonlyMap<Filter, string>): Wanted {
  const read = <Value>(filter: Filter, how: (value: string) => Value) => {
    const value = filters.get(filter);
    return value === undefined ? undefined : how(value);
  };
  const statusOf = (id: string) => statuses.find((known) => known.id === id)?.status ?? '';
  return {
    circuitId: filters.get('circuits'),
    driver: read('drivers', (id) => ids.drivers.find(id) ?? NONE),
    team: read('constructors', (id) => ids.teams.find(id) ?? NONE),
    grid: read('grid', numberOf),
    position: read('results', numberOf),
    // Jolpica takes rank 0 for no filter at all.
    fastestRank: read('fastest', (rank) => (rank === '0' ? undefined : numberOf(rank))),
    status: read('status', (id) => ids.statuses.find(statusOf(id)) ?? NONE),
    lap: read('laps', numberOf),
  };
}

function numberOf(text: string): number {
  return /^\d{1,4}$/.test(text) ? Number(text) : NONE;
}

/** `current` is the newest season of the calendar, `last` its last round with results. */
function resolveRelative(
  { calendar, rows }: Mirror,
  season: string | undefined,
  round: string | undefined,
): { season: string | undefined; round: string | undefined } {
  const year = season === 'current' ? calendar.at(-1)?.season : season;
  if (round !== 'last' && round !== 'next') return { season: year, round };
  const driven = rows.results.races.at(-1);
  if (driven && year === driven.season) {
    return { season: year, round: round === 'last' ? driven.round : `${Number(driven.round) + 1}` };
  }
  const rounds = calendar.filter((race) => race.season === year);
  return { season: year, round: rounds.at(round === 'last' ? -1 : 0)?.round };
}
