import type { ErgastResource as Resource } from '../../../extract/archive/resource.js';

// The rules are those of jolpica_api/ergastapi/urls.py and views.py of jolpica/jolpica-f1.

const WORD = '[A-Za-z0-9_-]+';
const NUMBER = '[0-9]+';
const ANYTHING = '[^/.]+';

export const SEASON = '[0-9]{4}|current';
export const ROUND = '[0-9]{1,2}|last|next';

/** The filters before an endpoint (`drivers/alonso/`), in the order in which answers repeat them. */
export const FILTERS = {
  circuits: { value: WORD, criterion: 'circuitId' },
  constructors: { value: WORD, criterion: 'constructorId' },
  drivers: { value: WORD, criterion: 'driverId' },
  grid: { value: NUMBER, criterion: 'grid' },
  results: { value: NUMBER, criterion: 'position' },
  fastest: { value: NUMBER, criterion: 'fastest' },
  status: { value: NUMBER, criterion: 'status' },
  laps: { value: NUMBER, criterion: 'lap' },
} as const;

export type Filter = keyof typeof FILTERS;

export const FILTER_NAMES = Object.keys(FILTERS) as Filter[];

/** What may follow an endpoint: `1` in `results/1`. */
type Last = {
  readonly value: string;
  /** Whether the endpoint has such a final filter; if not, any value is refused with 400. */
  readonly isKnown: boolean;
  /** The filter that it means, and replaces. */
  readonly filter?: Filter;
  /** Its name in the answer; nothing where the answer does not repeat it. */
  readonly criterion?: string;
};

export type Endpoint = {
  readonly spellings: readonly string[];
  /** What a request without is refused for. */
  readonly needs: readonly ('season_year' | 'race_round')[];
  readonly takes: readonly Filter[];
  readonly last: Last;
};

const OF_CARS = FILTER_NAMES.filter((name) => name !== 'laps');
const OF_RACE = ['season_year', 'race_round'] as const;
const NO_LAST: Last = { value: ANYTHING, isKnown: false };
const NUMBERED = { value: NUMBER, isKnown: true } as const;
const NAMED = { value: ANYTHING, isKnown: true } as const;

function all(name: Resource, last: Last): Endpoint {
  return { spellings: [name], needs: [], takes: OF_CARS, last };
}

/** Every endpoint: its spellings, what it needs and takes, and its final filter. */
export const ENDPOINTS: Readonly<Record<Resource, Endpoint>> = {
  seasons: all('seasons', NO_LAST),
  circuits: all('circuits', { ...NAMED, filter: 'circuits', criterion: 'circuitId' }),
  races: all('races', NO_LAST),
  status: all('status', { ...NUMBERED, filter: 'status', criterion: 'status' }),
  constructors: all('constructors', {
    ...NAMED,
    filter: 'constructors',
    criterion: 'constructorId',
  }),
  drivers: all('drivers', { ...NAMED, filter: 'drivers', criterion: 'driverId' }),
  results: all('results', { ...NUMBERED, filter: 'results', criterion: 'position' }),
  sprint: all('sprint', { ...NUMBERED, filter: 'results' }),
  qualifying: all('qualifying', NUMBERED),
  pitstops: {
    spellings: ['pitstops'],
    needs: OF_RACE,
    takes: FILTER_NAMES,
    last: { ...NUMBERED, criterion: 'stop' },
  },
  laps: {
    spellings: ['laps'],
    needs: OF_RACE,
    takes: FILTER_NAMES,
    last: { ...NUMBERED, filter: 'laps' },
  },
  driverstandings: {
    spellings: ['driverstandings', 'driverStandings'],
    needs: ['season_year'],
    takes: ['drivers'],
    last: { ...NUMBERED, criterion: 'driverStandings' },
  },
  constructorstandings: {
    spellings: ['constructorstandings', 'constructorStandings'],
    needs: ['season_year'],
    takes: ['constructors'],
    last: { ...NUMBERED, criterion: 'constructorStandings' },
  },
};

export const ENDPOINT_NAMES = Object.keys(ENDPOINTS) as Resource[];
