import { z } from 'zod';

/** Every value of Jolpica's is text; what it leaves out is null. */
const maybe = z.string().nullable().default(null);

const circuit = z.object({
  circuitId: z.string(),
  url: maybe,
  circuitName: z.string(),
  location: z.object({ lat: maybe, long: maybe, locality: maybe, country: maybe }),
});

const session = z.object({ name: z.string(), date: maybe, time: maybe });
const maybeSession = session.nullable().default(null);

const race = {
  season: z.string(),
  round: z.string(),
  url: maybe,
  raceName: z.string(),
  circuit,
  date: maybe,
  time: maybe,
};

const driver = z.object({
  driverId: z.string(),
  permanentNumber: maybe,
  code: maybe,
  url: maybe,
  givenName: maybe,
  familyName: maybe,
  dateOfBirth: maybe,
  nationality: maybe,
});

const team = z.object({
  constructorId: z.string(),
  url: maybe,
  name: maybe,
  nationality: maybe,
});

const standing = { position: maybe, positionText: maybe, points: maybe, wins: maybe };
const time = z.object({ millis: maybe, time: maybe }).nullable().default(null);

const fastestLap = z
  .object({
    rank: maybe,
    lap: maybe,
    time: z.object({ time: maybe }).nullable().default(null),
    averageSpeed: z.object({ units: maybe, speed: maybe }).nullable().default(null),
  })
  .nullable()
  .default(null);

export const racesSchema = z.object({
  season: z.string(),
  races: z.array(
    z.object({
      ...race,
      firstPractice: maybeSession,
      secondPractice: maybeSession,
      thirdPractice: maybeSession,
      qualifying: maybeSession,
      sprint: maybeSession,
      sprintQualifying: maybeSession,
      sessions: z.array(session).meta({ description: 'the same, in order of time' }),
    }),
  ),
});

export const driverStandingsSchema = z.object({
  season: z.string(),
  round: z.string(),
  driverStandings: z.array(
    z.object({ ...standing, driver, constructors: z.array(team).default([]) }),
  ),
});

export const constructorStandingsSchema = z.object({
  season: z.string(),
  round: z.string(),
  constructorStandings: z.array(z.object({ ...standing, constructor: team })),
});

export const resultsSchema = z.object({
  ...race,
  results: z.array(
    z.object({
      number: maybe,
      position: maybe,
      positionText: maybe,
      points: maybe,
      driver,
      constructor: team,
      grid: maybe,
      laps: maybe,
      status: maybe,
      time,
      fastestLap,
    }),
  ),
});

export const overviewSchema = z.object({
  raceWeekendProgress: z.object({
    name: z.string().meta({ description: 'the next session' }),
    ongoing: z.boolean(),
    weekendProgress: z.number().int().meta({ description: 'sessions that have started, in %' }),
    startDateTime: z.string(),
  }),
  upcomingRaceWeekend: z.object({
    isRaceWeekend: z.boolean(),
    timeToRaceWeekendProgress: z.number().int(),
    timeToRaceWeekend: z.number().int().meta({ description: 'minutes' }),
    status: z.string(),
  }),
  seasonProgress: z.object({
    previousRaceWinner: z.string().nullable(),
    previousGrandPrix: z.string().nullable(),
    seasonProgress: z.number().int().nullable(),
    seasonTotalRaces: z.number().int(),
  }),
});
