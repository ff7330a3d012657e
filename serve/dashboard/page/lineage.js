import { element, opening } from './element.js';
import { scrolling } from './table.js';

const LAYERS = ['raw', 'rules', 'staging', 'core', 'intermediate', 'metrics'];

/** The models that a table is made from: a column per layer, and the SQL of each below. */
export function drawLineage({ table, models }) {
  const section = element('section', element('h2', 'How the table is made'));
  section.id = 'lineage';
  section.append(
    element(
      'p',
      "From Jolpica's pages on the left to the table on the right. A model marks what it reads and what reads it; its SQL is below.",
      'hint',
    ),
  );
  const boxes = new Map(models.map((model) => [model.name, boxOf(model, table)]));
  for (const [name, box] of boxes) {
    const mark = () => markAround(name, models, boxes);
    box.addEventListener('mouseenter', mark);
    box.addEventListener('focus', mark);
  }
  const columns = LAYERS.filter((layer) => models.some((model) => model.layer === layer)).map(
    (layer) => {
      const own = models.filter((model) => model.layer === layer);
      const items = own.map(({ name }) => element('li', boxes.get(name)));
      return element('div', [element('h3', layer), element('ul', items)]);
    },
  );
  section.append(scrolling(element('div', columns, 'lineage'), 'Models by layer'));
  section.append(...models.toReversed().map((model) => sqlOf(model, model.name === table)));
  return section;
}

function boxOf({ name, description }, table) {
  const box = element('a', name.replace(/^.*\./, ''));
  box.setAttribute('href', `#sql-${name}`);
  box.title = description;
  if (name === table) box.classList.add('own');
  box.addEventListener('click', () => {
    const target = /** @type {HTMLDetailsElement} */ (document.getElementById(`sql-${name}`));
    target.open = true;
  });
  return box;
}

/** Marks what a model reads, and what reads it. */
function markAround(name, models, boxes) {
  const { inputs } = models.find((model) => model.name === name);
  for (const model of models) {
    const box = boxes.get(model.name);
    box.classList.toggle('reads', inputs.includes(model.name));
    box.classList.toggle('is-read', model.inputs.includes(name));
  }
}

function sqlOf({ name, sql, description }, isOpen) {
  const made = opening(name, () =>
    element('div', [
      element('p', description, 'hint'),
      scrolling(element('pre', sql), `SQL: ${name}`),
    ]),
  );
  made.id = `sql-${name}`;
  made.open = isOpen;
  return made;
}
