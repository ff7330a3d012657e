import { ask, pathOf } from './ask.js';
import { byId, element, link } from './element.js';

const HREFS = {
  driver: (ref) => pathOf('driver', { driver: ref }),
  season: (ref) => pathOf('season', { season: ref }),
  race: (ref) => {
    const [season, round] = ref.split('/');
    return pathOf('race', { season, round });
  },
};

/** Finds names while somebody types, and shows links to their pages. */
export function attachSearch() {
  const input = /** @type {HTMLInputElement} */ (byId('search'));
  const found = byId('found');
  let turn = 0;
  input.addEventListener('input', async () => {
    turn += 1;
    const mine = turn;
    const text = input.value.trim();
    const answer =
      text === ''
        ? undefined
        : await ask(pathOf('api/v1/plots/names', { text })).catch(() => undefined);
    if (mine !== turn) return;
    show(found, answer?.rows, text);
  });
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape') found.hidden = true;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') step(event, input, found);
  });
  addEventListener('click', ({ target }) => {
    if (target !== input) found.hidden = true;
  });
  byId('search-form').addEventListener('submit', (event) => {
    event.preventDefault();
    found.querySelector('a')?.click();
  });
}

function show(found, rows, text) {
  found.hidden = text === '';
  const lines = (rows ?? []).map(({ kind, ref, name, more }) => {
    const hrefOf = HREFS[kind] ?? ((row) => pathOf('trace', { table: kind, row }));
    const made = link(hrefOf(ref), [element('span', name), element('small', `${kind} ${more}`)]);
    return element('li', made);
  });
  const none = rows ? 'Nothing has this name.' : 'The server does not answer.';
  found.replaceChildren(...(lines.length > 0 ? lines : [element('li', none, 'empty')]));
}

/** Up and down go through the links, as in a list of choices. */
function step(event, input, found) {
  const stops = [input, ...found.querySelectorAll('a')];
  const at = stops.indexOf(document.activeElement);
  if (found.hidden || at < 0) return;
  event.preventDefault();
  const by = event.key === 'ArrowDown' ? 1 : stops.length - 1;
  stops[(at + by) % stops.length].focus();
}
