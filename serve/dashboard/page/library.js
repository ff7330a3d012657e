/**
 * Observable Plot, which the page's own script tags have loaded.
 * @type {typeof import('@observablehq/plot')}
 */
export const Plot = globalThis.Plot;

/** Ten colours that differ on light and dark backgrounds, also with most colour blindness. */
const COLOURS = [
  ...['#e4572e', '#3f6ff0', '#1fa574', '#a05cc8', '#d9a400'],
  ...['#22b5b5', '#d6457f', '#7a8a2a', '#8d6e63', '#7f8c9b'],
];

/** Names in order, with a colour each; the second ten are dashed. */
export function looksOf(rows) {
  const refs = [...new Set(rows.map(({ driver_ref }) => driver_ref))];
  return new Map(
    refs.map((ref, index) => {
      const dash = Math.floor(index / COLOURS.length) % 2 === 1 ? '5 3' : null;
      return [ref, { colour: COLOURS[index % COLOURS.length], dash }];
    }),
  );
}

/** Rows by driver, in their order. */
export function byDriver(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(row.driver_ref, [...(groups.get(row.driver_ref) ?? []), row]);
  return [...groups.values()];
}

/** Text in a drawing has the page's own size. */
export const STYLE = { fontSize: '12px', fontFamily: 'inherit', background: 'none' };
