import type { Json } from '../../../extract/archive/page.js';
import { correctRow, type FindObject } from './corrections.js';
import { type Ids, NO_NUMBER, type RaceSpan, type RowTable, wholeNumber } from './row-table.js';
import { collectTexts, sliceTexts, type Texts } from './texts.js';
import { type Archived, effectiveGroups, type RawGroup } from './walk-lists.js';

/** Resources whose rows lie in races, and the field that holds them. */
export const ROWS_OF = {
  results: 'Results',
  qualifying: 'QualifyingResults',
  sprint: 'SprintResults',
  pitstops: 'PitStops',
  laps: 'Laps',
} as const;

export type RowResource = keyof typeof ROWS_OF;

/** The numbers of drivers, constructors and texts of status that all tables share. */
export type SharedIds = { readonly drivers: Ids; readonly teams: Ids; readonly statuses: Ids };

type Row = Json & {
  readonly driverId?: string;
  readonly Driver?: { readonly driverId: string };
  readonly Constructor?: { readonly constructorId: string };
  readonly FastestLap?: Json;
};

const COLUMNS = [
  'driver',
  'team',
  'lap',
  'stop',
  'grid',
  'position',
  'fastestRank',
  'status',
] as const;

type Columns = Record<(typeof COLUMNS)[number], number[]>;

/** What the rows of all resources need. */
export type RowSource = {
  readonly archived: Archived;
  readonly ids: SharedIds;
  readonly findObject: FindObject;
};

/**
 * Reads one resource's rows. Laps, stops and qualifying do not say what a car did in the race;
 * this is looked up in `results`.
 */
export async function collectRows(
  source: RowSource,
  resource: RowResource,
  results?: RowTable,
): Promise<RowTable> {
  const texts = collectTexts();
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, []])) as unknown as Columns;
  const spans: RaceSpan[] = [];
  for await (const { race, rows } of racesOf(source.archived, resource)) {
    const first = columns.driver.length;
    for (const { lap, row } of correctedRows(source, resource, race, rows)) {
      texts.add(JSON.stringify(row));
      addColumns(columns, source.ids, lap, row);
    }
    spans.push(spanOf(race, first, columns.driver.length));
  }
  return sorted(spans, texts.end(), columns, results);
}

type LapRow = { readonly lap: unknown; readonly row: Row };

/** Each race once, with all its rows; in the archive a race may go on in the next page. */
async function* racesOf(from: Archived, resource: RowResource) {
  let open: { race: RawGroup; rows: LapRow[] } | undefined;
  for await (const group of effectiveGroups(from, resource)) {
    const { [ROWS_OF[resource]]: items, ...rest } = group;
    const race = rest as RawGroup;
    const rows = [...rowsIn(items as Row[], resource)];
    if (open?.race.season === race.season && open.race.round === race.round) {
      open.rows.push(...rows);
    } else {
      if (open) yield open;
      open = { race, rows };
    }
  }
  if (open) yield open;
}

function* rowsIn(items: readonly Row[], resource: RowResource): Generator<LapRow> {
  for (const item of items) {
    if (resource !== 'laps') yield { lap: item.lap, row: item };
    else for (const row of item.Timings as Row[]) yield { lap: item.number, row: asToday(row) };
  }
}

/** Since March 2026 Jolpica writes a timing in this order, and leaves out a place it lacks. */
function asToday({ driverId = '', time, position, ...more }: Row): Row {
  return {
    driverId,
    ...(time !== undefined && { time }),
    ...(position !== undefined && position !== 'None' && { position }),
    ...more,
  };
}

/** The rows after corrections, with those added and without those removed, in the order of places. */
function correctedRows(
  { archived: { corrections }, findObject }: RowSource,
  resource: RowResource,
  race: RawGroup,
  rows: LapRow[],
): LapRow[] {
  const raceName = `${resource} ${race.season}/${race.raceName}`;
  const added = corrections.added.get(raceName) ?? [];
  let isChanged = added.length > 0;
  const made = rows.flatMap((given) => {
    const name = `${raceName}/${keyOf(given)}`;
    const isRemoved = corrections.removed.has(name);
    const row: Row = correctRow(corrections, name, given.row, findObject);
    if (isRemoved || row !== given.row) isChanged = true;
    return isRemoved ? [] : [{ lap: given.lap, row }];
  });
  for (const { name, lap, row } of added) {
    if (rows.some((given) => `${raceName}/${keyOf(given)}` === name)) continue;
    made.push({ lap, row: correctRow(corrections, name, row, findObject) });
  }
  // Stops come in the order of the clock.
  if (!isChanged || resource === 'pitstops') return made;
  const place = ({ row }: LapRow) => wholeNumber(row.position);
  return made.sort((a, b) => Number(a.lap ?? 0) - Number(b.lap ?? 0) || place(a) - place(b));
}

function keyOf({ lap, row }: LapRow): string {
  if (row.driverId !== undefined) return `${row.driverId}/${row.stop ?? lap}`;
  return [row.Driver?.driverId, row.number, row.Constructor?.constructorId].join('/');
}

function addColumns(columns: Columns, ids: SharedIds, lap: unknown, row: Row) {
  const team = row.Constructor?.constructorId;
  columns.driver.push(ids.drivers.of(row.Driver?.driverId ?? row.driverId ?? ''));
  columns.team.push(team === undefined ? NO_NUMBER : ids.teams.of(team));
  columns.lap.push(wholeNumber(lap));
  columns.stop.push(wholeNumber(row.stop));
  columns.grid.push(wholeNumber(row.grid));
  columns.position.push(wholeNumber(row.positionText));
  columns.fastestRank.push(wholeNumber(row.FastestLap?.rank));
  columns.status.push(typeof row.status === 'string' ? ids.statuses.of(row.status) : NO_NUMBER);
}

function spanOf(race: RawGroup, from: number, to: number): RaceSpan {
  const circuit = race.Circuit as { readonly circuitId?: string } | undefined;
  const circuitId = circuit?.circuitId ?? '';
  const { season, round } = race;
  return { season, round, circuitId, head: JSON.stringify(race).slice(0, -1), from, to };
}

/** Everything in the order of the races, however the lists came. */
function sorted(
  spans: readonly RaceSpan[],
  texts: Texts,
  columns: Columns,
  results: RowTable | undefined,
): RowTable {
  const inOrder = spans.toSorted(
    (a, b) => Number(a.season) - Number(b.season) || Number(a.round) - Number(b.round),
  );
  const races: RaceSpan[] = [];
  for (const span of inOrder) {
    const from = races.at(-1)?.to ?? 0;
    races.push({ ...span, from, to: from + span.to - span.from });
  }
  const pick = (name: keyof Columns) => {
    const values = new Uint16Array(columns[name].length);
    for (const [index, { from, to }] of inOrder.entries()) {
      values.set(columns[name].slice(from, to), races[index]?.from);
    }
    return values;
  };
  const driver = pick('driver');
  const team = pick('team');
  const found = results ? findEntries(races, driver, team, results) : undefined;
  return {
    races,
    texts: reorder(texts, inOrder),
    driver,
    team,
    lap: pick('lap'),
    stop: pick('stop'),
    entry: found ?? Int32Array.from(driver.keys()),
    entries: results?.entries ?? {
      grid: pick('grid'),
      position: pick('position'),
      fastestRank: pick('fastestRank'),
      status: pick('status'),
    },
  };
}

function reorder(texts: Texts, spans: readonly RaceSpan[]): Texts {
  const isInOrder = spans.every(({ from }, index) => from === (spans[index - 1]?.to ?? 0));
  if (isInOrder) return texts;
  const parts: Buffer[] = [];
  const ends: number[] = [];
  let used = 0;
  for (const { from, to } of spans) {
    if (from === to) continue;
    parts.push(sliceTexts(texts, from, to), Buffer.from(','));
    const start = from === 0 ? 0 : (texts.ends[from - 1] ?? 0) + 1;
    for (let row = from; row < to; row += 1) ends.push((texts.ends[row] ?? 0) - start + used);
    used = (ends.at(-1) ?? -1) + 1;
  }
  return { bytes: Buffer.concat(parts), ends: Uint32Array.from(ends) };
}

/** For each row the result of the same driver in the race, of the same car where the row names it. */
function findEntries(
  races: readonly RaceSpan[],
  driver: Uint16Array,
  team: Uint16Array,
  results: RowTable,
): Int32Array {
  const entry = new Int32Array(driver.length).fill(-1);
  const spans = new Map(results.races.map((race) => [`${race.season}/${race.round}`, race]));
  for (const { season, round, from, to } of races) {
    const span = spans.get(`${season}/${round}`);
    if (span === undefined) continue;
    for (let row = from; row < to; row += 1) {
      for (let other = span.from; other < span.to && entry[row] === -1; other += 1) {
        const isSameCar = team[row] === NO_NUMBER || team[row] === results.team[other];
        if (results.driver[other] === driver[row] && isSameCar) entry[row] = other;
      }
      const found = entry[row] ?? -1;
      if (team[row] === NO_NUMBER && found !== -1) team[row] = results.team[found] ?? NO_NUMBER;
    }
  }
  return entry;
}
