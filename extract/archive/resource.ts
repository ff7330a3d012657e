/** Resources that races name. Each row counts on its own, whatever list it comes in. */
export const DIMENSIONS = ['seasons', 'circuits', 'constructors', 'drivers'] as const;
/** Resources with rows of each race, listed for all seasons, a season or a round. */
export const BY_RACE = ['results', 'qualifying', 'sprint'] as const;
/** Resources that Jolpica lists for one round only. */
export const BY_ROUND = ['pitstops', 'laps'] as const;
/** Resources that are listed for one season: its final tables. */
export const STANDINGS = ['driverstandings', 'constructorstandings'] as const;

/** Jolpica's names of what its Ergast-compatible API lists: the last part of a list's path. */
export const ERGAST = [
  ...DIMENSIONS,
  'status',
  'races',
  ...BY_RACE,
  ...BY_ROUND,
  ...STANDINGS,
] as const;

/**
 * What comes from Jolpica's new API, by season (`2023/alpharounds`) or round. "Alpha": it may
 * change or go, so no fault of these lists keeps the others from being published.
 */
export const ALPHA = ['alpharounds', 'alphadrivers', 'alphateams', 'sprintqualifying'] as const;

/** All that can be listed. */
export const RESOURCES = [...ERGAST, ...ALPHA] as const;

export type Dimension = (typeof DIMENSIONS)[number];
export type ByRace = (typeof BY_RACE)[number];
export type ByRound = (typeof BY_ROUND)[number];
export type ErgastResource = (typeof ERGAST)[number];
export type AlphaResource = (typeof ALPHA)[number];
export type Resource = (typeof RESOURCES)[number];

/** The place of a resource's rows in an answer, and their natural key. */
type Shape = {
  /** Names of the objects around the rows, outermost first. */
  readonly root: readonly string[];
  /** Names of the nested arrays down to the rows. */
  readonly path: readonly string[];
  /** Fields by dotted path, read from the row or else from the objects around it. */
  readonly key: readonly string[];
};

const ROUND = ['season', 'round'];
// Shared cars: one driver may have two results of a race, with other numbers or constructors.
const CAR = [...ROUND, 'Driver.driverId', 'number', 'Constructor.constructorId'];

/** Jolpica's answers, as documented at https://github.com/jolpica/jolpica-f1. */
export const SHAPES: Readonly<Record<Resource, Shape>> = {
  seasons: { root: ['MRData', 'SeasonTable'], path: ['Seasons'], key: ['season'] },
  circuits: { root: ['MRData', 'CircuitTable'], path: ['Circuits'], key: ['circuitId'] },
  constructors: {
    root: ['MRData', 'ConstructorTable'],
    path: ['Constructors'],
    key: ['constructorId'],
  },
  drivers: { root: ['MRData', 'DriverTable'], path: ['Drivers'], key: ['driverId'] },
  status: { root: ['MRData', 'StatusTable'], path: ['Status'], key: ['statusId'] },
  races: { root: ['MRData', 'RaceTable'], path: ['Races'], key: ROUND },
  results: { root: ['MRData', 'RaceTable'], path: ['Races', 'Results'], key: CAR },
  qualifying: { root: ['MRData', 'RaceTable'], path: ['Races', 'QualifyingResults'], key: CAR },
  sprint: { root: ['MRData', 'RaceTable'], path: ['Races', 'SprintResults'], key: CAR },
  pitstops: {
    root: ['MRData', 'RaceTable'],
    path: ['Races', 'PitStops'],
    key: [...ROUND, 'driverId', 'stop'],
  },
  laps: {
    root: ['MRData', 'RaceTable'],
    path: ['Races', 'Laps', 'Timings'],
    key: [...ROUND, 'number', 'driverId'],
  },
  driverstandings: {
    root: ['MRData', 'StandingsTable'],
    path: ['StandingsLists', 'DriverStandings'],
    key: [...ROUND, 'Driver.driverId'],
  },
  constructorstandings: {
    root: ['MRData', 'StandingsTable'],
    path: ['StandingsLists', 'ConstructorStandings'],
    key: [...ROUND, 'Constructor.constructorId'],
  },
  alpharounds: { root: [], path: ['data'], key: ['id'] },
  alphadrivers: { root: [], path: ['data'], key: ['id'] },
  alphateams: { root: [], path: ['data'], key: ['id'] },
  sprintqualifying: {
    root: ['data'],
    path: ['results'],
    key: ['season.year', 'round.number', 'driver.id', 'car_number', 'team.id'],
  },
};

/** The resource that a list asks for: `2024/5/laps` asks for `laps`. */
export function resourceOf(list: string): Resource {
  const name = list.slice(list.lastIndexOf('/') + 1);
  const resource = RESOURCES.find((known) => known === name);
  if (!resource) throw new Error(`'${list}' is no list of Jolpica's`);
  return resource;
}

const OF_NO_ROUND: ReadonlySet<Resource> = new Set([
  ...[...DIMENSIONS, 'status' as const],
  ...['alpharounds' as const, 'alphadrivers' as const, 'alphateams' as const],
]);

/** Whether a resource's rows belong to a round: their keys begin with season and round. */
export function isOfRound(resource: Resource): boolean {
  return !OF_NO_ROUND.has(resource);
}

const RACE_RESOURCES: ReadonlySet<Resource> = new Set(BY_RACE);

/** Whether a resource has rows of each race and can be listed for all seasons. */
export function isByRace(resource: Resource): resource is ByRace {
  return RACE_RESOURCES.has(resource);
}

const ALPHA_RESOURCES: ReadonlySet<Resource> = new Set(ALPHA);

/** Whether a resource comes from Jolpica's new API. */
export function isAlpha(resource: Resource): resource is AlphaResource {
  return ALPHA_RESOURCES.has(resource);
}
