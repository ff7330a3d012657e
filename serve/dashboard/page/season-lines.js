import { byDriver, looksOf, Plot, STYLE } from './library.js';

const NAME_PX = 128;

/** The championship by round: points, or places with the leader at the top. */
export function championship(rows, { width, isWide }, view) {
  const y = view === 'points' ? 'points' : 'position';
  const lines = byDriver(rows).map((line) => line.filter((row) => row[y] !== null));
  const looks = looksOf(rows);
  const last = Math.max(...rows.map(({ round }) => round));
  const most = Math.max(...rows.map((row) => row[y] ?? 0));
  const decided = roundDecided(rows);
  const ends = spread(
    lines.flatMap((line) => line.slice(-1)),
    y,
    most / (view === 'points' ? 24 : 30),
  );
  return Plot.plot({
    ...{ width, height: 440, style: STYLE },
    ...{ marginLeft: 40, marginRight: NAME_PX, marginBottom: 40, marginTop: 28 },
    x: {
      label: 'round',
      labelAnchor: 'center',
      labelArrow: 'none',
      domain: [1, Math.max(2, last)],
      ticks: isWide ? last : 5,
      tickFormat: 'd',
    },
    y: {
      ...{ label: y, grid: true, labelArrow: 'none' },
      domain: view === 'points' ? [0, most] : [most + 0.5, 0.5],
    },
    marks: [
      decided && Plot.ruleX([decided], { stroke: 'var(--quiet)', strokeDasharray: '3 3' }),
      decided &&
        Plot.text([decided], {
          ...{ x: (round) => round, frameAnchor: 'top', dy: -18, dx: -6, textAnchor: 'end' },
          ...{ text: () => 'title decided', fill: 'var(--quiet)' },
        }),
      ...lines.map((line) => lineOf(line, y, looks)),
      Plot.dot(lines.flatMap(outOf), {
        ...{ x: 'round', y, r: 4, fill: 'var(--card)', strokeWidth: 2 },
        stroke: (row) => looks.get(row.driver_ref).colour,
      }),
      Plot.text(ends, {
        ...{
          x: () => Math.max(2, last),
          y: 'at',
          dx: 10,
          textAnchor: 'start',
          fill: 'currentColor',
        },
        text: (row) =>
          view === 'points'
            ? `${row.family_name} ${row.points}`
            : `${row.position ?? ''} ${row.family_name}`,
      }),
      Plot.tip(
        rows.filter((row) => row[y] !== null),
        Plot.pointer({
          ...{ x: 'round', y, fontSize: 12 },
          title: (row) =>
            `${row.driver}\nround ${row.round}: place ${row.position ?? 'none'}, ${row.points} points`,
        }),
      ),
    ],
  });
}

/** Where the title was decided, in words. */
export function decidedAt(rows) {
  const round = roundDecided(rows);
  return round === undefined ? 'Not decided yet' : `Decided in round ${round}`;
}

function roundDecided(rows) {
  const rounds = rows.filter((row) => row.is_decided).map(({ round }) => round);
  return rounds.length === 0 ? undefined : Math.min(...rounds);
}

function lineOf(line, y, looks) {
  const { colour, dash } = looks.get(line[0]?.driver_ref) ?? {};
  return Plot.line(line, {
    ...{ x: 'round', y, stroke: colour, strokeWidth: 2.2, strokeDasharray: dash },
    strokeLinejoin: 'round',
  });
}

/** The round after which a driver could win the title no more. */
function outOf(line) {
  return line.filter((row, index) => !row.can_win && (line[index - 1]?.can_win ?? false)).slice(-1);
}

/** Moves labels apart that would overlap, as little as needed, from the lowest up. */
function spread(ends, y, least) {
  let before = Number.NEGATIVE_INFINITY;
  return ends
    .toSorted((a, b) => a[y] - b[y])
    .map((end) => {
      before = Math.max(end[y], before + least);
      return { ...end, at: before };
    });
}
