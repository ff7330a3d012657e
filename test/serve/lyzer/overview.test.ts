import { expect, test } from 'vitest';
import { overviewSchema } from '../../../serve/lyzer/schemas.js';
import { serveSeed } from '../served.js';

let now = '';
const served = serveSeed({ clock: { now: () => new Date(now), lookEveryMs: 60_000 } });

async function at(moment: string) {
  now = moment;
  return fetch(`${served.url}/api/v1/lyzer/overview`);
}

async function overviewAt(moment: string) {
  const response = await at(moment);
  expect(response.status).toBe(200);
  return overviewSchema.parse(await response.json());
}

test('at new year the season to come is the current one, after the last race of the year before', async () => {
  // From Abu Dhabi's start 587 hours have passed, and 1,537.5 are to come: 27.6 %.
  expect(await overviewAt('2026-01-01T00:00:00Z')).toEqual({
    raceWeekendProgress: {
      name: 'First Practice',
      ongoing: false,
      weekendProgress: 0,
      startDateTime: '2026-03-06T01:30:00Z',
    },
    upcomingRaceWeekend: {
      isRaceWeekend: false,
      timeToRaceWeekendProgress: 27,
      timeToRaceWeekend: 92_250,
      status: 'No',
    },
    seasonProgress: {
      previousRaceWinner: 'Max Verstappen',
      previousGrandPrix: 'Abu Dhabi Grand Prix',
      seasonProgress: 24,
      seasonTotalRaces: 24,
    },
  });
});

// Mexico City 2025 began on 26 October at 20:00, the next first practice on 7 November at 14:30:
// 282.5 hours.
test.each([
  ['2025-11-01T00:00:00Z', 43, 9_510, 'No'],
  ['2025-11-05T05:59:00Z', 79, 3_391, 'No'],
  ['2025-11-05T06:00:00Z', 80, 3_390, 'Almost'],
  ['2025-11-07T14:29:30Z', 99, 0, 'Almost'],
  ['2025-11-07T14:30:00Z', 100, 0, 'It is race weekend!'],
])('between races, at %s: percent %i, minutes %i, %s', async (moment, percent, minutes, status) => {
  const { upcomingRaceWeekend, seasonProgress } = await overviewAt(moment);
  expect(upcomingRaceWeekend).toEqual({
    isRaceWeekend: percent === 100,
    timeToRaceWeekendProgress: percent,
    timeToRaceWeekend: minutes,
    status,
  });
  expect(seasonProgress).toEqual({
    previousRaceWinner: 'Lando Norris',
    previousGrandPrix: 'Mexico City Grand Prix',
    seasonProgress: 20,
    seasonTotalRaces: 24,
  });
});

// The timetables of Interlagos and Las Vegas 2025, formula1.com.
test.each([
  ['before it', '2025-11-07T14:29:00Z', 'First Practice', 0, '2025-11-07T14:30:00Z'],
  ['in practice', '2025-11-07T15:00:00Z', 'Sprint Qualifying', 20, '2025-11-07T18:30:00Z'],
  ['in sprint qualifying', '2025-11-07T18:40:00Z', 'Sprint', 40, '2025-11-08T14:00:00Z'],
  ['in the sprint', '2025-11-08T14:10:00Z', 'Qualifying', 60, '2025-11-08T18:00:00Z'],
  ['in qualifying', '2025-11-08T18:10:00Z', 'Race', 80, '2025-11-09T17:00:00Z'],
  [
    'in practice 1 of a weekend without',
    '2025-11-21T00:30:00Z',
    'Second Practice',
    20,
    '2025-11-21T04:00:00Z',
  ],
  ['in practice 2', '2025-11-21T04:30:00Z', 'Third Practice', 40, '2025-11-22T00:30:00Z'],
  ['in practice 3', '2025-11-22T01:00:00Z', 'Qualifying', 60, '2025-11-22T04:00:00Z'],
  ['in its qualifying', '2025-11-22T04:20:00Z', 'Race', 80, '2025-11-23T04:00:00Z'],
])(
  'of a sprint weekend %s (%s): %s comes',
  async (_, moment, name, weekendProgress, startDateTime) => {
    const { raceWeekendProgress, upcomingRaceWeekend } = await overviewAt(moment);
    expect(raceWeekendProgress).toEqual({ name, ongoing: false, weekendProgress, startDateTime });
    expect(upcomingRaceWeekend.isRaceWeekend).toBe(weekendProgress > 0);
  },
);

test.each(['2025-11-09T17:00:00Z', '2025-11-09T19:59:59Z'])(
  'the race is the session until 180 minutes after its start: %s',
  async (moment) => {
    expect(await overviewAt(moment)).toEqual({
      raceWeekendProgress: {
        name: 'Race',
        ongoing: true,
        weekendProgress: 100,
        startDateTime: '2025-11-09T17:00:00Z',
      },
      upcomingRaceWeekend: {
        isRaceWeekend: false,
        timeToRaceWeekendProgress: 100,
        timeToRaceWeekend: 0,
        status: 'It is race weekend!',
      },
      seasonProgress: {
        previousRaceWinner: 'Lando Norris',
        previousGrandPrix: 'São Paulo Grand Prix',
        seasonProgress: 21,
        seasonTotalRaces: 24,
      },
    });
  },
);

test('180 minutes after its start the next race is the next one', async () => {
  const { raceWeekendProgress, upcomingRaceWeekend } = await overviewAt('2025-11-09T20:00:00Z');
  expect(raceWeekendProgress).toMatchObject({
    weekendProgress: 0,
    startDateTime: '2025-11-21T00:30:00Z',
  });
  // 3 hours of 271.5.
  expect(upcomingRaceWeekend).toMatchObject({
    timeToRaceWeekendProgress: 1,
    timeToRaceWeekend: 16_110,
  });
});

test('a race whose results are not there yet has no winner', async () => {
  // The seed ends with Hungary, round 11 of 22; the Dutch race begins on 23 August at 13:00.
  const { seasonProgress } = await overviewAt('2026-08-23T14:00:00Z');
  expect(seasonProgress).toEqual({
    previousRaceWinner: null,
    previousGrandPrix: 'Dutch Grand Prix',
    seasonProgress: 12,
    seasonTotalRaces: 22,
  });
});

test.each(['2025-12-07T16:00:00Z', '2025-12-31T23:59:59Z', '2026-12-31T00:00:00Z'])(
  'after the last race of a season there is none to come: %s',
  async (moment) => {
    const response = await at(moment);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ code: 'NOTHING_YET', detail: 'No upcoming race.' });
  },
);
