/** Resources that races name. Each row counts on its own, whatever list it comes in. */
export const DIMENSIONS = ['seasons', 'circuits', 'constructors', 'drivers'] as const;
/** Resources with rows of each race, listed for all seasons, a season or a round. */
export const BY_RACE = ['results', 'qualifying', 'sprint'] as const;
/** Resources that Jolpica lists for one round only. */
export const BY_ROUND = ['pitstops', 'laps'] as const;
/** Resources that are listed for one season: its final tables. */
export const STANDINGS = ['driverstandings', 'constructorstandings'] as const;

/** Jolpica's names of what can be listed: the last part of a list's path. */
export const RESOURCES = [
  ...DIMENSIONS,
  'status',
  'races',
  ...BY_RACE,
  ...BY_ROUND,
  ...STANDINGS,
] as const;

export type Dimension = (typeof DIMENSIONS)[number];
export type ByRace = (typeof BY_RACE)[number];
export type ByRound = (typeof BY_ROUND)[number];
export type Resource = (typeof RESOURCES)[number];

/** The place of a resource's rows in an answer, and their natural key. */
type Shape = {
  readonly table: string;
  readonly path: readonly string[];
  /** Fields by dotted path, read from the row or else from the objects around it. */
  readonly key: readonly string[];
};

const ROUND = ['season', 'round'];
// Shared cars: one driver may have two results of a race, with other numbers or constructors.
const CAR = [...ROUND, 'Driver.driverId', 'number', 'Constructor.constructorId'];

/** Jolpica's Ergast-compatible answers, as documented at https://github.com/jolpica/jolpica-f1. */
export const SHAPES: Readonly<Record<Resource, Shape>> = {
  seasons: { table: 'SeasonTable', path: ['Seasons'], key: ['season'] },
  circuits: { table: 'CircuitTable', path: ['Circuits'], key: ['circuitId'] },
  constructors: { table: 'ConstructorTable', path: ['Constructors'], key: ['constructorId'] },
  drivers: { table: 'DriverTable', path: ['Drivers'], key: ['driverId'] },
  status: { table: 'StatusTable', path: ['Status'], key: ['statusId'] },
  races: { table: 'RaceTable', path: ['Races'], key: ROUND },
  results: { table: 'RaceTable', path: ['Races', 'Results'], key: CAR },
  qualifying: { table: 'RaceTable', path: ['Races', 'QualifyingResults'], key: CAR },
  sprint: { table: 'RaceTable', path: ['Races', 'SprintResults'], key: CAR },
  pitstops: {
    table: 'RaceTable',
    path: ['Races', 'PitStops'],
    key: [...ROUND, 'driverId', 'stop'],
  },
  laps: {
    table: 'RaceTable',
    path: ['Races', 'Laps', 'Timings'],
    key: [...ROUND, 'number', 'driverId'],
  },
  driverstandings: {
    table: 'StandingsTable',
    path: ['StandingsLists', 'DriverStandings'],
    key: [...ROUND, 'Driver.driverId'],
  },
  constructorstandings: {
    table: 'StandingsTable',
    path: ['StandingsLists', 'ConstructorStandings'],
    key: [...ROUND, 'Constructor.constructorId'],
  },
};

/** The resource that a list asks for: `2024/5/laps` asks for `laps`. */
export function resourceOf(list: string): Resource {
  const name = list.slice(list.lastIndexOf('/') + 1);
  const resource = RESOURCES.find((known) => known === name);
  if (!resource) throw new Error(`'${list}' is no list of Jolpica's`);
  return resource;
}

const OF_NO_ROUND: ReadonlySet<Resource> = new Set([...DIMENSIONS, 'status']);

/** Whether a resource's rows belong to a round: their keys begin with season and round. */
export function isOfRound(resource: Resource): boolean {
  return !OF_NO_ROUND.has(resource);
}

const RACE_RESOURCES: ReadonlySet<Resource> = new Set(BY_RACE);

/** Whether a resource has rows of each race and can be listed for all seasons. */
export function isByRace(resource: Resource): resource is ByRace {
  return RACE_RESOURCES.has(resource);
}
