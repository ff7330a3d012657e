import { expect, test } from 'vitest';
import { z } from 'zod';
import { SEED_FOLDER } from '../../../disk/data-folder.js';
import { readSnapshot } from '../../../extract/archive/archive.js';
import { ERGAST } from '../../../extract/archive/resource.js';
import { extractFrom, startStandIn, testWithStandIn } from '../../extract/stand-in.js';
import { tempData } from '../../temp-folder.js';
import {
  compareServers,
  extractionUrls,
  isQualifyingList,
  oddUrls,
  otherUrls,
  qualifyingRows,
  readBodies,
} from '../compare.js';
import { serveSeed } from '../served.js';

// The rules: https://github.com/jolpica/jolpica-f1/tree/main/docs/endpoints and, for the filters'
// order and the refusals, that project's own views. The facts are public knowledge of the sport.

const served = serveSeed();

const answerSchema = z.object({ MRData: z.looseObject({ total: z.string() }) });

async function ask(path: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${served.url}/ergast/f1/${path}`);
  expect(response.status, path).toBe(200);
  return answerSchema.parse(await response.json()).MRData;
}

async function tableOf(path: string, name: string): Promise<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).parse((await ask(path))[name]);
}

async function totalOf(path: string): Promise<number> {
  return Number((await ask(path)).total);
}

const races = z.array(
  z.looseObject({ season: z.string(), round: z.string(), raceName: z.string() }),
);

async function racesOf(path: string) {
  return races.parse((await tableOf(path, 'RaceTable')).Races);
}

test.each([
  // Career totals.
  ['drivers/hamilton/results/1.json', 106],
  ['drivers/michael_schumacher/results/1/', 91],
  ['drivers/fangio/results/1.json', 24],
  ['drivers/senna/grid/1/results/', 65],
  ['constructors/brawn/results/1/', 8],
  ['constructors/brawn/results/', 34],
  // Of one season: 19 wins in 2023, of 22 races; 13 in 2004, of 18.
  ['2023/drivers/max_verstappen/results/1/', 19],
  ['2004/drivers/michael_schumacher/results/1/', 13],
  ['2023/constructors/red_bull/results/1/', 21],
  ['2023/constructors/red_bull/drivers/perez/results/1/', 2],
  // Senna won at Monaco six times; in 1988 he did not finish from pole.
  ['circuits/monaco/drivers/senna/results/1/', 6],
  ['1988/circuits/monaco/drivers/senna/grid/1/results/', 1],
  ['1988/circuits/monaco/drivers/senna/results/1/', 0],
  // Verstappen set 2023's most fastest laps: 9.
  ['2023/drivers/max_verstappen/fastest/1/results/', 9],
  // Who has ever won a race, and for whom one driver won.
  ['constructors/jordan/results/1/drivers/', 3],
  ['drivers/alonso/results/1/constructors/', 3],
  ['drivers/button/results/1/circuits/', 12],
  ['drivers/alonso/seasons/', 23],
  // Fangio's five titles are of five seasons with a first place in the table.
  ['1957/driverstandings/1/', 1],
  ['2024/drivers/norris/driverstandings/', 1],
  ['2024/constructors/mclaren/constructorstandings/', 1],
  // Every driver of 2021 round 22 does lap 58 but those who had stopped.
  ['2021/22/drivers/max_verstappen/laps/', 58],
  ['2021/22/drivers/max_verstappen/laps/58/', 1],
  ['2021/22/drivers/max_verstappen/pitstops/', 3],
  ['2021/22/drivers/hamilton/pitstops/', 1],
  // An id nobody has.
  ['drivers/nobody/results/', 0],
])('%s has %i rows', async (path, total) => {
  expect(await totalOf(path)).toBe(total);
});

test('a path without a resource asks for races', async () => {
  expect(await totalOf('2024/')).toBe(24);
  expect((await racesOf('2021/22.json')).map((race) => race.raceName)).toEqual([
    'Abu Dhabi Grand Prix',
  ]);
  expect(await totalOf('drivers/hamilton/circuits/monza/races/')).toBe(
    await totalOf('circuits/monza/drivers/hamilton/results/'),
  );
});

test('the winner of each race of 2021 comes under its race', async () => {
  const won = await racesOf('2021/results/1/?limit=100');
  expect(won).toHaveLength(22);
  const names = won.map(
    ({ Results }) =>
      z
        .tuple([z.looseObject({ Driver: z.looseObject({ driverId: z.string() }) })])
        .parse(Results)[0].Driver.driverId,
  );
  expect(names.filter((name) => name === 'max_verstappen')).toHaveLength(10);
  expect(names[10]).toBe('ocon');
});

test('the driver who started 18th in Baku 2024 is the one who was sent back, not who qualified 18th', async () => {
  // The example of Jolpica's page on qualifying.
  const [race] = await racesOf('2024/17/grid/18/qualifying/');
  expect(race?.QualifyingResults).toMatchObject([{ Driver: { driverId: 'gasly' } }]);
  const [fastest] = await racesOf('2024/17/fastest/1/qualifying/');
  expect(fastest?.QualifyingResults).toMatchObject([{ Driver: { driverId: 'norris' } }]);
  const [pole] = await racesOf('2024/17/qualifying/1/');
  expect(pole?.QualifyingResults).toMatchObject([
    { Driver: { driverId: 'leclerc' }, position: '1' },
    // First in one of the other parts.
    { Driver: { driverId: expect.any(String) } },
  ]);
});

test('who did not start is not among the drivers of a race', async () => {
  // The example of Jolpica's page on drivers: Sargeant in Melbourne 2024.
  const { Drivers } = await tableOf('2024/circuits/albert_park/drivers/', 'DriverTable');
  expect(Drivers).toHaveLength(19);
  expect(Drivers).not.toContainEqual(expect.objectContaining({ driverId: 'sargeant' }));
});

test('how often Ferrari finished in 2024, the most frequent first', async () => {
  // The example of Jolpica's page on status.
  const { Status } = await tableOf('2024/constructors/ferrari/status/', 'StatusTable');
  expect(Status).toEqual([
    { statusId: '1', count: '44', status: 'Finished' },
    { statusId: '31', count: '3', status: 'Retired' },
    { statusId: '143', count: '1', status: 'Lapped' },
  ]);
});

test('an answer repeats what was asked for, in an order of its own', async () => {
  const keys = async (path: string, table: string) => Object.keys(await tableOf(path, table));
  expect(await keys('2021/9/drivers/norris/constructors/mclaren/results/', 'RaceTable')).toEqual([
    'season',
    'round',
    'constructorId',
    'driverId',
    'Races',
  ]);
  expect(await keys('2008/results/1/', 'RaceTable')).toEqual(['position', 'season', 'Races']);
  expect(await keys('2020/drivers/gasly/driverstandings/', 'StandingsTable')).toEqual([
    'season',
    'driverId',
    'round',
    'StandingsLists',
  ]);
});

test('a standing by place or driver', async () => {
  const { StandingsLists } = await tableOf('2020/drivers/gasly/driverstandings/', 'StandingsTable');
  expect(StandingsLists).toMatchObject([
    { season: '2020', round: '17', DriverStandings: [{ position: '10', points: '75', wins: '1' }] },
  ]);
  const first = await tableOf('2008/driverstandings/1.json', 'StandingsTable');
  expect(first.StandingsLists).toMatchObject([
    { DriverStandings: [{ points: '98', Driver: { driverId: 'hamilton' } }] },
  ]);
});

test('current, last and next go by the newest data', async () => {
  const [last] = await racesOf('current/last/results/1/');
  const [next] = await racesOf('current/next/races/');
  expect(last).toMatchObject({ season: '2026', round: '11' });
  expect(next).toMatchObject({ season: '2026', round: '12' });
});

test.each([
  ['laps/', "Bad Request: Missing one of the required parameters ['season_year', 'race_round']."],
  [
    '2024/drivers/alonso/laps/',
    "Bad Request: Missing one of the required parameters ['season_year', 'race_round'].",
  ],
  ['driverstandings/1/', "Bad Request: Missing one of the required parameters ['season_year']."],
  ['2024/circuits/monza/driverstandings/', 'Bad Request: Unsupported filter for endpoint.'],
  ['2024/5/laps/3/results/', 'Bad Request: Unsupported filter for endpoint.'],
  ['seasons/2024/', 'Bad Request: Endpoint does not support final filter.'],
  ['nonsense/', 'Bad Request: Endpoint does not support final filter.'],
  ['Results/', 'Bad Request: Endpoint does not support final filter.'],
])('%s is refused as Jolpica refuses it', async (path, detail) => {
  const response = await fetch(`${served.url}/ergast/f1/${path}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ detail });
});

test('a path that fits nothing is 404 with a page, another format than JSON 404 with JSON', async () => {
  const page = await fetch(`${served.url}/ergast/f1/2009/grid/1/`);
  expect([page.status, page.headers.get('content-type')]).toEqual([
    404,
    'text/html; charset=utf-8',
  ]);
  expect(await page.text()).toContain('<h1>Not Found</h1>');
  for (const path of ['results.xml', 'results.api', 'results/?format=xml']) {
    const refused = await fetch(`${served.url}/ergast/f1/${path}`);
    expect(refused.status, path).toBe(404);
    expect(await refused.json()).toEqual({ detail: 'Not found.' });
  }
  expect((await fetch(`${served.url}/ergast/f1/results.json/?format=xml&limit=1`)).status).toBe(
    200,
  );
});

test('without its slash a path that would fit is sent there, as an HTML answer', async () => {
  const moved = await fetch(`${served.url}/ergast/f1/2024/5?limit=2`, { redirect: 'manual' });
  expect(moved.status).toBe(301);
  expect(moved.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(moved.headers.get('location')).toBe('/ergast/f1/2024/5/?limit=2');
  const unfit = await fetch(`${served.url}/ergast/f1/2009/grid/1`, { redirect: 'manual' });
  expect(unfit.status).toBe(404);
});

test('standings after a round list the constructors that a driver drove for until then', async () => {
  // Lees drove for Shadow in 1980's third round, for Ensign in the eleventh, and later for Williams.
  const teamsOf = async (path: string) => {
    const { StandingsLists } = await tableOf(
      `${path}drivers/lees/driverstandings/`,
      'StandingsTable',
    );
    const [list] = standings.parse(StandingsLists);
    return list?.DriverStandings[0]?.Constructors.map(({ constructorId }) => constructorId);
  };
  expect(await teamsOf('1980/3/')).toEqual(['shadow']);
  expect(await teamsOf('1980/03/')).toEqual(['shadow']);
  expect(await teamsOf('1980/')).toEqual(['shadow', 'ensign', 'williams']);
});

const standings = z.array(
  z.object({
    DriverStandings: z.array(
      z.looseObject({ Constructors: z.array(z.looseObject({ constructorId: z.string() })) }),
    ),
  }),
);

test('standings of 1969 have Perrot, whom only the corrections have', async () => {
  const text = JSON.stringify(await tableOf('1969/driverstandings/?limit=100', 'StandingsTable'));
  expect(text).toContain('{"driverId":"perrot","givenName":"Xavier","familyName":"Perrot"');
});

test('every answer names its source and licence, and may be asked for again for nothing', async () => {
  const url = `${served.url}/ergast/f1/2024/results/`;
  const first = await fetch(url);
  expect(first.headers.get('x-attribution')).toMatch(/Jolpica.*CC BY-NC-SA 4\.0/);
  expect(first.headers.get('link')).toMatch(/creativecommons\.org.*rel="license"/);
  const etag = first.headers.get('etag') ?? '';
  const again = await fetch(url, { headers: { 'if-none-match': etag } });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
});

/** Every so many of a long list; `npm run bench -- mirror` asks for all. */
function sample(urls: readonly string[], step: number): string[] {
  return urls.filter((_, index) => index % step === 0);
}

testWithStandIn('answers are those of the recorded server, byte for byte', async () => {
  const standIn = await startStandIn('--today');
  const snapshot = await readSnapshot(SEED_FOLDER);
  const urls = [
    ...sample(extractionUrls(snapshot), 29),
    ...sample(oddUrls(snapshot), 31),
    // Its circuits of one round are told as on the race's page, not as on their own.
    ...otherUrls().filter((url) => !/\d\/circuits\//.test(url)),
    // Older standings are our engine's where history says otherwise than Jolpica.
  ].filter((url) => !/\/(19\d\d|20[01]\d)\/.*standings/i.test(url) && !isQualifyingList(url));
  const ours = `${served.url}/ergast/f1`;
  expect(await compareServers(standIn.baseUrl, ours, urls)).toEqual([]);
});

testWithStandIn('an archive that is fetched from the mirror holds the same bytes', async () => {
  const wish = { seasons: new Set([2026]), only: new Set(ERGAST) };
  const fromMirror = await tempData();
  const fromJolpica = await tempData();
  const standIn = await startStandIn('--today');
  const ours = await extractFrom(fromMirror, { baseUrl: `${served.url}/ergast/f1` }, wish);
  const theirs = await extractFrom(fromJolpica, standIn, wish);
  expect(ours.plannedRequests).toBe(theirs.plannedRequests);
  const [mine, others] = await Promise.all([
    readBodies(fromMirror.archive, ours.snapshot),
    readBodies(fromJolpica.archive, theirs.snapshot),
  ]);
  // Pages of qualifying are cut in another order: the same rows, in as many pages.
  const list = '2026/qualifying';
  expect(mine[list]).toHaveLength(others[list]?.length ?? 0);
  expect(qualifyingRows(mine[list])).toEqual(qualifyingRows(others[list]));
  expect({ ...mine, [list]: [] }).toEqual({ ...others, [list]: [] });
});
