import { pathOf } from './ask.js';
import { clock } from './format.js';
import { overtakes, pitVisits, stints } from './race-bars.js';
import { gaps, gridToFlag, lapChart } from './race-lines.js';
import { pivot } from './table.js';

/** Columns of the results that are core's own; each leads to where it comes from. */
const TRACED = {
  ...{ position: 'position', position_text: 'position_text', grid: 'grid', laps: 'laps' },
  ...{ time: 'time', status: 'status', points: 'points', fastest_lap: 'fl_time' },
};

/**
 * What the page of a race shows, from top to bottom.
 * @returns {import('./figure.js').Figure[]}
 */
export function raceFigures({ season, round, shown }) {
  const traced = (row, column) =>
    TRACED[column] &&
    pathOf('trace', {
      ...{ table: 'race_result', row: `${season}/${round}/${row.driver_ref}` },
      column: TRACED[column],
    });
  return [
    {
      ...{ id: 'grid-to-flag', plot: 'race-results', title: 'Grid to flag' },
      hint: 'Place on the grid, and in the final order. Each value of the table leads to where it comes from.',
      draw: (rows, frame) => gridToFlag(rows, frame, shown),
      describe: (rows) =>
        rows
          .slice(0, 10)
          .map((row) => `${row.position_text} ${row.driver} from ${row.grid || 'the pit lane'}`)
          .join(', '),
      hrefOf: traced,
    },
    {
      ...{ id: 'lap-chart', plot: 'race-lap-chart', title: 'Lap chart' },
      hint: 'Place at the end of each lap; lap 0 is the grid. A dot is where a car stopped. Jolpica has laps since 1996.',
      draw: (rows, frame) => lapChart(rows, frame, shown),
      describe: (rows) =>
        `places of ${new Set(rows.map((row) => row.driver_ref)).size} drivers, lap by lap`,
      rowsOf: (rows) => pivot(rows, 'driver', 'lap', 'position'),
    },
    {
      ...{ id: 'gaps', plot: 'race-gaps', title: 'Gaps' },
      hint: 'Seconds behind the winner at the end of each lap. Most steps down are pit stops.',
      draw: (rows, frame) => gaps(rows, frame, shown),
      describe: (rows) =>
        `at the end: ${rows
          .filter((row, index) => row.driver_ref !== rows[index + 1]?.driver_ref)
          .slice(0, 10)
          .map((row) => `${row.driver} ${clock(row.gap_millis)} s`)
          .join(', ')}`,
      rowsOf: (rows) =>
        pivot(
          rows.map((row) => ({ ...row, gap: clock(row.gap_millis) })),
          ...['driver', 'lap', 'gap'],
        ),
    },
    {
      ...{ id: 'stints', plot: 'race-stints', title: 'Pace by stint' },
      hint: "Laps between pit stops, with the median of their clean laps: blue is fast, red is slow against the race's median. Stops are known since 2011.",
      draw: stints,
      describe: (rows) => `${rows.length} stints`,
    },
    {
      ...{ id: 'pit-visits', plot: 'race-pit-visits', title: 'Pit stops' },
      hint: 'Lap of each visit, and its seconds from entry to exit of the pit lane. A visit of a minute or more is a repair or a red flag.',
      draw: pitVisits,
      describe: (rows) => `${rows.length} visits to the pit lane`,
    },
    {
      ...{ id: 'overtakes', plot: 'race-overtakes', title: 'Overtakes' },
      hint: 'By the lap chart, apart from the first lap and pit stops. To the right those made, to the left those suffered.',
      draw: overtakes,
      describe: (rows) => `most by ${rows[0].driver}, ${rows[0].overtakes}`,
    },
  ];
}
