import { element } from './element.js';
import { scrolling } from './table.js';

const LAYERS = ['raw', 'rules', 'staging', 'core', 'intermediate', 'metrics'];

/** The models that a table is made from: a column per layer, and the SQL of the one chosen. */
export function drawLineage({ table, models }) {
  const section = element('section', element('h2', 'How the table is made'));
  section.id = 'lineage';
  const hint =
    "From Jolpica's pages on the left to the table on the right. Choose a model for its SQL.";
  const shown = element('div', []);
  shown.setAttribute('aria-live', 'polite');
  const boxes = new Map(models.map(({ name }) => [name, boxOf(name)]));
  const show = (name) => {
    markAround(name, models, boxes);
    shown.replaceChildren(...sqlOf(models.find((model) => model.name === name)));
  };
  for (const [name, box] of boxes) box.addEventListener('click', () => show(name));
  const columns = LAYERS.filter((layer) => models.some((model) => model.layer === layer)).map(
    (layer) => {
      const own = models.filter((model) => model.layer === layer);
      const items = own.map(({ name }) => element('li', boxes.get(name)));
      return element('div', [element('h3', layer), element('ul', items)]);
    },
  );
  const lineage = scrolling(element('div', columns, 'lineage'), 'Models by layer');
  lineage.classList.add('whole');
  section.append(element('p', hint, 'hint'), lineage, legend(), shown);
  show(table);
  return section;
}

function boxOf(name) {
  const box = element('button', name.replace(/^.*\./, ''));
  box.setAttribute('type', 'button');
  return box;
}

/** Marks the model, what it reads and what reads it. */
function markAround(name, models, boxes) {
  const { inputs } = models.find((model) => model.name === name);
  for (const model of models) {
    const box = boxes.get(model.name);
    box.setAttribute('aria-pressed', String(model.name === name));
    box.classList.toggle('reads', inputs.includes(model.name));
    box.classList.toggle('is-read', model.inputs.includes(name));
  }
}

function legend() {
  const made = element('p', [
    element('span', 'read by it', 'reads'),
    element('span', 'reads it', 'is-read'),
  ]);
  made.className = 'legend';
  return made;
}

function sqlOf({ name, sql, description, inputs }) {
  const reads = inputs.length === 0 ? 'It reads the archive.' : `It reads ${inputs.join(', ')}.`;
  return [
    element('h3', name),
    element('p', `${description} ${reads}`, 'hint'),
    scrolling(element('pre', sql), `SQL of ${name}`),
  ];
}
