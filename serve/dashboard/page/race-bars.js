import { clock } from './format.js';
import { Plot, STYLE } from './library.js';

const ROW_PX = 24;
const NAME_PX = 104;

/** Drivers in the final order, down. */
function downOf(rows) {
  const names = [...new Set(rows.map(({ family_name }) => family_name))];
  return { domain: names, label: null, tickSize: 0 };
}

const heightOf = (rows) => new Set(rows.map(({ family_name }) => family_name)).size * ROW_PX + 60;

/** A bar per stint, coloured by its pace against the median of all. */
export function stints(rows, { width, isWide }) {
  const paces = rows.map((row) => row.median_lap_millis).filter((millis) => millis !== null);
  const middle = paces.sort((a, b) => a - b)[Math.floor(paces.length / 2)] ?? 0;
  const bars = rows.map((row) => ({
    ...row,
    ...{ from: row.first_lap - 1, slower: ((row.median_lap_millis ?? middle) - middle) / 1000 },
  }));
  const lapPx = (width - NAME_PX - 20) / Math.max(...rows.map(({ last_lap }) => last_lap));
  const roomy = bars.filter(
    (row) => row.median_lap_millis && (row.last_lap - row.from) * lapPx > 58,
  );
  return Plot.plot({
    ...{ width, height: heightOf(rows), marginLeft: NAME_PX, marginBottom: 40, style: STYLE },
    x: { label: 'lap', labelAnchor: 'center', labelArrow: 'none', ticks: isWide ? 12 : 5 },
    y: downOf(rows),
    color: {
      type: 'linear',
      domain: [-2, 0, 2],
      range: ['#5b9df5', '#c9ccd3', '#f0705c'],
      clamp: true,
    },
    marks: [
      Plot.barX(bars, {
        ...{ x1: 'from', x2: 'last_lap', y: 'family_name', fill: 'slower', insetRight: 2, rx: 3 },
      }),
      Plot.text(roomy, {
        ...{ x: (row) => (row.from + row.last_lap) / 2, y: 'family_name', fill: '#14161a' },
        text: (row) => clock(row.median_lap_millis),
      }),
      Plot.tip(
        bars,
        Plot.pointerY({
          ...{ x: (row) => (row.from + row.last_lap) / 2, y: 'family_name', fontSize: 12 },
          title: (row) =>
            `${row.driver}, stint ${row.stint}\nlaps ${row.first_lap} to ${row.last_lap}\n` +
            `median ${row.median_lap_millis ? clock(row.median_lap_millis) : 'unknown'}`,
        }),
      ),
    ],
  });
}

/** A dot per visit to the pit lane, with its seconds. */
export function pitVisits(rows, { width, isWide }) {
  const last = Math.max(...rows.map(({ lap }) => lap));
  const isLong = ({ kind }) => kind === 'long';
  return Plot.plot({
    ...{ width, height: heightOf(rows), marginLeft: NAME_PX, marginBottom: 40, style: STYLE },
    marginRight: 48,
    x: {
      label: 'lap',
      labelAnchor: 'center',
      labelArrow: 'none',
      domain: [0, last],
      ticks: isWide ? 12 : 5,
    },
    y: { ...downOf(rows), grid: true },
    marks: [
      Plot.dot(rows, {
        ...{ x: 'lap', y: 'family_name', r: 4.5, stroke: 'var(--accent)', strokeWidth: 2 },
        fill: (row) => (isLong(row) ? 'var(--card)' : 'var(--accent)'),
      }),
      (isWide || null) &&
        Plot.text(rows, {
          ...{ x: 'lap', y: 'family_name', dx: 8, textAnchor: 'start', fill: 'currentColor' },
          text: (row) =>
            isLong(row)
              ? clock(row.pit_lane_millis).slice(0, -4)
              : (row.pit_lane_millis / 1000).toFixed(1),
        }),
      Plot.tip(
        rows,
        Plot.pointer({
          ...{ x: 'lap', y: 'family_name', fontSize: 12 },
          title: (row) =>
            `${row.driver}, visit ${row.stop}\nlap ${row.lap}: ${clock(row.pit_lane_millis)} s\n` +
            `${clock(row.against_field_millis)} s against the median`,
        }),
      ),
    ],
  });
}

/** Overtakes made to the right, suffered to the left. */
export function overtakes(rows, { width }) {
  const at = { y: 'family_name', rx: 3 };
  const text = { y: 'family_name', fill: 'currentColor' };
  return Plot.plot({
    ...{ width, height: heightOf(rows), marginLeft: NAME_PX, marginRight: 30, style: STYLE },
    x: { axis: null, inset: 24 },
    y: downOf(rows),
    marks: [
      Plot.barX(rows, { ...at, x: 'overtakes', fill: 'var(--good)', insetLeft: 1 }),
      Plot.barX(rows, {
        ...at,
        x: (row) => -row.times_overtaken,
        fill: 'var(--quiet)',
        insetRight: 1,
      }),
      Plot.text(rows, { ...text, x: 'overtakes', text: 'overtakes', dx: 6, textAnchor: 'start' }),
      Plot.text(rows, {
        ...{ ...text, x: (row) => -row.times_overtaken, text: 'times_overtaken' },
        ...{ dx: -6, textAnchor: 'end' },
      }),
    ],
  });
}
