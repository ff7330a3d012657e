import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Mirror } from '../../../serve/mirror/memory/read-mirror.js';
import { askMirror, driversByRace, readAnswer, readSeedMirror } from './seed-mirror.js';

// How Jolpica's server of 2026 answers; the names stand in docs/serve.md. The facts are public
// knowledge of the sport, the rules those of jolpica/jolpica-f1 (jolpica_api/ergastapi).

let mirror: Mirror;

beforeAll(async () => {
  mirror = await readSeedMirror();
}, 240_000);

async function criteriaOf(url: string) {
  return JSON.stringify((await readAnswer(mirror, url)).criteria);
}

async function totalOf(url: string) {
  return (await readAnswer(mirror, url)).total;
}

async function idsOf(url: string, key: string) {
  return (await readAnswer(mirror, url)).items.map((item) => item[key]);
}

const lapsSchema = z.array(
  z.looseObject({
    Laps: z.array(z.object({ number: z.string(), Timings: z.array(z.looseObject({})) })),
  }),
);

async function timingsOf(url: string) {
  const [race] = lapsSchema.parse((await readAnswer(mirror, url)).items);
  return race?.Laps.flatMap(({ Timings }) => Timings) ?? [];
}

test('numbers may begin with zeros, and are repeated as they were given', async () => {
  for (const [padded, plain] of [
    ['/2023/05/results/', '/2023/5/results/'],
    ['/status/01/', '/status/1/'],
    ['/2023/grid/01/results/', '/2023/grid/1/results/'],
    ['/2021/22/pitstops/001/', '/2021/22/pitstops/1/'],
    ['/2020/driverstandings/01/', '/2020/driverstandings/1/'],
  ] as const) {
    const answers = [await readAnswer(mirror, padded), await readAnswer(mirror, plain)];
    expect(answers[0]?.items, padded).toEqual(answers[1]?.items);
    expect(answers[0]?.total).toBeGreaterThan(0);
  }
  expect(await criteriaOf('/2023/05/results/')).toBe('{"season":"2023","round":"05"}');
  expect(await criteriaOf('/status/01/')).toBe('{"status":"01"}');
  expect(await criteriaOf('/2020/driverstandings/01/')).toBe(
    '{"driverStandings":"01","season":"2020","round":"17"}',
  );
});

test('a number larger than any, and one that stands for none here, fits nothing', async () => {
  for (const value of ['65535', '99999', '99999999999999999999']) {
    expect(await totalOf(`/2023/results/${value}/`)).toBe(0);
    expect(await totalOf(`/2023/grid/${value}/results/`)).toBe(0);
    expect(await totalOf(`/2023/qualifying/${value}/`)).toBe(0);
    expect(await totalOf(`/1960/fastest/${value}/results/`)).toBe(0);
  }
});

test('of a filter that is given twice the last counts, and is repeated', async () => {
  expect(await idsOf('/drivers/abc/drivers/perez/', 'driverId')).toEqual(['perez']);
  expect(await criteriaOf('/drivers/perez/drivers/abc/')).toBe('{"driverId":"abc"}');
  expect(await criteriaOf('/2023/drivers/perez/drivers/abc/results/2/')).toBe(
    '{"position":"2","season":"2023","driverId":"abc"}',
  );
  expect(await criteriaOf('/2023/results/1/results/2/results/3/')).toBe(
    '{"position":"3","season":"2023"}',
  );
});

test('laps never repeat the number of the lap, stops do', async () => {
  expect(await criteriaOf('/2021/1/laps/5/')).toBe('{"season":"2021","round":"1"}');
  expect(await criteriaOf('/2021/1/laps/5/laps/')).toBe('{"season":"2021","round":"1"}');
  expect(await criteriaOf('/2021/1/laps/5/pitstops/1/')).toBe(
    '{"stop":"1","season":"2021","round":"1","lap":"5"}',
  );
});

test('a timing has driver, time and place in this order, and no place where Jolpica knows none', async () => {
  const [first] = await timingsOf('/2021/1/laps/1/');
  expect(Object.keys(first ?? {})).toEqual(['driverId', 'time', 'position']);
  for (const race of ['2008/4', '2009/13', '2026/1']) {
    const pages = [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000];
    const timings = (
      await Promise.all(pages.map((at) => timingsOf(`/${race}/laps/?limit=100&offset=${at}`)))
    ).flat();
    const without = timings.filter((timing) => !('position' in timing));
    expect(without.length, race).toBeGreaterThan(0);
    expect(without.every((timing) => Object.keys(timing).join() === 'driverId,time')).toBe(true);
    expect(timings.some(({ position }) => position === 'None')).toBe(false);
  }
});

test('next of a season that is over is the first round of the next one', async () => {
  const { criteria, items } = await readAnswer(mirror, '/2023/next/races/');
  expect(criteria).toEqual({ season: '2024', round: '1' });
  expect(items).toMatchObject([{ raceName: 'Bahrain Grand Prix' }]);
  expect((await readAnswer(mirror, '/2026/next/')).criteria).toEqual({
    season: '2026',
    round: '12',
  });
  expect((await readAnswer(mirror, '/2021/last/')).items).toMatchObject([
    { raceName: 'Abu Dhabi Grand Prix' },
  ]);
});

test('a season that has not begun has a last round all the same: its first', async () => {
  const calendar = mirror.calendar.map((race) =>
    race.season === '2026' ? { ...race, date: '2026-12-01', isDriven: false } : race,
  );
  const early = { ...mirror, calendar };
  for (const when of ['last', 'next']) {
    expect((await readAnswer(early, `/2026/${when}/`)).criteria).toMatchObject({ round: '1' });
  }
});

test('the calendar of a coming year does not make it the current one', async () => {
  const [race] = mirror.calendar;
  if (!race) throw new Error('the seed has no races');
  const calendar = [...mirror.calendar, { ...race, season: '2027', isDriven: false }];
  expect((await readAnswer({ ...mirror, calendar }, '/current/')).criteria).toEqual({
    season: '2026',
  });
});

test.each(['/1949/last/', '/2030/next/results/', '/1949/next/driverstandings/'])(
  '%s: last and next of a year without a calendar are 404',
  async (url) => {
    expect(await askMirror(mirror, url)).toEqual({
      status: 404,
      body: { detail: 'Race round not found' },
    });
  },
);

test('qualifying/N is whoever was at that place in any part', async () => {
  // Jolpica's own published answers to its tests have the same for these five rounds.
  const first = await driversByRace(mirror, '/2023/qualifying/1/?limit=100');
  const expected = [
    '2023/1 max_verstappen leclerc sainz',
    '2023/2 perez max_verstappen',
    '2023/11 hamilton norris zhou',
    '2023/12 max_verstappen leclerc piastri',
    '2023/15 sainz tsunoda',
  ];
  expect(first.filter((line) => expected.includes(line))).toEqual(expected);
  expect(await driversByRace(mirror, '/2023/12/qualifying/13/')).toEqual([
    '2023/12 stroll kevin_magnussen',
  ]);
});

test('before there were three parts, a place in qualifying is the final one', async () => {
  expect(await driversByRace(mirror, '/2004/18/qualifying/1/')).toEqual(['2004/18 barrichello']);
  expect(await totalOf('/1998/qualifying/1/')).toBe(await totalOf('/1998/qualifying/2/'));
});

test('pages of qualifying are cut by the best place of any part, and sorted by the final one', async () => {
  // Tsunoda was first in Q1 of Singapore 2023, and 15th in the end.
  expect(await driversByRace(mirror, '/2023/15/qualifying/?limit=2')).toEqual([
    '2023/15 sainz tsunoda',
  ]);
  const whole = await driversByRace(mirror, '/2023/15/qualifying/');
  expect(whole[0]?.split(' ').slice(1, 4)).toEqual(['sainz', 'russell', 'leclerc']);
});

test('who was entered counts, also who did not race', async () => {
  // Ricciardo broke a hand in practice at Zandvoort 2023; Lawson raced.
  const entered = await idsOf('/2023/13/drivers/', 'driverId');
  expect(entered).toHaveLength(21);
  expect(entered).toContain('ricciardo');
  expect(await totalOf('/2023/13/results/')).toBe(20);
  expect(await totalOf('/2023/13/drivers/ricciardo/races/')).toBe(1);
  expect(await totalOf('/2023/13/drivers/ricciardo/results/')).toBe(0);
  // With a result asked for, only who raced can fit: he fits no place on the grid.
  expect(await totalOf('/2023/circuits/zandvoort/drivers/ricciardo/status/1/races/')).toBe(0);
});

test('seasons of a round without entries are none', async () => {
  expect(await totalOf('/2023/99/seasons/')).toBe(0);
  expect(await totalOf('/2026/12/seasons/')).toBe(0);
  expect(await totalOf('/2026/11/seasons/')).toBe(1);
});

test('fastest laps before 2004 are found, though results do not show them', async () => {
  expect(await idsOf('/1958/fastest/1/drivers/', 'driverId')).toEqual([
    'bettenhausen',
    'fangio',
    'hawthorn',
    'phil_hill',
    'moss',
  ]);
  // Since 1996 there are all laps: Barrichello had the fastest one of Australia 2000.
  expect(await driversByRace(mirror, '/2000/1/fastest/1/results/')).toEqual(['2000/1 barrichello']);
  expect(await driversByRace(mirror, '/1975/1/fastest/1/results/')).toEqual(['1975/1 hunt']);
});

test('fastest/0 is no filter, but for qualifying it is one that nobody fits', async () => {
  expect(await totalOf('/2023/1/fastest/0/results/')).toBe(20);
  expect(await totalOf('/2023/1/fastest/0/qualifying/')).toBe(0);
});

test("where Jolpica's server fails or is always empty there is an answer that makes sense", async () => {
  // 500 there: an unknown status, laps/N/status, status/N/qualifying.
  expect(await totalOf('/status/999/')).toBe(0);
  expect(await askMirror(mirror, '/2021/1/laps/5/status/')).toEqual({
    status: 400,
    body: { detail: 'Bad Request: Unsupported filter for endpoint.' },
  });
  expect(await totalOf('/2021/1/status/1/qualifying/')).toBe(
    await totalOf('/2021/1/status/1/results/'),
  );
  // Always empty there: results/N/sprint, results/N/qualifying.
  expect(await driversByRace(mirror, '/2021/results/1/sprint/')).toEqual([
    '2021/10 max_verstappen',
    '2021/14 bottas',
    '2021/19 bottas',
  ]);
  expect(await totalOf('/2021/results/1/qualifying/')).toBe(22);
});

test('an id of any letters is 404 as a page in front of an endpoint, and nobody behind one', async () => {
  expect((await askMirror(mirror, '/drivers/%C3%A9/results/')).status).toBe(404);
  const { total, criteria, url } = await readAnswer(mirror, '/drivers/%C3%A9/');
  expect([total, criteria]).toEqual([0, { driverId: 'é' }]);
  expect(url).toBe('https://api.jolpi.ca/ergast/f1/drivers/%c3%a9/');
});
