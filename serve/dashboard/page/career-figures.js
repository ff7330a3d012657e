import { pathOf } from './ask.js';
import { Plot, STYLE } from './library.js';

/**
 * What the page of a driver shows.
 * @returns {import('./figure.js').Figure[]}
 */
export function careerFigures() {
  const hrefOf = (row, column) =>
    column === 'season' ? pathOf('season', { season: row.season }) : undefined;
  return [
    {
      ...{ id: 'career', plot: 'driver-seasons', title: 'Career by season' },
      hint: 'Wins and other podiums of each season. A season leads to its page.',
      draw: podiums,
      describe: (rows) =>
        rows.map((row) => `${row.season} ${row.wins} wins, ${row.podiums} podiums`).join('; '),
      hrefOf,
    },
    {
      ...{ id: 'places', plot: 'driver-seasons', title: 'Places in the championship' },
      hint: 'After the last race of each season; filled where the title was won.',
      draw: places,
      describe: (rows) =>
        rows.map((row) => `${row.season} ${row.championship_position ?? 'none'}`).join(', '),
      hrefOf,
    },
  ];
}

function podiums(rows, { width, isWide }) {
  const bars = rows.flatMap((row) => [
    { season: row.season, what: 'wins', races: row.wins },
    { season: row.season, what: 'other podiums', races: row.podiums - row.wins },
  ]);
  const most = Math.max(3, ...rows.map((row) => row.podiums));
  return Plot.plot({
    ...{ width, height: 280, style: STYLE, marginLeft: 34, marginBottom: 40 },
    x: { type: 'band', domain: yearsOf(rows), label: null, ...ticksOf(rows, isWide) },
    y: { label: 'races', domain: [0, most], grid: true, labelArrow: 'none' },
    marks: [
      Plot.barY(bars, {
        ...{
          x: 'season',
          y: 'races',
          z: 'what',
          order: ['wins', 'other podiums'],
          fill: 'var(--accent)',
        },
        fillOpacity: (row) => (row.what === 'wins' ? 1 : 0.35),
      }),
      Plot.ruleY([0], { stroke: 'var(--rule)' }),
      tipOf(rows, 'podiums'),
    ],
  });
}

function places(rows, { width, isWide }) {
  const known = rows.filter((row) => row.championship_position !== null);
  const most = Math.max(5, ...known.map((row) => row.championship_position));
  return Plot.plot({
    ...{ width, height: 260, style: STYLE, marginLeft: 34, marginBottom: 40 },
    x: { type: 'point', domain: yearsOf(rows), label: null, ...ticksOf(rows, isWide) },
    y: {
      label: 'place',
      domain: [most + 0.5, 0.5],
      grid: true,
      labelArrow: 'none',
      tickFormat: 'd',
    },
    marks: [
      Plot.line(known, {
        x: 'season',
        y: 'championship_position',
        stroke: 'var(--accent)',
        strokeOpacity: 0.5,
      }),
      Plot.dot(known, {
        ...{
          x: 'season',
          y: 'championship_position',
          r: 5,
          stroke: 'var(--accent)',
          strokeWidth: 2,
        },
        fill: (row) => (row.is_champion ? 'var(--accent)' : 'var(--card)'),
      }),
      tipOf(known, 'championship_position'),
    ],
  });
}

function tipOf(rows, y) {
  return Plot.tip(
    rows,
    Plot.pointer({
      ...{ x: 'season', y, fontSize: 12 },
      title: (row) =>
        `${row.season} ${row.constructors ?? ''}\n${row.wins} wins, ${row.podiums} podiums\n` +
        `${row.points} points, place ${row.championship_position ?? 'none'}`,
    }),
  );
}

/** All years from the first to the last: a pause shows. */
function yearsOf(rows) {
  const [first, last] = [rows[0].season, rows.at(-1).season];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function ticksOf(rows, isWide) {
  const years = yearsOf(rows);
  const every = Math.ceil(years.length / (isWide ? 20 : 6));
  return { ticks: years.filter((_, index) => index % every === 0), tickFormat: 'd' };
}
