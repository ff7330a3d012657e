import { ask, pathOf } from './ask.js';
import { byId, element, link } from './element.js';
import { drawLineage } from './lineage.js';
import { choose, state } from './page-state.js';
import { runPage } from './run-page.js';
import { showRow } from './traced-row.js';

async function fill(isNewest) {
  const [table, row, column] = ['table', 'row', 'column'].map((name) => state().get(name) ?? '');
  const { tables } = await ask('api/v1/tables');
  if (!isNewest()) return;
  fillForm(tables, table, row);
  byId('figures').replaceChildren();
  if (table === '') {
    byId('where').textContent =
      'Any row of a table, down to the page of Jolpica that it came in; any metric, down to the tables that it is made of.';
    return;
  }
  const name = table.replace(/^.*\./, '');
  const lineage = await ask(`api/v1/lineage/${encodeURIComponent(name)}`);
  if (!isNewest()) return;
  document.title = `${name} ${row} · Lyzer ETL`;
  byId('title').textContent = row === '' ? name : `${name} ${row}`;
  byId('where').textContent = lineage.description;
  if (lineage.origin && row !== '') {
    const traced = await ask(pathOf(`api/v1/trace/${encodeURIComponent(name)}`, { row }));
    if (!isNewest()) return;
    byId('figures').append(...traced.rows.map((one) => showRow(one, traced, column)));
  } else {
    byId('figures').append(explain(lineage, name));
  }
  byId('figures').append(drawLineage(lineage));
}

/** What a table without a row to trace is: how to name one, or what it is computed from. */
function explain({ origin, models }, name) {
  const section = element('section', element('h2', 'Rows'), '');
  if (origin) {
    section.append(element('p', `Name a row as ${origin.join('/')}, or by its UUID.`, 'hint'));
    return section;
  }
  const inputs = models
    .at(-1)
    .inputs.map((input) => element('li', link(pathOf('trace', { table: input }), input)));
  const published = models.at(-1).inputs.map((input) => models.find((one) => one.name === input));
  const links = inputs.filter((_, index) => ['core', 'metrics'].includes(published[index]?.layer));
  section.append(
    element('p', `Each row of ${name} is computed from many rows, by the SQL below.`, 'hint'),
    ...(links.length > 0 ? [element('p', 'Tables that it reads:'), element('ul', links)] : []),
    link(`api/v1/tables/${name}?format=csv&limit=10000`, 'CSV'),
  );
  return section;
}

function fillForm(tables, table, row) {
  const select = /** @type {HTMLSelectElement} */ (byId('table'));
  const input = /** @type {HTMLInputElement} */ (byId('row'));
  const names = tables.map(({ name }) => name).sort();
  select.replaceChildren(...names.map((name) => new Option(name, name)));
  select.value = table.replace(/^.*\./, '') || 'race_result';
  input.value = row;
}

const again = runPage(fill);
byId('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
  const [table, row] = [String(form.get('table')), String(form.get('row')).trim()];
  choose({ table, row, column: '' }, true);
  again();
});
