import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { serveSeed } from './served.js';

const served = serveSeed();

const get = (path: string, headers = {}) =>
  fetch(`${served.url}/api/v1/plots/${path}`, { headers });
const answer = z.object({ rows: z.array(z.record(z.string(), z.unknown())) });
const fault = z.object({ code: z.string() });
const rowsOf = async (path: string) => answer.parse(await (await get(path)).json()).rows;

// formula1.com, race result of the 2021 Abu Dhabi Grand Prix: Hamilton 2.256 s behind. He led from
// the first corner to the last lap.
test('a race has places from grid to flag, gaps, stints, stops and overtakes', async () => {
  const race = 'season=2021&round=22';
  expect(await rowsOf(`race-head?${race}`)).toMatchObject([
    { race_name: 'Abu Dhabi Grand Prix', winner: 'Max Verstappen', laps: 58 },
  ]);
  const chart = await rowsOf(`race-lap-chart?${race}`);
  const hamilton = { driver_ref: 'hamilton', final_position: 2 };
  for (const [lap, position] of [
    [0, 2],
    [1, 1],
    [57, 1],
    [58, 2],
  ]) {
    expect(chart).toContainEqual(expect.objectContaining({ ...hamilton, lap, position }));
  }
  expect(await rowsOf(`race-gaps?${race}`)).toContainEqual(
    expect.objectContaining({ ...hamilton, lap: 58, gap_millis: 2256 }),
  );
  const stints = await rowsOf(`race-stints?${race}`);
  expect(stints.filter((row) => row.driver_ref === 'hamilton')).toEqual([
    expect.objectContaining({ first_lap: 1, last_lap: 14 }),
    expect.objectContaining({ first_lap: 15, last_lap: 58 }),
  ]);
  for (const plot of ['race-results', 'race-pit-visits', 'race-overtakes']) {
    expect((await rowsOf(`${plot}?${race}`)).length, plot).toBeGreaterThan(10);
  }
});

// formula1.com: standings of 2008, decided in its last race; Hamilton was 4:3 ahead of Kovalainen.
test('a season has its championship by round, its winners, and team-mates', async () => {
  const championship = await rowsOf('season-championship?season=2008');
  expect(championship).toContainEqual(
    expect.objectContaining({ driver_ref: 'hamilton', round: 17, points: 94, is_decided: false }),
  );
  expect(championship).toContainEqual(
    expect.objectContaining({ driver_ref: 'hamilton', round: 18, points: 98, is_decided: true }),
  );
  const calendar = await rowsOf('season-calendar?season=2008');
  expect(calendar).toHaveLength(18);
  expect(calendar[13]).toMatchObject({ race_name: 'Italian Grand Prix', winner_ref: 'vettel' });
  expect(await rowsOf('season-teammates?season=2008')).toContainEqual(
    expect.objectContaining({ driver_ref: 'hamilton', teammate_ref: 'kovalainen', races: 18 }),
  );
});

// Fangio: formula1.com, hall of fame: champion 1951 and 1954 to 1957, 24 wins.
test('a driver has a career by season', async () => {
  expect(await rowsOf('driver-head?driver=fangio')).toMatchObject([{ titles: 5, wins: 24 }]);
  const seasons = await rowsOf('driver-seasons?driver=fangio');
  const won = seasons.filter((row) => row.is_champion);
  expect(won.map((row) => row.season)).toEqual([1951, 1954, 1955, 1956, 1957]);
});

test('names are found by any of their words, accents aside', async () => {
  const names = async (text: string) =>
    (await rowsOf(`names?text=${encodeURIComponent(text)}`)).map((row) => row.ref);
  expect(await names('perez')).toContain('perez');
  expect(await names('MONZA 2020')).toEqual(['2020/8']);
  expect(await names('1988 season')).toContain('1988');
  expect(await names("'; drop table race --")).toEqual([]);
});

test('a plot comes as CSV too, and not again while the lake is the same', async () => {
  const response = await get('driver-seasons?driver=farina&format=csv');
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect((await response.text()).split('\r\n')[0]).toMatch(/^season,constructors,entries,/);
  const etag = response.headers.get('etag') ?? '';
  expect((await get('driver-seasons?driver=farina', { 'if-none-match': etag })).status).toBe(304);
});

test('a plot without its parameters, with a wrong one, or that nobody knows is refused', async () => {
  for (const path of ['race-gaps?season=2021', 'race-gaps?season=x&round=1', 'names?words=x']) {
    expect((await get(path)).status, path).toBe(400);
  }
  const unknown = await get('..%2Fgaps');
  expect([unknown.status, fault.parse(await unknown.json()).code]).toEqual([404, 'PLOT_UNKNOWN']);
});

test('a race without laps and a driver without a career are empty, in every plot', async () => {
  const given = 'season=1950&round=99&driver=nobody&text=nothing-at-all';
  const document = await (await fetch(`${served.url}/openapi.json`)).text();
  for (const file of readdirSync('serve/dashboard/plots')) {
    const name = file.replace('.sql', '');
    expect(document).toContain(`\`${name}\``);
    if (!name.startsWith('season-')) expect(await rowsOf(`${name}?${given}`), name).toEqual([]);
  }
});
