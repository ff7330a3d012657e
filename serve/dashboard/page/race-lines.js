import { clock } from './format.js';
import { byDriver, looksOf, Plot, STYLE } from './library.js';

const FADED = 0.14;
const ROW_PX = 23;
const LABEL_PX = 96;

/** How strong a driver's line is: all are, unless some are chosen. */
const strength = (shown, { driver_ref }) => (shown.size === 0 || shown.has(driver_ref) ? 1 : FADED);

/** Places lap by lap. */
export function lapChart(rows, { width, isWide }, shown) {
  const lines = byDriver(rows);
  const looks = looksOf(rows);
  const last = Math.max(...rows.map(({ lap }) => lap));
  const places = Math.max(...rows.map(({ position }) => position));
  const ends = lines.map((line) => line.at(-1));
  // A car a few laps down has its label at the edge too, unless another took its place later.
  const isTaken = (end) => ends.some((one) => one.position === end.position && one.lap > end.lap);
  const finishers = ends.filter((end) => end.lap >= last * 0.9 && !isTaken(end));
  const starters = lines.map(([first]) => first).filter(({ lap }) => lap === 0);
  return Plot.plot({
    ...{ width, height: places * ROW_PX + 60, style: STYLE },
    ...{ marginLeft: isWide ? LABEL_PX : 30, marginRight: LABEL_PX, marginBottom: 40 },
    x: {
      label: 'lap',
      domain: [0, last],
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: isWide ? 12 : 5,
    },
    y: { domain: [places + 0.5, 0.5], axis: isWide ? null : 'left', label: null, tickSize: 0 },
    marks: [
      ...linesOf(lines, looks, shown, 'position'),
      Plot.dot(
        ends.filter((row) => !finishers.includes(row)),
        {
          ...{ x: 'lap', y: 'position', r: 4, opacity: (row) => strength(shown, row) },
          fill: (row) => looks.get(row.driver_ref).colour,
        },
      ),
      Plot.text(finishers, {
        ...{ x: () => last, y: 'position', dx: 10, textAnchor: 'start', fill: 'currentColor' },
        ...{
          text: (row) => `${row.position} ${row.family_name}`,
          opacity: (row) => strength(shown, row),
        },
      }),
      (isWide || null) &&
        Plot.text(starters, {
          ...{ x: 'lap', y: 'position', dx: -10, textAnchor: 'end', fill: 'currentColor' },
          ...{
            text: (row) => `${row.family_name} ${row.position}`,
            opacity: (row) => strength(shown, row),
          },
        }),
      tip(rows, 'position', (row) => `${row.driver}\nlap ${row.lap}, place ${row.position}`),
    ],
  });
}

/** Seconds behind the winner, lap by lap; the largest 3 % are cut off, so that one long stop does not flatten the rest. */
export function gaps(rows, { width, isWide }, shown) {
  const points = rows.map((row) => ({ ...row, gap: row.gap_millis / 1000 }));
  const lines = byDriver(points);
  const looks = looksOf(points);
  const last = Math.max(...points.map(({ lap }) => lap));
  const sorted = points.map(({ gap }) => gap).sort((a, b) => a - b);
  const most = sorted[Math.ceil(sorted.length * 0.97) - 1];
  const ends = spread(
    lines.map((line) => line.at(-1)).filter(({ lap, gap }) => lap >= last * 0.9 && gap <= most),
    (most - Math.min(0, sorted[0])) / 30,
  );
  return Plot.plot({
    ...{ width, height: 480, style: STYLE },
    ...{ marginLeft: 44, marginRight: LABEL_PX + 40, marginBottom: 40 },
    x: {
      label: 'lap',
      domain: [1, last],
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: isWide ? 12 : 5,
    },
    y: { label: 'seconds', domain: [most, Math.min(0, sorted[0])], grid: true, labelArrow: 'none' },
    marks: [
      ...linesOf(lines, looks, shown, 'gap'),
      Plot.text(ends, {
        ...{ x: () => last, y: 'at', dx: 10, textAnchor: 'start', fill: 'currentColor' },
        ...{
          text: (row) => `${row.family_name} ${row.gap.toFixed(1)}`,
          opacity: (row) => strength(shown, row),
        },
      }),
      tip(points, 'gap', (row) => `${row.driver}\nlap ${row.lap}: ${clock(row.gap_millis)} s`),
    ],
  });
}

/** A line per driver from the grid to the final order. */
export function gridToFlag(rows, { width, isWide }, shown) {
  const cars = rows.length;
  const points = rows.map((row) => ({ ...row, from: row.grid > 0 ? row.grid : cars + 1 }));
  const colourOf = ({ from, position }) => {
    if (position === from) return 'var(--quiet)';
    return position < from ? 'var(--good)' : 'var(--accent)';
  };
  const side = isWide ? 170 : 106;
  const name = (row) => (isWide ? row.driver : row.family_name);
  const opacity = (row) => strength(shown, row);
  return Plot.plot({
    ...{ width, height: cars * ROW_PX + 60, style: STYLE },
    ...{ marginLeft: side, marginRight: side, marginTop: 30 },
    x: { domain: [0, 1], axis: null },
    y: { domain: [cars + 1.5, 0.5], axis: null },
    marks: [
      ...[true, false].map((isClassified) =>
        Plot.link(
          points.filter((row) => /^\d/.test(row.position_text) === isClassified),
          {
            ...{ x1: 0, x2: 1, y1: 'from', y2: 'position', stroke: colourOf, strokeWidth: 2 },
            ...{ opacity, strokeDasharray: isClassified ? null : '3 4' },
          },
        ),
      ),
      Plot.text(points, {
        ...{ x: () => 0, y: 'from', dx: -8, textAnchor: 'end', fill: 'currentColor', opacity },
        text: (row) => `${name(row)} ${row.grid > 0 ? row.grid : 'pit'}`,
      }),
      Plot.text(points, {
        ...{ x: () => 1, y: 'position', dx: 8, textAnchor: 'start', fill: 'currentColor', opacity },
        text: (row) => `${row.position_text} ${name(row)}`,
      }),
      Plot.text(
        [
          ['grid', 0],
          ['flag', 1],
        ],
        {
          ...{ x: '1', text: '0', y: () => 0.5, dy: -14, fill: 'var(--quiet)' },
          textAnchor: 'middle',
        },
      ),
    ],
  });
}

function linesOf(lines, looks, shown, y) {
  return lines.map((line) => {
    const { colour, dash } = looks.get(line[0].driver_ref);
    return Plot.line(line, {
      ...{ x: 'lap', y, stroke: colour, strokeWidth: 2, strokeDasharray: dash, clip: true },
      ...{ strokeOpacity: strength(shown, line[0]), strokeLinejoin: 'round' },
    });
  });
}

function tip(rows, y, title) {
  return Plot.tip(rows, Plot.pointer({ x: 'lap', y, title, fontSize: 12 }));
}

/** Moves labels apart that would overlap, as little as needed. */
function spread(ends, least) {
  let before = Number.NEGATIVE_INFINITY;
  return ends
    .toSorted((a, b) => a.gap - b.gap)
    .map((end) => {
      before = Math.max(end.gap, before + least);
      return { ...end, at: before };
    });
}
