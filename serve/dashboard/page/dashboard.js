import { ask } from './ask.js';
import { cardsOf } from './cards.js';
import { drawCoverage } from './coverage.js';
import { byId, element } from './element.js';
import { day, moment } from './format.js';
import { drawLines } from './lines.js';
import { attachSearch } from './search.js';

function drawCards({ calendar, fetchedAt, builtAt, snapshot, coverage }) {
  const race = (which) => calendar.find((one) => one.which === which);
  const [last, next] = [race('last'), race('next')];
  const driven = coverage.reduce((sum, season) => sum + season.driven, 0);
  const cards = [
    last && ['Last race with results', last.race_name, `${day(last.date)}, round ${last.round}`],
    next && ['Next race', next.race_name, `${day(next.date)}, ${next.circuit_name}`],
    ['Races with results', driven.toLocaleString('en'), `in ${coverage.length} seasons`],
    ['Data of Jolpica as of', day(fetchedAt), `lake built ${moment(builtAt)}`],
  ];
  byId('cards').replaceChildren(...cardsOf(cards.filter(Boolean)));
  byId('cards').title = `snapshot ${snapshot}`;
}

function drawRuns({ runs, refresh }) {
  byId('due').hidden = !refresh?.dueAt;
  if (refresh?.dueAt) byId('due').textContent = `The next refresh is due ${moment(refresh.dueAt)}.`;
  if (runs.length === 0) {
    byId('runs').replaceChildren(element('p', 'No jobs yet on this server.', 'empty'));
    return;
  }
  const rows = runs.map(({ kind, state, startedAt, endedAt, code }) => {
    const seconds = endedAt
      ? ((Date.parse(endedAt) - Date.parse(startedAt)) / 1000).toFixed(1)
      : '';
    const cells = [
      element('td', kind),
      element('td', code ? `${state}: ${code}` : state, `state-${state}`),
    ];
    const times = [element('td', moment(startedAt)), element('td', seconds && `${seconds} s`)];
    return element('tr', [...cells, ...times]);
  });
  const head = element(
    'tr',
    ['job', 'state', 'started', 'took'].map((name) => element('th', name)),
  );
  byId('runs').replaceChildren(element('table', [head, ...rows]));
}

function drawChecks(checks) {
  if (checks.length === 0) {
    byId('checks').replaceChildren(element('p', 'This lake has no results of checks.', 'empty'));
    return;
  }
  const failed = checks.filter(({ faults }) => faults > 0);
  const passed = `${checks.length - failed.length} of ${checks.length} checks passed.`;
  const rest = failed.length === 0 ? '' : ' These failed. A warning does not stop a lake:';
  const rows = failed.map(({ name, description, severity, faults }) => {
    const cell = element('td', description);
    cell.title = name;
    const count = element(
      'td',
      `${faults.toLocaleString('en')} ${faults === 1 ? 'row' : 'rows'}`,
      'count',
    );
    return element('tr', [cell, element('td', severity), count]);
  });
  byId('checks').replaceChildren(element('p', passed + rest, 'empty'), element('table', rows));
}

const chosen = (id) => /** @type {HTMLSelectElement} */ (byId(id)).value;

async function drawSeason(isNewest) {
  const season = chosen('season');
  const races = `api/v1/tables/race?season=${season}&sort=-round&select=round,race_name&limit=50`;
  const [{ rows }, { rows: known }] = await Promise.all([
    ask(`api/v1/seasons/${season}/progress`),
    ask(races),
  ]);
  if (!isNewest()) return;
  const series = seriesOf(rows, (row) => [row.round, row.points]);
  drawLines(byId('championship'), series, { x: 'round', y: 'points', digits: 1 });
  const driven = Math.max(0, ...rows.map(({ round }) => round));
  const options = known
    .filter(({ round }) => round <= driven)
    .map(({ round, race_name }) => new Option(`${round}. ${race_name}`, round));
  byId('race').replaceChildren(...options);
  byId('pace').replaceChildren();
  if (options.length > 0) await drawPace(isNewest);
}

async function drawPace(isNewest) {
  const { rows } = await ask(`api/v1/seasons/${chosen('season')}/rounds/${chosen('race')}/gaps`);
  if (!isNewest()) return;
  const series = seriesOf(rows, (row) => [row.lap, row.gap_millis / 1000]);
  const down = { isDown: true, digits: 1, unit: ' s' };
  drawLines(byId('pace'), series, { x: 'lap', y: 'seconds behind the winner', ...down });
}

function seriesOf(rows, pointOf) {
  const series = new Map();
  for (const row of rows) {
    if (!series.has(row.ref))
      series.set(row.ref, { name: row.name, short: row.family_name, points: [] });
    series.get(row.ref).points.push(pointOf(row));
  }
  return [...series.values()];
}

let turns = 0;

/**
 * Draws the user's choice, unless another choice is made before the answers arrive. On an error
 * it clears the old drawing, which would otherwise look like the new one.
 */
async function drawing(ids, work) {
  turns += 1;
  const mine = turns;
  const isNewest = () => mine === turns;
  try {
    await work(isNewest);
    if (isNewest()) byId('trouble').hidden = true;
  } catch (error) {
    if (!isNewest()) return;
    byId('trouble').hidden = false;
    byId('trouble').textContent = error.message;
    for (const id of ids)
      byId(id).replaceChildren(element('p', 'The data could not be fetched.', 'empty'));
  }
}

async function drawOverview() {
  document.body.classList.add('is-down');
  const overview = await ask('api/v1/overview');
  document.body.classList.remove('is-down');
  drawCards(overview);
  drawCoverage(byId('coverage'), overview.coverage);
  drawRuns(overview);
  drawChecks(overview.checks);
  const seasons = overview.coverage.filter(({ driven }) => driven > 0).map(({ season }) => season);
  byId('season').replaceChildren(...seasons.reverse().map((season) => new Option(season, season)));
}

attachSearch();
const drawBoth = () => drawing(['championship', 'pace'], drawSeason);
byId('season').addEventListener('change', drawBoth);
byId('race').addEventListener('change', () => drawing(['pace'], drawPace));
await drawing([], drawOverview);
if (chosen('season')) await drawBoth();
