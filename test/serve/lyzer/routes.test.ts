import { expect, test } from 'vitest';
import { constructorStandingsSchema, racesSchema } from '../../../serve/lyzer/schemas.js';
import { serveSeed } from '../served.js';

const served = serveSeed();

async function get(path: string): Promise<unknown> {
  const response = await fetch(`${served.url}/api/v1/${path}`);
  expect([path, response.status]).toEqual([path, 200]);
  return response.json();
}

// As Jolpica had it on 27 July 2026, put into Lyzer's form by hand.
const NORRIS = {
  driverId: 'norris',
  permanentNumber: '1',
  code: 'NOR',
  url: 'http://en.wikipedia.org/wiki/Lando_Norris',
  givenName: 'Lando',
  familyName: 'Norris',
  dateOfBirth: '1999-11-13',
  nationality: 'British',
};
const MERCEDES = {
  constructorId: 'mercedes',
  url: 'https://en.wikipedia.org/wiki/Mercedes-Benz_in_Formula_One',
  name: 'Mercedes',
  nationality: 'German',
};

test('races/current: the calendar, each weekend with its sessions by name and as a list', async () => {
  const { season, races } = racesSchema.parse(await get('races/current'));
  expect([season, races.length]).toEqual(['2026', 22]);
  const session = (name: string, date: string, time: string) => ({ name, date, time });
  const practice = session('First Practice', '2026-08-21', '10:30:00Z');
  const sprintQualifying = session('Sprint Qualifying', '2026-08-21', '14:30:00Z');
  const sprint = session('Sprint', '2026-08-22', '10:00:00Z');
  const qualifying = session('Qualifying', '2026-08-22', '14:00:00Z');
  expect(races.find(({ round }) => round === '12')).toEqual({
    season: '2026',
    round: '12',
    url: 'https://en.wikipedia.org/wiki/2026_Dutch_Grand_Prix',
    raceName: 'Dutch Grand Prix',
    circuit: {
      circuitId: 'zandvoort',
      url: 'https://en.wikipedia.org/wiki/Circuit_Zandvoort',
      circuitName: 'Circuit Park Zandvoort',
      location: {
        lat: '52.3888',
        long: '4.54092',
        locality: 'Zandvoort',
        country: 'Netherlands',
      },
    },
    date: '2026-08-23',
    time: '13:00:00Z',
    firstPractice: practice,
    secondPractice: null,
    thirdPractice: null,
    qualifying,
    sprint,
    sprintQualifying,
    sessions: [practice, sprintQualifying, sprint, qualifying],
  });
});

test('drivers/standings/current: each driver with a list of constructors', async () => {
  expect(await get('drivers/standings/current')).toMatchObject({
    season: '2026',
    round: '11',
    driverStandings: expect.arrayContaining([
      {
        position: '1',
        positionText: '1',
        points: '219',
        wins: '6',
        driver: {
          driverId: 'antonelli',
          permanentNumber: '12',
          code: 'ANT',
          url: 'https://en.wikipedia.org/wiki/Andrea_Kimi_Antonelli',
          givenName: 'Andrea Kimi',
          familyName: 'Antonelli',
          dateOfBirth: '2006-08-25',
          nationality: 'Italian',
        },
        constructors: [MERCEDES],
      },
    ]),
  });
});

test('constructors/standings/current: each constructor once, the first one first', async () => {
  const answer = constructorStandingsSchema.parse(await get('constructors/standings/current'));
  expect([answer.season, answer.round, answer.constructorStandings.length]).toEqual([
    '2026',
    '11',
    11,
  ]);
  expect(answer.constructorStandings[0]).toEqual({
    position: '1',
    positionText: '1',
    points: '379',
    wins: '8',
    constructor: MERCEDES,
  });
});

test('results/current/11: the race and its results; what Jolpica leaves out is null', async () => {
  expect(await get('results/current/11')).toMatchObject({
    season: '2026',
    round: '11',
    url: 'https://en.wikipedia.org/wiki/2026_Hungarian_Grand_Prix',
    raceName: 'Hungarian Grand Prix',
    circuit: { circuitId: 'hungaroring', location: { locality: 'Budapest', country: 'Hungary' } },
    date: '2026-07-26',
    time: '13:00:00Z',
    results: expect.arrayContaining([
      {
        number: '1',
        position: '1',
        positionText: '1',
        points: '25',
        driver: NORRIS,
        constructor: {
          constructorId: 'mclaren',
          url: 'https://en.wikipedia.org/wiki/McLaren',
          name: 'McLaren',
          nationality: 'British',
        },
        grid: '1',
        laps: '70',
        status: 'Finished',
        time: { millis: '5996180', time: '1:39:56.180' },
        fastestLap: {
          rank: '4',
          lap: '64',
          time: { time: '1:22.491' },
          averageSpeed: null,
        },
      },
      expect.objectContaining({ number: '77', positionText: 'R', time: null }),
    ]),
  });
});

test.each(['results/current/12', 'results/current/99'])('%s has nothing yet: 404', async (path) => {
  const response = await fetch(`${served.url}/api/v1/${path}`);
  expect(response.status).toBe(404);
  const detail = `round '${path.split('/').at(-1)}' has no results`;
  expect(await response.json()).toEqual({ code: 'NOTHING_YET', detail });
});

test('a round that is none is refused, and pages of any site may ask', async () => {
  const refused = await fetch(`${served.url}/api/v1/results/current/x`);
  expect(refused.status).toBe(400);
  const { headers } = await fetch(`${served.url}/api/v1/races/current`);
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(headers.get('x-attribution')).toContain('Jolpica');
});
