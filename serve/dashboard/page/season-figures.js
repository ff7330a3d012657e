import { pathOf } from './ask.js';
import { day } from './format.js';
import { choices } from './page-state.js';
import { teammates, winners } from './season-bars.js';
import { championship, decidedAt } from './season-lines.js';

/**
 * What the page of a season shows, from top to bottom.
 * @returns {import('./figure.js').Figure[]}
 */
export function seasonFigures(views, change) {
  const raceOf = (row, column) =>
    column === 'race_name' && row.winner
      ? pathOf('race', { season: row.season, round: row.round })
      : undefined;
  return [
    {
      ...{ id: 'championship', plot: 'season-championship', title: 'Championship' },
      hint: 'After each round, as it stood then, for the first ten drivers of the final table. A hollow dot is where a driver could win the title no more.',
      controls: [
        choices(
          'Show',
          [
            ['points', 'points'],
            ['places', 'places'],
          ],
          views.championship,
          (view) => change({ championship: view === 'points' ? '' : view }),
        ),
      ],
      draw: (rows, frame) => championship(rows, frame, views.championship),
      describe: (rows) => `${finalTable(rows)}. ${decidedAt(rows)}`,
    },
    {
      ...{ id: 'calendar', plot: 'season-calendar', title: 'Calendar and winners' },
      hint: 'The winner of each race; darker if from pole. The table leads to the page of each race.',
      draw: winners,
      describe: (rows) =>
        rows
          .map((row) => `${row.race_name}, ${day(row.date)}: ${row.winner ?? 'not held yet'}`)
          .join('; '),
      hrefOf: raceOf,
    },
    {
      ...{ id: 'teammates', plot: 'season-teammates', title: 'Team-mates' },
      hint: 'How often each was ahead of the other, of the races that both started and have a result of. The faster in qualifying is on the right.',
      controls: [
        choices(
          'In',
          [
            ['qualifying', 'qualifying'],
            ['race', 'races'],
          ],
          views.teammates,
          (view) => change({ teammates: view === 'qualifying' ? '' : view }),
        ),
      ],
      draw: (rows, frame) => teammates(rows, frame, views.teammates),
      describe: (rows) =>
        rows
          .slice(0, 12)
          .map(
            (row) =>
              `${row.driver} ${row.qualifying_ahead}, ${row.teammate} ${row.qualifying_behind}`,
          )
          .join('; '),
    },
  ];
}

function finalTable(rows) {
  const last = Math.max(...rows.map(({ round }) => round));
  return rows
    .filter(({ round }) => round === last)
    .map((row) => `${row.driver} ${row.points}`)
    .join(', ');
}
