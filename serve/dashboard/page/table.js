import { element, link } from './element.js';
import { headOf, textOf } from './format.js';

/**
 * A table of rows; a name beside its `_ref` leads to the driver's page.
 * @param {Record<string, unknown>[]} rows
 * @param {{ label: string, hrefOf?: (row: any, column: string) => string | undefined }} options
 */
export function tableOf(rows, { label, hrefOf = () => undefined }) {
  const columns = Object.keys(rows[0] ?? {}).filter(
    (column) => !column.endsWith('_ref') && !column.endsWith('family_name'),
  );
  const isNumber = (column) => rows.some((row) => typeof row[column] === 'number');
  const head = element(
    'tr',
    columns.map((column) => headCell(column, isNumber(column))),
  );
  const body = rows.map((row) =>
    element(
      'tr',
      columns.map((column) => cellOf(row, column, hrefOf(row, column) ?? driverOf(row, column))),
    ),
  );
  const table = element('table', [element('thead', head), element('tbody', body)]);
  table.setAttribute('aria-label', label);
  return scrolling(table, label);
}

/** Rows by the values of a column, one column per value of another: laps across, drivers down. */
export function pivot(rows, down, across, value) {
  const names = [...new Set(rows.map((row) => row[across]))].sort((a, b) => a - b);
  const found = new Map();
  for (const row of rows) {
    const key = row[`${down}_ref`];
    if (!found.has(key)) {
      const empty = Object.fromEntries(names.map((name) => [`${across} ${name}`, null]));
      found.set(key, { [down]: row[down], [`${down}_ref`]: key, ...empty });
    }
    found.get(key)[`${across} ${row[across]}`] = row[value];
  }
  return [...found.values()];
}

/** What is wider than the page is scrolled on its own, also by keyboard. */
export function scrolling(content, label) {
  const made = element('div', content, 'scroll');
  made.tabIndex = 0;
  made.setAttribute('role', 'region');
  made.setAttribute('aria-label', label);
  return made;
}

function headCell(column, isNumber) {
  const cell = element('th', headOf(column), isNumber ? 'number' : '');
  cell.setAttribute('scope', 'col');
  return cell;
}

function cellOf(row, column, href) {
  const value = row[column];
  const text = textOf(column, value);
  const isNumber = typeof value === 'number';
  return element('td', href && text !== '' ? link(href, text) : text, isNumber ? 'number' : '');
}

function driverOf(row, column) {
  const ref = row[`${column}_ref`];
  return ref ? `driver?${new URLSearchParams({ driver: ref })}` : undefined;
}
