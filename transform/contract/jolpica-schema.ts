import { z } from 'zod';
import { type ErgastResource, isAlpha, type Resource } from '../../extract/archive/resource.js';
import { alphaPageSchema } from './alpha-schema.js';
import {
  day,
  decimal,
  duration,
  isUnknown,
  matching,
  type ValueKind,
  whole,
} from './value-kind.js';

/**
 * The contract: the fields of Jolpica's answers, from the documentation of its Ergast-compatible
 * API (https://github.com/jolpica/jolpica-f1/tree/main/docs) and from all answers of 1950 to 2026.
 * All values are strings. Required are keys and fields that the documentation always includes.
 * Optional are fields that the server leaves out when the value is unknown.
 */

const SEASON = whole(1950, 2099);
const ROUND = whole(1, 40);
const RACE_DAY = day(1950, 2099);
const BIRTHDAY = day(1850, 2030);
const TIME_OF_DAY = matching(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, 'a time like 17:05:23');
const TIME_UTC = matching(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/, 'a time like 14:00:00Z');
const CAR_NUMBER = whole(0, 999);
const PLACE = whole(1, 99);
// 0 is the pit lane.
const GRID = whole(0, 99);
const PLACE_TEXT = matching(
  /^([1-9]\d?|[DEFNRW]|-)$/,
  'a place from 1 to 99, D, E, F, N, R, W or -',
);
// 200 in the Indianapolis 500.
const LAPS = whole(0, 250);
const LAP = whole(1, 250);
const CAR_POINTS = decimal(0, 100, 2);
const TOTAL_POINTS = decimal(0, 3000, 2);
const LAP_TIME = duration(20, 21_600);
// Eight of 2007 to 2024 are cut to `1`.
const FASTEST_LAP_TIME = duration(20, 21_600, /^1$/);
const STOP_DURATION = duration(1, 21_600);
const RACE_MILLIS = whole(60_000, 86_400_000);
// 33 winners of 1950 to 2002 have no seconds, and 27 gaps of 2023 to 2025 are below zero.
const RACE_TIME = matching(
  /^(\+-?)?((\d{1,2}:)?[0-5]?\d:)?[0-5]?\d\.\d{1,3}$|^\d:[0-5]\d$/,
  'a time like 1:34:50.616 or a gap like +5.478',
);
const SPEED = decimal(20, 500, 4);
const LATITUDE = decimal(-90, 90, 9);
const LONGITUDE = decimal(-180, 180, 9);
const COUNT = whole(0, 999_999_999);

const text = z.string();

/** Left out when unknown. */
const maybe = text.optional();

/** Left out or null when unknown; in older answers the string `None`. */
const unsure = text.nullish();

function value({ isRight, words }: ValueKind) {
  return text.refine(isRight, words);
}

/** A value, or a text that says that it is unknown. */
function known({ isRight, words }: ValueKind) {
  return text.refine((found) => isUnknown(found) || isRight(found), words);
}

const part = known(LAP_TIME).optional();
const session = z.strictObject({
  date: known(RACE_DAY).optional(),
  time: known(TIME_UTC).optional(),
});

const SESSIONS = {
  FirstPractice: session.optional(),
  SecondPractice: session.optional(),
  ThirdPractice: session.optional(),
  Qualifying: session.optional(),
  Sprint: session.optional(),
  SprintQualifying: session.optional(),
  SprintShootout: session.optional(),
};

const circuit = z.strictObject({
  circuitId: text,
  url: maybe,
  circuitName: text,
  Location: z
    .strictObject({
      lat: known(LATITUDE).nullish(),
      long: known(LONGITUDE).nullish(),
      locality: unsure,
      country: unsure,
    })
    .optional(),
});

const driver = z.strictObject({
  driverId: text,
  permanentNumber: known(CAR_NUMBER).optional(),
  code: maybe,
  url: maybe,
  givenName: text,
  familyName: text,
  dateOfBirth: known(BIRTHDAY).optional(),
  nationality: maybe,
});

const builder = z.strictObject({
  constructorId: text,
  url: maybe,
  name: text,
  nationality: maybe,
});

const race = z.strictObject({
  season: value(SEASON),
  round: value(ROUND),
  url: maybe,
  raceName: text,
  Circuit: circuit,
  date: value(RACE_DAY),
  time: known(TIME_UTC).optional(),
});

const entry = z.strictObject({
  number: known(CAR_NUMBER).nullish(),
  Driver: driver,
  Constructor: builder,
});

const result = entry.extend({
  position: value(PLACE),
  positionText: value(PLACE_TEXT),
  points: value(CAR_POINTS),
  // Not yet known in the first days after a race.
  grid: known(GRID).nullish(),
  laps: known(LAPS).nullish(),
  status: unsure,
  Time: z.strictObject({ millis: known(RACE_MILLIS), time: known(RACE_TIME) }).optional(),
  FastestLap: z
    .strictObject({
      rank: known(PLACE).optional(),
      lap: known(LAP).optional(),
      Time: z.strictObject({ time: known(FASTEST_LAP_TIME).optional() }).optional(),
      AverageSpeed: z.strictObject({ units: text, speed: known(SPEED) }).optional(),
    })
    .optional(),
});

// A lap without a position has `None` until March 2026, and no such field since then.
const timing = z.strictObject({
  driverId: text,
  position: known(PLACE).nullish(),
  time: known(LAP_TIME),
});

const standing = z.strictObject({
  position: known(PLACE).optional(),
  positionText: value(PLACE_TEXT),
  points: value(TOTAL_POINTS),
  wins: value(whole(0, 40)),
});

/** The filter of a list, which Jolpica repeats beside the rows. */
const scope = { season: known(SEASON).optional(), round: known(ROUND).optional() };

const head = {
  xmlns: maybe,
  series: maybe,
  url: maybe,
  limit: value(COUNT),
  offset: value(COUNT),
  total: value(COUNT),
};

function page(table: z.ZodRawShape): z.ZodType {
  return z.strictObject({ MRData: z.strictObject({ ...head, ...table }) });
}

function raceTable(fields: z.ZodRawShape) {
  const row = race.extend(fields).superRefine((found, context) => {
    for (const path of daysOutside(found)) {
      context.addIssue({ code: 'custom', path, message: `a date in ${found.season}` });
    }
  });
  return page({ RaceTable: z.strictObject({ ...scope, Races: z.array(row) }) });
}

/** The paths of the days of a race and its sessions that are not in its season. */
function daysOutside({ season, date, ...fields }: Record<string, unknown>): string[][] {
  if (typeof season !== 'string' || !SEASON.isRight(season)) return [];
  // A text that is no day at all was told before.
  const isOutside = (day: unknown) =>
    typeof day === 'string' && RACE_DAY.isRight(day) && !day.startsWith(`${season}-`);
  const sessions = Object.keys(SESSIONS).filter(
    (name) => name in fields && isOutside(session.safeParse(fields[name]).data?.date),
  );
  return [...(isOutside(date) ? [['date']] : []), ...sessions.map((name) => [name, 'date'])];
}

function standingsTable(rows: Record<string, z.ZodType>) {
  const list = z.strictObject({ season: value(SEASON), round: value(ROUND), ...rows });
  return page({ StandingsTable: z.strictObject({ ...scope, StandingsLists: z.array(list) }) });
}

// Made once: zod compiles a schema when it first parses.
const PAGES: Readonly<Record<ErgastResource, z.ZodType>> = {
  seasons: page({
    SeasonTable: z.strictObject({
      ...scope,
      Seasons: z.array(z.strictObject({ season: value(SEASON), url: maybe })),
    }),
  }),
  circuits: page({ CircuitTable: z.strictObject({ ...scope, Circuits: z.array(circuit) }) }),
  constructors: page({
    ConstructorTable: z.strictObject({ ...scope, Constructors: z.array(builder) }),
  }),
  drivers: page({ DriverTable: z.strictObject({ ...scope, Drivers: z.array(driver) }) }),
  status: page({
    StatusTable: z.strictObject({
      ...scope,
      Status: z.array(z.strictObject({ statusId: text, count: value(COUNT), status: text })),
    }),
  }),
  races: raceTable(SESSIONS),
  results: raceTable({ Results: z.array(result) }),
  sprint: raceTable({ SprintResults: z.array(result) }),
  qualifying: raceTable({
    QualifyingResults: z.array(
      // Q1 to Q3 are left out if the driver missed that part, and empty if no time was set.
      entry.extend({ position: known(PLACE).nullish(), Q1: part, Q2: part, Q3: part }),
    ),
  }),
  pitstops: raceTable({
    PitStops: z.array(
      z.strictObject({
        driverId: text,
        stop: value(whole(1, 99)),
        lap: known(LAP).nullish(),
        time: known(TIME_OF_DAY).nullish(),
        duration: known(STOP_DURATION).nullish(),
      }),
    ),
  }),
  laps: raceTable({
    Laps: z.array(z.strictObject({ number: value(LAP), Timings: z.array(timing) })),
  }),
  driverstandings: standingsTable({
    DriverStandings: z.array(standing.extend({ Driver: driver, Constructors: z.array(builder) })),
  }),
  constructorstandings: standingsTable({
    ConstructorStandings: z.array(standing.extend({ Constructor: builder })),
  }),
};

/** The contract of one page of a resource. */
export function pageSchema(resource: Resource): z.ZodType {
  return isAlpha(resource) ? alphaPageSchema(resource) : PAGES[resource];
}
