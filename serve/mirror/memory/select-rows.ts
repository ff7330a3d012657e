import type { Wanted } from '../path/request.js';
import type { Window } from '../path/window.js';
import type { RaceSpan, RowTable } from './row-table.js';

/** Rows of one race, as indexes into its table. */
export type RaceRows = { readonly race: RaceSpan; readonly rows: readonly number[] };

/** The wanted rows of a table: how many there are, and by race those within the window. */
export function selectRows(table: RowTable, wanted: Wanted, { limit, offset }: Window) {
  const fits = rowTest(table, wanted);
  const races: RaceRows[] = [];
  let total = 0;
  for (const race of wantedRaces(table, wanted)) {
    const rows: number[] = [];
    for (let at = race.from; at < race.to; at += 1) {
      const row = table.parts?.order[at] ?? at;
      if (fits && !fits(row)) continue;
      if (total >= offset && total < offset + limit) rows.push(row);
      total += 1;
    }
    // serializers.py sorts a page's rows of qualifying by the final place.
    if (rows.length > 0) races.push({ race, rows: rows.sort((a, b) => a - b) });
  }
  return { total, races };
}

/** Each wanted row with its race. */
export function* wantedRows(
  table: RowTable,
  wanted: Wanted,
): Generator<{ race: RaceSpan; row: number }> {
  const fits = rowTest(table, wanted);
  for (const race of wantedRaces(table, wanted)) {
    for (let row = race.from; row < race.to; row += 1) if (!fits || fits(row)) yield { race, row };
  }
}

function wantedRaces({ races }: RowTable, { season, round, circuitId }: Wanted) {
  return races.filter(
    (race) =>
      (!season || race.season === season) &&
      (!round || race.round === round) &&
      (!circuitId || race.circuitId === circuitId),
  );
}

function rowTest(table: RowTable, wanted: Wanted): ((row: number) => boolean) | undefined {
  const { driver, team, lap, stop, entry, entries, parts } = table;
  const tests = [
    test(driver, wanted.driver),
    test(team, wanted.team),
    test(lap, wanted.lap),
    test(stop, wanted.stop),
    test(entries.grid, wanted.grid, entry),
    test(entries.position, wanted.position, entry),
    test(entries.fastestRank, wanted.fastestRank, entry),
    test(entries.status, wanted.status, entry),
    partTest(parts, wanted.partPlace),
  ].filter((one) => one !== undefined);
  return tests.length === 0 ? undefined : (row) => tests.every((one) => one(row));
}

function test(values: Uint16Array, wanted: number | undefined, entry?: Int32Array) {
  if (wanted === undefined) return undefined;
  return (row: number) => values[entry ? (entry[row] ?? -1) : row] === wanted;
}

function partTest(parts: RowTable['parts'], wanted: number | undefined) {
  if (wanted === undefined) return undefined;
  return (row: number) => parts?.places.some((places) => places[row] === wanted) ?? false;
}
