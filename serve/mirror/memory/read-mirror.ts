import type { Json } from '../../../extract/archive/page.js';
import type { Dimension } from '../../../extract/archive/resource.js';
import type { Lists } from '../../../extract/archive/snapshot.js';
import { collectRows, type RowResource, type SharedIds } from './collect-rows.js';
import { type ExtraEntry, readExtraEntries } from './extra-entries.js';
import { fillFastestRanks } from './fastest-ranks.js';
import { qualifyingParts } from './qualifying-parts.js';
import { collectIds, type RowTable } from './row-table.js';
import { collectTexts, sliceTexts, type Texts } from './texts.js';
import { type Archived, effectiveGroups, effectiveItems } from './walk-lists.js';

/** A race of the calendar. */
export type CalendarRace = {
  readonly season: string;
  readonly round: string;
  readonly circuitId: string;
  readonly raceName: string;
  readonly date: string;
  /** Whether it has results. */
  readonly isDriven: boolean;
  readonly text: string;
};

/** Seasons, circuits, constructors or drivers, in Jolpica's order. */
export type DimensionRows = { readonly keys: readonly string[]; readonly texts: Texts };

export type Status = { readonly id: string; readonly status: string; readonly text: string };

export const STANDINGS = {
  driverstandings: 'DriverStandings',
  constructorstandings: 'ConstructorStandings',
} as const;
export type StandingsResource = keyof typeof STANDINGS;

/** A championship table as Jolpica has it. */
export type Standing = {
  readonly season: string;
  readonly round: string;
  readonly rows: readonly Json[];
};

/** All of an archive's snapshot, in memory, ready to be answered from. */
export type Mirror = {
  /** The day on which Jolpica last confirmed any of it. */
  readonly asOf: string;
  readonly calendar: readonly CalendarRace[];
  readonly dimensions: Readonly<Record<Dimension, DimensionRows>>;
  readonly statuses: readonly Status[];
  readonly rows: Readonly<Record<RowResource, RowTable>>;
  /** The final ones, by season. */
  readonly standings: Readonly<Record<StandingsResource, ReadonlyMap<string, Standing>>>;
  /** Who was entered for a race without being in its results, qualifying or sprint. */
  readonly extraEntries: readonly ExtraEntry[];
  readonly ids: SharedIds;
};

const KEYS = {
  seasons: 'season',
  circuits: 'circuitId',
  constructors: 'constructorId',
  drivers: 'driverId',
} as const;

/** Reads the raw answers of a snapshot into a mirror, page by page, beside other work. */
export async function readMirror(archived: Archived): Promise<Mirror> {
  const ids = { drivers: collectIds(), teams: collectIds(), statuses: collectIds() };
  const dimensions = {
    seasons: await readDimension(archived, 'seasons'),
    circuits: await readDimension(archived, 'circuits'),
    constructors: await readDimension(archived, 'constructors'),
    drivers: await readDimension(archived, 'drivers'),
  };
  const findObject = (name: string, id: string) =>
    findItem(dimensions[name === 'Driver' ? 'drivers' : 'constructors'], id);
  const source = { archived, ids, findObject };
  const results = await collectRows(source, 'results');
  const qualifying = await collectRows(source, 'qualifying', results);
  const laps = await collectRows(source, 'laps', results);
  await fillFastestRanks(results, laps, ids.drivers);
  return {
    asOf: asOf(archived.lists),
    calendar: await readCalendar(archived, results),
    dimensions,
    statuses: await readStatuses(archived),
    rows: {
      results,
      sprint: await collectRows(source, 'sprint'),
      qualifying: { ...qualifying, parts: qualifyingParts(qualifying) },
      pitstops: await collectRows(source, 'pitstops', results),
      laps,
    },
    standings: {
      driverstandings: await readStandings(archived, 'driverstandings'),
      constructorstandings: await readStandings(archived, 'constructorstandings'),
    },
    extraEntries: await readExtraEntries(),
    ids,
  };
}

/** A driver or constructor, or the like, as answers have it. */
export function findItem({ keys, texts }: DimensionRows, key: string): Json | undefined {
  const index = keys.indexOf(key);
  if (index === -1) return undefined;
  return JSON.parse(sliceTexts(texts, index, index + 1).toString('utf8')) as Json;
}

function asOf(lists: Lists): string {
  const days = Object.values(lists).map(({ confirmedAt }) => confirmedAt.slice(0, 10));
  return days.sort().at(-1) ?? '';
}

async function readCalendar(from: Archived, results: RowTable): Promise<CalendarRace[]> {
  const driven = new Set(results.races.map(({ season, round }) => `${season}/${round}`));
  const races: CalendarRace[] = [];
  for await (const race of effectiveGroups(from, 'races')) {
    const { season, round } = race;
    const circuit = race.Circuit as { readonly circuitId?: string } | undefined;
    races.push({
      season,
      round,
      circuitId: circuit?.circuitId ?? '',
      raceName: String(race.raceName),
      date: String(race.date),
      isDriven: driven.has(`${season}/${round}`),
      text: JSON.stringify(race),
    });
  }
  return races.sort(
    (a, b) => Number(a.season) - Number(b.season) || Number(a.round) - Number(b.round),
  );
}

async function readDimension(from: Archived, name: Dimension): Promise<DimensionRows> {
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
    const rowsBefore = before?.round === round ? before.rows : [];
    standings.set(season, { season, round, rows: [...rowsBefore, ...(rows as Json[])] });
  }
  return standings;
}
