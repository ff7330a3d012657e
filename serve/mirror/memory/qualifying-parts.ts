import { millisOf } from './lap-time.js';
import { NO_NUMBER, type QualifyingParts, type RowTable } from './row-table.js';
import { sliceTexts } from './texts.js';

type Row = { readonly position: string } & Readonly<Record<string, string | undefined>>;

/** The first season with three parts in which the slowest go out. */
const FIRST_KNOCKOUT = 2006;
const PARTS = ['Q1', 'Q2', 'Q3'] as const;

/**
 * Each row's place in each part of qualifying, by the time in that part; those without one come
 * behind, in the final order. Before 2006 the parts have no order of their own: the final place
 * stands for it (import_from_ergast.py).
 */
export function qualifyingParts(table: RowTable): QualifyingParts {
  const count = table.driver.length;
  const places = PARTS.map(() => new Uint16Array(count).fill(NO_NUMBER));
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  for (const { season, from, to } of table.races) {
    const rows = Array.from({ length: to - from }, (_, at) => readRow(table, from + at));
    for (const [part, name] of PARTS.entries()) {
      const place =
        Number(season) < FIRST_KNOCKOUT ? placesOverall(rows, name) : placesByTime(rows, name);
      for (const [at, value] of place) places[part]?.set([value], from + at);
    }
    const best = (row: number) => Math.min(...places.map((place) => place[row] ?? NO_NUMBER));
    order.subarray(from, to).sort((a, b) => best(a) - best(b) || a - b);
  }
  return { places, order };
}

function readRow({ texts }: RowTable, row: number): Row {
  return JSON.parse(sliceTexts(texts, row, row + 1).toString('utf8')) as Row;
}

type Places = (readonly [at: number, place: number])[];

function placesOverall(rows: readonly Row[], part: string): Places {
  return rows.flatMap((row, at) =>
    row[part] === undefined && part !== 'Q1' ? [] : [[at, Number(row.position)] as const],
  );
}

function placesByTime(rows: readonly Row[], part: string): Places {
  return rows
    .flatMap((row, at) =>
      row[part] === undefined
        ? []
        : [{ at, millis: millisOf(row[part]) || Number.MAX_SAFE_INTEGER }],
    )
    .sort((a, b) => a.millis - b.millis || a.at - b.at)
    .map(({ at }, index) => [at, index + 1] as const);
}
