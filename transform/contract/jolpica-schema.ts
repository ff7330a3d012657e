import { z } from 'zod';
import { type ErgastResource, isAlpha, type Resource } from '../../extract/archive/resource.js';
import { alphaPageSchema } from './alpha-schema.js';
import {
  BIRTHDAY,
  CAR_NUMBER,
  CAR_POINTS,
  CODE,
  COUNT,
  FASTEST_LAP_TIME,
  GRID,
  LAP,
  LAP_TIME,
  LAPS,
  LATITUDE,
  LONGITUDE,
  NAME,
  PLACE,
  PLACE_TEXT,
  RACE_DAY,
  RACE_MILLIS,
  RACE_TIME,
  REF,
  ROUND,
  SEASON,
  SPEED,
  STATUS,
  STATUS_ID,
  STOP_DURATION,
  TIME_OF_DAY,
  TIME_UTC,
  TOTAL_POINTS,
  WEB_ADDRESS,
} from './jolpica-values.js';
import { isUnknown, type ValueKind, whole } from './value-kind.js';

/**
 * The contract: the fields of Jolpica's answers, from the documentation of its Ergast-compatible
 * API (https://github.com/jolpica/jolpica-f1/tree/main/docs) and from all answers of 1950 to 2026.
 * All values are strings. Required are keys and fields that the documentation always includes.
 * Optional are fields that the server leaves out when the value is unknown.
 */

const text = z.string();

/** Left out when unknown. */
const maybe = text.optional();

function value({ isRight, words }: ValueKind) {
  return text.refine(isRight, words);
}

/** A value, or a text that says that it is unknown. */
function known({ isRight, words }: ValueKind) {
  return text.refine((found) => isUnknown(found) || isRight(found), words);
}

const part = known(LAP_TIME).optional();
const webAddress = known(WEB_ADDRESS).optional();
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
  circuitId: value(REF),
  url: webAddress,
  circuitName: value(NAME),
  Location: z
    .strictObject({
      lat: known(LATITUDE).nullish(),
      long: known(LONGITUDE).nullish(),
      locality: known(NAME).nullish(),
      country: known(NAME).nullish(),
    })
    .optional(),
});

const driver = z.strictObject({
  driverId: value(REF),
  permanentNumber: known(CAR_NUMBER).optional(),
  code: known(CODE).optional(),
  url: webAddress,
  givenName: value(NAME),
  familyName: value(NAME),
  dateOfBirth: known(BIRTHDAY).optional(),
  nationality: known(NAME).optional(),
});

const builder = z.strictObject({
  constructorId: value(REF),
  url: webAddress,
  name: value(NAME),
  nationality: known(NAME).optional(),
});

const race = z.strictObject({
  season: value(SEASON),
  round: value(ROUND),
  url: webAddress,
  raceName: value(NAME),
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
  status: known(STATUS).nullish(),
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
  driverId: value(REF),
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
      Seasons: z.array(z.strictObject({ season: value(SEASON), url: webAddress })),
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
      Status: z.array(
        z.strictObject({ statusId: value(STATUS_ID), count: value(COUNT), status: value(STATUS) }),
      ),
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
        driverId: value(REF),
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
