import { ask, pathOf } from './ask.js';
import { cardsOf } from './cards.js';
import { careerFigures } from './career-figures.js';
import { byId, element, link } from './element.js';
import { showFigure } from './figure.js';
import { day } from './format.js';
import { state } from './page-state.js';
import { runPage } from './run-page.js';

async function fill(isNewest) {
  const driver = state().get('driver');
  if (!driver) {
    byId('where').textContent = 'Search for a name above.';
    return;
  }
  const { rows } = await ask(pathOf('api/v1/plots/driver-head', { driver }));
  if (!isNewest()) return;
  if (rows.length === 0) throw new Error(`There is no driver '${driver}'.`);
  showHead(rows[0]);
  const shown = await Promise.all(careerFigures().map((figure) => showFigure(figure, { driver })));
  // The seasons are few: their table is open from the start.
  if (shown[0].length > 0) byId('career').querySelector('details').open = true;
}

function showHead(row) {
  document.title = `${row.driver} · Lyzer ETL`;
  byId('title').textContent = row.driver;
  const born = row.date_of_birth ? `born ${day(row.date_of_birth)}` : '';
  byId('where').replaceChildren(
    [row.nationality, born].filter(Boolean).join(', '),
    ' · ',
    link(pathOf('trace', { table: 'driver', row: row.driver_ref }), 'where this comes from'),
  );
  if (row.starts === null) {
    byId('cards').replaceChildren(element('p', 'No race of this driver is in the data.', 'empty'));
    return;
  }
  byId('cards').replaceChildren(
    ...cardsOf([
      [
        'Seasons',
        row.first_season === row.last_season
          ? row.first_season
          : `${row.first_season}–${row.last_season}`,
        `${row.starts} starts`,
      ],
      ['Titles', row.titles, ''],
      ['Wins', row.wins, `${row.podiums} podiums`],
      ['Poles', row.poles, row.laps_led === null ? '' : `${row.laps_led} laps led`],
      ['Points', row.points, 'as given'],
    ]),
  );
}

runPage(fill);
