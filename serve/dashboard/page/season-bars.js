import { Plot, STYLE } from './library.js';

const ROW_PX = 26;
const MOST_PAIRS = 24;

/** A square per race in its winner's row, most wins first. */
export function winners(rows, { width, isWide }) {
  const won = rows.filter(({ winner }) => winner);
  const counts = new Map();
  for (const { winner } of won) counts.set(winner, (counts.get(winner) ?? 0) + 1);
  const names = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
  const side = isWide ? 150 : 128;
  return Plot.plot({
    ...{ width, height: Math.max(1, names.length) * ROW_PX + 56, style: STYLE },
    ...{ marginLeft: side, marginRight: 30, marginBottom: 40 },
    x: {
      type: 'band',
      domain: rows.map(({ round }) => round),
      label: 'round',
      padding: 0.12,
      ...ticksOf(rows, isWide),
    },
    y: { domain: names, label: null, tickSize: 0 },
    marks: [
      Plot.cell(won, {
        ...{ x: 'round', y: 'winner', rx: 3, inset: isWide ? 2 : 0, fill: 'var(--accent)' },
        fillOpacity: (row) => (row.winner === row.pole ? 1 : 0.55),
      }),
      Plot.text(names, {
        ...{ y: (name) => name, frameAnchor: 'right', dx: 20, fill: 'currentColor' },
        text: (name) => String(counts.get(name)),
      }),
      Plot.tip(
        won,
        Plot.pointer({
          ...{ x: 'round', y: 'winner', fontSize: 12 },
          title: (row) =>
            `${row.race_name}\n${row.winner}, ${row.constructor}\nfrom place ${row.winner_grid} of the grid`,
        }),
      ),
    ],
  });
}

/** A pair per row: how often the one on the right was ahead, and how often the one on the left. */
export function teammates(rows, { width, isWide }, view) {
  const [ahead, behind] =
    view === 'race' ? ['races_ahead', 'races_behind'] : ['qualifying_ahead', 'qualifying_behind'];
  const pairs = rows
    .filter((row) => row[ahead] + row[behind] > 0)
    .slice(0, MOST_PAIRS)
    .map((row) => ({ ...row, pair: `${row.driver_ref} ${row.teammate_ref} ${row.constructor}` }));
  const most = Math.max(1, ...pairs.map((row) => Math.max(row[ahead], row[behind])));
  const name = isWide ? ['driver', 'teammate'] : ['family_name', 'teammate_family_name'];
  const text = { y: 'pair', fill: 'currentColor' };
  const side = isWide ? 190 : 104;
  return Plot.plot({
    ...{ width, height: Math.max(1, pairs.length) * ROW_PX + 20, style: STYLE },
    ...{ marginLeft: side, marginRight: side, marginTop: 10, marginBottom: 10 },
    x: { axis: null, domain: [-most, most] },
    y: { axis: null, domain: pairs.map(({ pair }) => pair), padding: 0.22 },
    marks: [
      Plot.barX(pairs, { x: ahead, y: 'pair', fill: 'var(--accent)', rx: 3, insetLeft: 1 }),
      Plot.barX(pairs, {
        x: (row) => -row[behind],
        y: 'pair',
        fill: 'var(--quiet)',
        rx: 3,
        insetRight: 1,
      }),
      Plot.text(pairs, {
        ...text,
        x: ahead,
        dx: 6,
        textAnchor: 'start',
        text: (row) => `${row[ahead]} ${row[name[0]]}`,
      }),
      Plot.text(pairs, {
        ...{ ...text, x: (row) => -row[behind], dx: -6, textAnchor: 'end' },
        text: (row) => `${row[name[1]]} ${row[behind]}`,
      }),
    ],
  });
}

function ticksOf(rows, isWide) {
  if (isWide) return {};
  return {
    tickFormat: (round) => (round % 5 === 0 || round === rows[0].round ? String(round) : ''),
  };
}
