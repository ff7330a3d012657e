import { ask, pathOf } from './ask.js';
import { byId, element, link, opening } from './element.js';
import { scrolling, tableOf } from './table.js';

/**
 * A plot of a page: where its rows come from, how they are drawn, and what a table of them is.
 * @typedef {object} Figure
 * @property {string} id also of the section
 * @property {string} plot name of its SQL
 * @property {string} title
 * @property {string} hint
 * @property {(rows: any[], frame: { width: number, isWide: boolean }) => Element} draw
 * @property {(rows: any[]) => string} describe what the drawing shows, for who cannot see it
 * @property {(rows: any[]) => any[]} [rowsOf] the rows of its table; all, if it has none
 * @property {(row: any, column: string) => string | undefined} [hrefOf] where a value leads
 * @property {Node[]} [controls]
 */

/** Functions that draw again what is shown, by place: widths change. */
const drawn = new Map();
addEventListener('resize', () => {
  for (const draw of drawn.values()) draw();
});

/**
 * Fetches a figure's rows and shows them: drawing, table, SQL and CSV.
 * @param {Figure} figure
 * @param {Record<string, string>} query
 */
export async function showFigure(figure, query) {
  const section = sectionOf(figure);
  const path = pathOf(`api/v1/plots/${figure.plot}`, query);
  const { rows, sql } = await ask(path);
  if (rows.length === 0) {
    drawn.delete(figure.id);
    section.replaceChildren(...headOf(figure), element('p', 'There is no data for this.', 'empty'));
    return rows;
  }
  const place = element('div', [], 'plot');
  const more = element('div', [...waysOf(figure, rows, sql), link(`${path}&format=csv`, 'CSV')]);
  more.className = 'more';
  section.replaceChildren(...headOf(figure), place, more);
  const draw = () => place.replaceChildren(imageOf(figure, rows, widthOf(place)));
  drawn.set(figure.id, draw);
  draw();
  return rows;
}

function sectionOf({ id }) {
  const found = byId(id);
  if (found) return found;
  const made = element('section', []);
  made.id = id;
  made.setAttribute('aria-labelledby', `${id}-title`);
  byId('figures').append(made);
  return made;
}

function headOf({ id, title, hint, controls = [] }) {
  const heading = element('h2', title);
  heading.id = `${id}-title`;
  return [element('div', [heading, ...controls], 'head'), element('p', hint, 'hint')];
}

function imageOf({ draw, describe, title }, rows, frame) {
  const image = draw(rows, frame);
  // The table says it all; the drawing itself is one image with a sentence.
  for (const part of image.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  image.setAttribute('role', 'img');
  image.setAttribute('aria-label', `${title}: ${describe(rows)}`);
  return image;
}

/**
 * @param {Figure} figure
 * @param {any[]} rows
 * @param {string} sql
 */
function waysOf({ title, rowsOf = (rows) => rows, hrefOf }, rows, sql) {
  return [
    opening('As a table', () => tableOf(rowsOf(rows), { label: `Table: ${title}`, hrefOf })),
    opening('SQL', () => scrolling(element('pre', sql), `SQL: ${title}`)),
  ];
}

function widthOf(place) {
  const width = Math.max(280, place.clientWidth);
  return { width, isWide: width >= 700 };
}
