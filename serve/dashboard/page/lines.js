import { svg, widthOf } from './svg.js';

// Ten colours that differ on light and dark backgrounds, also with most colour blindness.
const COLOURS = [
  '#e4572e',
  '#3f6ff0',
  '#1fa574',
  '#a05cc8',
  '#d9a400',
  '#22b5b5',
  '#d6457f',
  '#7a8a2a',
  '#8d6e63',
  '#7f8c9b',
];
/** A driver has the same colour in both drawings. */
const colourOf = new Map();
const HEIGHT = 420;
const EDGE = { left: 48, top: 12, bottom: 40 };
/** Width of a name and its last value; on a narrow page, of the family name. */
const LABELS_PX = { wide: 226, narrow: 132 };
const LABEL_PX = 17;

/** Draws one line per series of points `[x, y]`, with its name at its end. `isDown`: larger is lower. */
export function drawLines(place, series, { x, y, isDown = false, digits = 0, unit = '' }) {
  const frame = frameOf(place);
  const points = series.flatMap((one) => one.points);
  if (points.length === 0) {
    const none = document.createElement('p');
    none.className = 'empty';
    none.textContent = 'There is no data for this.';
    place.replaceChildren(none);
    return;
  }
  const scaleX = scale(extent(points.map(([at]) => at)), [EDGE.left, frame.end]);
  const [least, most] = extent(
    shown(
      points.map(([, value]) => value),
      isDown,
    ),
  );
  const [top, bottom] = [EDGE.top, HEIGHT - EDGE.bottom];
  const scaleY = scale([Math.min(0, least), most], isDown ? [top, bottom] : [bottom, top]);
  const clipped = svg('clipPath', { id: `${place.id}-clip` }, [
    svg('rect', {
      x: 0,
      y: EDGE.top - 4,
      width: frame.width,
      height: HEIGHT - EDGE.top - EDGE.bottom + 8,
    }),
  ]);
  const labels = spread(series.map(({ points: own }) => scaleY(own.at(-1)[1])));
  const colours = coloursOf(series.map(({ name }) => name));
  const lastOf = ({ points: own }) => `${own.at(-1)[1].toFixed(digits).replace(/\.0$/, '')}${unit}`;
  const drawn = series.map((one, index) =>
    drawSeries(frame.isWide ? one.name : one.short, lastOf(one), colours[index], labels[index], {
      end: frame.end,
      clip: `url(#${place.id}-clip)`,
      path: pathOf(one.points, scaleX, scaleY),
      title: `${one.name}: ${lastOf(one)}`,
    }),
  );
  const values = series.map((one) => `${one.name} ${lastOf(one)}`).join(', ');
  const label = `${y} by ${x}, at the end: ${values}`;
  const view = { viewBox: `0 0 ${frame.width} ${HEIGHT}`, role: 'img', 'aria-label': label };
  const axes = [...axisX(scaleX, x, frame), ...axisY(scaleY, y, frame)];
  place.replaceChildren(svg('svg', view, [clipped, ...axes, ...drawn]));
}

/** The area of a plot's lines; the names are to the right of it. */
function frameOf(place) {
  const { width, isWide } = widthOf(place);
  return { width, isWide, end: width - (isWide ? LABELS_PX.wide : LABELS_PX.narrow) };
}

/** Reuses known colours, and gives each new name a colour that no other series here has. */
function coloursOf(names) {
  const known = names.map((name) => colourOf.get(name));
  const free = COLOURS.filter((colour) => !known.includes(colour));
  return names.map((name, index) => {
    const colour = known[index] ?? free.shift() ?? COLOURS[0];
    colourOf.set(name, colour);
    return colour;
  });
}

function drawSeries(name, last, colour, labelY, { end, clip, path, title }) {
  // Mixed with the text colour: some colours are too pale for text.
  const style = `fill: color-mix(in oklab, ${colour} 70%, var(--ink))`;
  return svg('g', { class: 'series' }, [
    svg('title', {}, title),
    svg('path', { d: path, class: 'line', stroke: colour, 'clip-path': clip }),
    svg('path', { d: path, class: 'touch', 'clip-path': clip }),
    svg('text', { x: end + 12, y: labelY + 4, class: 'end', style }, [
      name,
      svg('tspan', { class: 'last', dx: 6 }, last),
    ]),
  ]);
}

function axisX(scaleX, name, { end, isWide }) {
  const baseY = HEIGHT - EDGE.bottom;
  const ticks = ticksOf(scaleX.domain, isWide ? 12 : 6).filter(Number.isInteger);
  return [
    ...ticks.map((at) =>
      svg(
        'text',
        { x: scaleX(at), y: baseY + 18, class: 'axis', 'text-anchor': 'middle' },
        String(at),
      ),
    ),
    svg(
      'text',
      { x: (EDGE.left + end) / 2, y: HEIGHT - 4, class: 'axis', 'text-anchor': 'middle' },
      name,
    ),
  ];
}

function axisY(scaleY, name, { end }) {
  const lines = ticksOf(scaleY.domain, 6).flatMap((at) => [
    svg('line', { x1: EDGE.left, x2: end, y1: scaleY(at), y2: scaleY(at), class: 'grid' }),
    svg(
      'text',
      { x: EDGE.left - 8, y: scaleY(at) + 4, class: 'axis', 'text-anchor': 'end' },
      String(at),
    ),
  ]);
  const middle = (EDGE.top + HEIGHT - EDGE.bottom) / 2;
  const turned = {
    transform: `translate(11 ${middle}) rotate(-90)`,
    class: 'axis',
    'text-anchor': 'middle',
  };
  return [...lines, svg('text', turned, name)];
}

/** Cuts the largest 3 % of gaps off, so that one long stop does not flatten all other lines. */
function shown(values, isDown) {
  if (!isDown) return values;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.slice(0, Math.ceil(sorted.length * 0.97));
}

function extent(values) {
  return [Math.min(...values), Math.max(...values)];
}

function scale(domain, [from, to]) {
  const [least, most] = domain;
  const span = most - least || 1;
  const made = (value) => from + ((value - least) / span) * (to - from);
  return Object.assign(made, { domain });
}

function ticksOf([least, most], count) {
  const rough = (most - least) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough);
  const first = Math.ceil(least / step);
  return Array.from({ length: Math.floor(most / step) - first + 1 }, (_, index) =>
    Number(((first + index) * step).toFixed(6)),
  );
}

function pathOf(points, scaleX, scaleY) {
  return points
    .map(
      ([x, y], index) =>
        `${index === 0 ? 'M' : 'L'}${scaleX(x).toFixed(1)} ${scaleY(y).toFixed(1)}`,
    )
    .join('');
}

/** Moves overlapping labels apart, as little as needed, and keeps them within the frame. */
function spread(wanted) {
  const bottom = HEIGHT - EDGE.bottom;
  const order = wanted
    .map((y, index) => ({ y: Math.min(y, bottom), index }))
    .sort((a, b) => a.y - b.y);
  for (let at = 1; at < order.length; at += 1) {
    order[at].y = Math.max(order[at].y, order[at - 1].y + LABEL_PX);
  }
  for (let at = order.length - 1, limit = bottom; at >= 0; at -= 1) {
    order[at].y = Math.min(order[at].y, limit);
    limit = order[at].y - LABEL_PX;
  }
  const places = [];
  for (const { y, index } of order) places[index] = y;
  return places;
}
