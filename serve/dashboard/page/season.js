import { ask, pathOf } from './ask.js';
import { byId } from './element.js';
import { showFigure } from './figure.js';
import { choices, choose, state } from './page-state.js';
import { runPage } from './run-page.js';
import { seasonFigures } from './season-figures.js';

async function chosenSeason(known) {
  const asked = state().get('season');
  if (asked) return asked;
  const query = { sort: '-season', select: 'season', limit: '1' };
  const { rows } = await ask(pathOf('api/v1/tables/race_summary', query));
  return String(rows[0]?.season ?? known[0]?.season);
}

async function fill(isNewest) {
  const seasons = await ask('api/v1/tables/season?sort=-season&select=season&limit=1000');
  const season = await chosenSeason(seasons.rows);
  if (!isNewest()) return;
  const years = seasons.rows.map((row) => String(row.season));
  if (!years.includes(season)) throw new Error(`There is no season ${season}.`);
  document.title = `Season ${season} · Lyzer ETL`;
  byId('title').textContent = `Season ${season}`;
  const options = years.map((year) => [year, year]);
  const pick = choices('Season', options, season, (chosen) => {
    choose({ season: chosen }, true);
    again();
  });
  byId('pick').replaceChildren(pick);
  const views = {
    championship: state().get('championship') === 'places' ? 'places' : 'points',
    teammates: state().get('teammates') === 'race' ? 'race' : 'qualifying',
  };
  const change = (changes) => {
    choose(changes);
    again();
  };
  await Promise.all(seasonFigures(views, change).map((figure) => showFigure(figure, { season })));
}

const again = runPage(fill);
