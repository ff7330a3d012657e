import type { Json } from '../../extract/archive/page.js';
import type { Dimension as DimensionName } from '../../extract/archive/resource.js';
import { collectRows, type RowResource, type SharedIds } from './collect-rows.js';
import { collectIds, type RowTable } from './row-table.js';
import { collectTexts, type Texts } from './texts.js';
import { type Archived, effectiveGroups, effectiveItems } from './walk-lists.js';

/** A race of the calendar. */
export type CalendarRace = {
  readonly season: string;
  readonly round: string;
  readonly circuitId: string;
  readonly text: string;
};

/** Seasons, circuits, constructors or drivers, in Jolpica's order. */
export type Dimension = { readonly keys: readonly string[]; readonly texts: Texts };

export type Status = { readonly id: string; readonly status: string; readonly text: string };

export const STANDINGS = {
  driverstandings: 'DriverStandings',
  constructorstandings: 'ConstructorStandings',
} as const;
export type StandingsResource = keyof typeof STANDINGS;

/** A championship table as Jolpica tells it. */
export type Standing = {
  readonly season: string;
  readonly round: string;
  readonly rows: readonly Json[];
};

/** All of an archive's snapshot, in memory, ready to be answered from. */
export type Mirror = {
  readonly calendar: readonly CalendarRace[];
  readonly dimensions: Readonly<Record<DimensionName, Dimension>>;
  readonly statuses: readonly Status[];
  readonly rows: Readonly<Record<RowResource, RowTable>>;
  /** The final ones, by season. */
  readonly standings: Readonly<Record<StandingsResource, ReadonlyMap<string, Standing>>>;
  readonly ids: SharedIds;
};

const KEYS = {
  seasons: 'season',
  circuits: 'circuitId',
  constructors: 'constructorId',
  drivers: 'driverId',
} as const;

/** Reads the raw answers of a snapshot into a mirror, page by page, beside other work. */
export async function readMirror(from: Archived): Promise<Mirror> {
  const ids = { drivers: collectIds(), teams: collectIds(), statuses: collectIds() };
  const results = await collectRows(from, 'results', ids);
  return {
    calendar: await readCalendar(from),
    dimensions: {
      seasons: await readDimension(from, 'seasons'),
      circuits: await readDimension(from, 'circuits'),
      constructors: await readDimension(from, 'constructors'),
      drivers: await readDimension(from, 'drivers'),
    },
    statuses: await readStatuses(from),
    rows: {
      results,
      sprint: await collectRows(from, 'sprint', ids),
      qualifying: await collectRows(from, 'qualifying', ids, results),
      pitstops: await collectRows(from, 'pitstops', ids, results),
      laps: await collectRows(from, 'laps', ids, results),
    },
    standings: {
      driverstandings: await readStandings(from, 'driverstandings'),
      constructorstandings: await readStandings(from, 'constructorstandings'),
    },
    ids,
  };
}

async function readCalendar(from: Archived): Promise<CalendarRace[]> {
  const races: CalendarRace[] = [];
  for await (const race of effectiveGroups(from, 'races')) {
    const { season, round } = race;
    const circuit = race.Circuit as { readonly circuitId?: string } | undefined;
    races.push({ season, round, circuitId: circuit?.circuitId ?? '', text: JSON.stringify(race) });
  }
  return races.sort(
    (a, b) => Number(a.season) - Number(b.season) || Number(a.round) - Number(b.round),
  );
}

async function readDimension(from: Archived, name: DimensionName): Promise<Dimension> {
  const texts = collectTexts();
  const keys: string[] = [];
  for (const item of await effectiveItems(from, name)) {
    keys.push(String(item[KEYS[name]]));
    texts.add(JSON.stringify(item));
  }
  return { keys, texts: texts.end() };
}

async function readStatuses(from: Archived): Promise<Status[]> {
  const items = await effectiveItems(from, 'status');
  return items.map((item) => ({
    id: String(item.statusId),
    status: String(item.status),
    text: JSON.stringify(item),
  }));
}

async function readStandings(
  from: Archived,
  resource: StandingsResource,
): Promise<Map<string, Standing>> {
  const standings = new Map<string, Standing>();
  for await (const { season, round, [STANDINGS[resource]]: rows } of effectiveGroups(
    from,
    resource,
  )) {
    const before = standings.get(season);
    const held = before?.round === round ? before.rows : [];
    standings.set(season, { season, round, rows: [...held, ...(rows as Json[])] });
  }
  return standings;
}
