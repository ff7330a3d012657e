import { element, link, opening } from './element.js';
import { moment } from './format.js';
import { scrolling } from './table.js';

/** A row with its place in the archive, each column with what was sent, and its corrections. */
export function showRow(row, { snapshot }, column) {
  const section = element('section', element('h2', 'The row in the archive'));
  section.append(factsOf(row, snapshot), columnsOf(row, column));
  if (row.corrections.length > 0) section.append(correctionsOf(row));
  if (row.sent !== null) {
    const text = JSON.stringify(row.sent, null, 2);
    const sent = opening('As Jolpica sent it', () =>
      scrolling(element('pre', marked(text, row, column)), 'The row as Jolpica sent it'),
    );
    section.append(sent);
    sent.open = true;
  }
  return section;
}

function factsOf({ list, file, page, path, fetchedAt }, snapshot) {
  const facts =
    list === null
      ? [['list', 'none: Jolpica lacks the row, a correction added it']]
      : [
          ['list', list],
          ['fetched', moment(fetchedAt)],
          ['file', file],
          ['page', `at offset ${page}`],
          ['path', path],
        ];
  const lines = [...facts, ['snapshot', snapshot]].flatMap(([name, text]) => [
    element('dt', name),
    element('dd', text),
  ]);
  return element('dl', lines);
}

function columnsOf({ columns, corrections }, column) {
  const heads = ['column', 'value', 'sent', 'field', 'how'].map((name) => element('th', name));
  const rows = columns.map((one) => {
    const line = corrections.find((known) => known.column === one.name);
    const cells = [one.name, one.value ?? '', one.raw ?? '', one.field ?? '', how(one, line)];
    const made = element(
      'tr',
      cells.map((text) => element('td', text)),
    );
    if (one.name === column) made.setAttribute('aria-current', 'true');
    return made;
  });
  const table = element('table', [element('thead', element('tr', heads)), element('tbody', rows)]);
  const whole = scrolling(table, 'Columns, and the field of each');
  whole.classList.add('whole');
  return whole;
}

function how({ value, raw, field }, line) {
  if (line) return 'corrected';
  if (field === null) return 'computed';
  return value === raw ? 'as sent' : 'converted';
}

function correctionsOf({ corrections }) {
  const lines = corrections.map(({ column, old, new: value, source }) =>
    element('li', [
      `${column}: ${old ?? 'nothing'} → ${value ?? 'nothing'}, `,
      link(source, source),
    ]),
  );
  return element('div', [element('h3', 'Corrections'), element('ul', lines)]);
}

/** The JSON, with the line of the column's field marked. */
function marked(text, { columns }, column) {
  const field = columns.find(({ name }) => name === column)?.field;
  const key = field?.split('.').at(-1);
  if (!key) return text;
  return text.split('\n').flatMap((line) => {
    const isField = line.trimStart().startsWith(`"${key}":`);
    return [isField ? element('mark', line) : line, '\n'];
  });
}
