import { ask, pathOf } from './ask.js';
import { cardsOf } from './cards.js';
import { byId, element, link } from './element.js';
import { showFigure } from './figure.js';
import { clock, day } from './format.js';
import { choices, choose, state } from './page-state.js';
import { raceFigures } from './race-figures.js';
import { runPage } from './run-page.js';
import { tableOf } from './table.js';

async function chosenRace() {
  const [season, round] = [state().get('season'), state().get('round')];
  if (season && round) return { season, round };
  const where = season ? { season } : {};
  const query = { ...where, sort: '-season,-round', select: 'season,round', limit: '1' };
  const { rows } = await ask(pathOf('api/v1/tables/race_summary', query));
  return { season: String(rows[0]?.season ?? season), round: String(rows[0]?.round ?? 1) };
}

async function fill(isNewest) {
  const race = await chosenRace();
  const [head, calendar] = await Promise.all([
    ask(pathOf('api/v1/plots/race-head', race)),
    ask(pathOf('api/v1/plots/season-calendar', { season: race.season })),
  ]);
  if (!isNewest()) return;
  if (head.rows.length === 0) throw new Error(`There is no race ${race.season}/${race.round}.`);
  showHead(head.rows[0], calendar.rows);
  const shown = new Set((state().get('drivers') ?? '').split(',').filter((ref) => ref !== ''));
  const figures = raceFigures({ ...race, shown });
  const [results] = await Promise.all([
    ...figures.map((figure) => showFigure(figure, race)),
    showCorrections(race),
  ]);
  if (isNewest()) showDrivers(results ?? [], shown);
}

function showHead(race, calendar) {
  document.title = `${race.season} ${race.race_name} · Lyzer ETL`;
  byId('title').textContent = `${race.season} ${race.race_name}`;
  const options = calendar.map((one) => [String(one.round), `${one.round}. ${one.race_name}`]);
  const pick = choices('Race', options, String(race.round), (round) => {
    choose({ season: String(race.season), round, drivers: '' }, true);
    again();
  });
  const season = link(pathOf('season', { season: race.season }), `Season ${race.season}`);
  byId('pick').replaceChildren(pick, season);
  const where = `${race.circuit_name}, ${race.locality}, ${race.country}`;
  byId('where').textContent = `${day(race.date)} · ${where}`;
  const cards = [
    [
      'Winner',
      race.winner,
      race.margin_millis === null ? '' : `${clock(race.margin_millis)} s ahead`,
    ],
    ['Pole', race.pole, ''],
    [
      'Laps',
      race.laps,
      race.lead_changes === null ? '' : `${race.lead_changes} changes of the lead`,
    ],
    ['Starters', race.starters, race.classified === null ? '' : `${race.classified} classified`],
    ['Overtakes', race.overtakes, 'by the lap chart'],
  ];
  byId('cards').replaceChildren(...cardsOf(cards));
}

/** A button per driver; those that are pressed stand out in the drawings. */
function showDrivers(results, shown) {
  const drivers = new Map(results.map((row) => [row.driver_ref, row.family_name]));
  const buttons = [...drivers].map(([ref, name]) => {
    const button = element('button', name);
    button.setAttribute('aria-pressed', String(shown.has(ref)));
    button.addEventListener('click', () => {
      if (!shown.delete(ref)) shown.add(ref);
      choose({ drivers: [...shown].join(',') });
      button.setAttribute('aria-pressed', String(shown.has(ref)));
      // The drawings read the same set.
      dispatchEvent(new Event('resize'));
    });
    return button;
  });
  byId('drivers').replaceChildren(...buttons);
  byId('drivers').hidden = buttons.length === 0;
}

async function showCorrections({ season, round }) {
  const { rows } = await ask(`api/v1/seasons/${season}/rounds/${round}/corrections`);
  const hrefOf = (row, column) => {
    if (column === 'row')
      return pathOf('trace', { table: row.table, row: row.row, column: row.column });
    return column === 'source' ? row.source : undefined;
  };
  const none = element('p', 'Nothing of this race had to be corrected.', 'empty');
  const table = () => tableOf(rows, { label: 'Corrections', hrefOf });
  byId('corrected').replaceChildren(rows.length === 0 ? none : table());
}

const again = runPage(fill);
