import { ROWS_OF, type RowResource } from '../memory/collect-rows.js';
import type { Mirror } from '../memory/read-mirror.js';
import type { RowTable } from '../memory/row-table.js';
import { type RaceRows, selectRows } from '../memory/select-rows.js';
import { textRuns } from '../memory/texts.js';
import type { MirrorRequest } from '../path/request.js';
import type { Window } from '../path/window.js';
import { commaSeparated, type MirrorPage, type Piece } from './page.js';

/** Results, qualifying, sprints, stops or laps: rows under their races, laps under their number. */
export function answerRows(
  { rows }: Mirror,
  resource: RowResource,
  { wanted, criteria }: MirrorRequest,
  window: Window,
): MirrorPage {
  const table = rows[resource];
  const { total, races } = selectRows(table, wanted, window);
  const items = commaSeparated(races.map((found) => raceItem(table, resource, found)));
  return { total, table: 'RaceTable', criteria, key: 'Races', items };
}

function raceItem(table: RowTable, resource: RowResource, found: RaceRows): Piece[] {
  const { race, rows } = found;
  const items =
    resource === 'laps'
      ? commaSeparated(byLap(table, rows).map((lap) => lapItem(table, lap)))
      : commaSeparated(textRuns(table.texts, rows).map((run) => [run]));
  return [`${race.head},"${ROWS_OF[resource]}":[`, ...items, ']}'];
}

function byLap({ lap }: RowTable, rows: readonly number[]): number[][] {
  const laps: number[][] = [];
  for (const row of rows) {
    const before = laps.at(-1);
    if (before && lap[before[0] ?? -1] === lap[row]) before.push(row);
    else laps.push([row]);
  }
  return laps;
}

function lapItem({ lap, texts }: RowTable, rows: readonly number[]): Piece[] {
  const timings = commaSeparated(textRuns(texts, rows).map((run) => [run]));
  return [`{"number":"${lap[rows[0] ?? 0]}","Timings":[`, ...timings, ']}'];
}
