import { svg, widthOf } from './svg.js';

const RESOURCES = [
  ['results', 'driven'],
  ['qualifying', 'qualifying'],
  ['sprints', 'sprints'],
  ['laps', 'laps'],
  ['pit stops', 'pit_stops'],
];
const [LEFT, TOP, ROW] = [84, 4, 24];
/** Half the width of a year's label. */
const YEAR_PX = 16;

/** Draws how many races have rows, per season and resource. Darker means more. */
export function drawCoverage(place, coverage) {
  const { width, isWide } = widthOf(place);
  const cell = (width - LEFT) / coverage.length;
  const gap = cell * 0.12;
  const height = TOP + RESOURCES.length * ROW + 22;
  const cells = RESOURCES.flatMap(([label, key], row) => [
    svg('text', { x: 0, y: TOP + row * ROW + 16, class: 'axis' }, label),
    ...coverage.map((season, index) => {
      const all = key === 'driven' ? season.races : season.driven;
      const share = all === 0 ? 0 : season[key] / all;
      const rect = {
        x: LEFT + index * cell + gap / 2,
        y: TOP + row * ROW + 1,
        width: cell - gap,
        height: ROW - 4,
        rx: gap,
        style:
          season[key] === 0
            ? 'fill: var(--empty)'
            : `fill: color-mix(in oklab, var(--accent) ${30 + 70 * share}%, var(--card))`,
      };
      return svg(
        'rect',
        rect,
        svg('title', {}, `${season.season}, ${label}: ${season[key]} of ${all} races`),
      );
    }),
  ]);
  // A narrow page has room for fewer years.
  const every = isWide ? 10 : 20;
  const years = coverage.flatMap(({ season }, index) => {
    if (season % every !== 0) return [];
    const x = LEFT + (index + 0.5) * cell;
    // The last one would stick out of a narrow page.
    const anchor = x > width - YEAR_PX ? 'end' : 'middle';
    const at = { x: Math.min(x + (anchor === 'end' ? YEAR_PX : 0), width), y: height - 4 };
    return svg('text', { ...at, class: 'axis', 'text-anchor': anchor }, String(season));
  });
  const label = 'Coverage by season and resource';
  const view = { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label };
  place.replaceChildren(svg('svg', view, [...cells, ...years]));
}
