import { z } from 'zod';
import { type ErgastResource, isAlpha, type Resource } from '../../extract/archive/resource.js';
import { alphaPageSchema } from './alpha-schema.js';

/**
 * The contract: the fields of Jolpica's answers, from the documentation of its Ergast-compatible
 * API (https://github.com/jolpica/jolpica-f1/tree/main/docs) and from all answers of 1950 to 2026.
 * All values are strings. Required are keys and fields that the documentation always includes.
 * Optional are fields that the server leaves out when the value is unknown.
 */

const text = z.string();

/** Left out when unknown. */
const maybe = text.optional();

/** Left out or null when unknown; in older answers the string `None`. */
const unsure = text.nullish();

const session = z.strictObject({ date: maybe, time: maybe });

const circuit = z.strictObject({
  circuitId: text,
  url: maybe,
  circuitName: text,
  Location: z
    .strictObject({ lat: unsure, long: unsure, locality: unsure, country: unsure })
    .optional(),
});

const driver = z.strictObject({
  driverId: text,
  permanentNumber: maybe,
  code: maybe,
  url: maybe,
  givenName: text,
  familyName: text,
  dateOfBirth: maybe,
  nationality: maybe,
});

const builder = z.strictObject({
  constructorId: text,
  url: maybe,
  name: text,
  nationality: maybe,
});

const race = z.strictObject({
  season: text,
  round: text,
  url: maybe,
  raceName: text,
  Circuit: circuit,
  date: text,
  time: maybe,
});

const entry = z.strictObject({ number: unsure, Driver: driver, Constructor: builder });

const result = entry.extend({
  position: text,
  positionText: text,
  points: text,
  // Not yet known in the first days after a race.
  grid: unsure,
  laps: unsure,
  status: unsure,
  Time: z.strictObject({ millis: text, time: text }).optional(),
  FastestLap: z
    .strictObject({
      rank: maybe,
      lap: maybe,
      Time: z.strictObject({ time: maybe }).optional(),
      AverageSpeed: z.strictObject({ units: text, speed: text }).optional(),
    })
    .optional(),
});

// A lap without a position has `None` until March 2026, and no such field since then.
const timing = z.strictObject({ driverId: text, position: unsure, time: text });

const standing = z.strictObject({
  position: maybe,
  positionText: text,
  points: text,
  wins: text,
});

/** The filter of a list, which Jolpica repeats beside the rows. */
const scope = { season: maybe, round: maybe };

function raceTable(row: z.ZodType) {
  return { RaceTable: z.strictObject({ ...scope, Races: z.array(row) }) };
}

function standingsTable(rows: Record<string, z.ZodType>) {
  const list = z.strictObject({ season: text, round: text, ...rows });
  return { StandingsTable: z.strictObject({ ...scope, StandingsLists: z.array(list) }) };
}

const TABLES: Readonly<Record<ErgastResource, Record<string, z.ZodType>>> = {
  seasons: {
    SeasonTable: z.strictObject({
      ...scope,
      Seasons: z.array(z.strictObject({ season: text, url: maybe })),
    }),
  },
  circuits: { CircuitTable: z.strictObject({ ...scope, Circuits: z.array(circuit) }) },
  constructors: { ConstructorTable: z.strictObject({ ...scope, Constructors: z.array(builder) }) },
  drivers: { DriverTable: z.strictObject({ ...scope, Drivers: z.array(driver) }) },
  status: {
    StatusTable: z.strictObject({
      ...scope,
      Status: z.array(z.strictObject({ statusId: text, count: text, status: text })),
    }),
  },
  races: raceTable(
    race.extend({
      FirstPractice: session.optional(),
      SecondPractice: session.optional(),
      ThirdPractice: session.optional(),
      Qualifying: session.optional(),
      Sprint: session.optional(),
      SprintQualifying: session.optional(),
      SprintShootout: session.optional(),
    }),
  ),
  results: raceTable(race.extend({ Results: z.array(result) })),
  sprint: raceTable(race.extend({ SprintResults: z.array(result) })),
  qualifying: raceTable(
    race.extend({
      QualifyingResults: z.array(
        // Q1 to Q3 are left out if the driver missed that part, and empty if no time was set.
        entry.extend({ position: unsure, Q1: maybe, Q2: maybe, Q3: maybe }),
      ),
    }),
  ),
  pitstops: raceTable(
    race.extend({
      PitStops: z.array(
        z.strictObject({
          driverId: text,
          stop: text,
          lap: unsure,
          time: unsure,
          duration: unsure,
        }),
      ),
    }),
  ),
  laps: raceTable(
    race.extend({
      Laps: z.array(z.strictObject({ number: text, Timings: z.array(timing) })),
    }),
  ),
  driverstandings: standingsTable({
    DriverStandings: z.array(standing.extend({ Driver: driver, Constructors: z.array(builder) })),
  }),
  constructorstandings: standingsTable({
    ConstructorStandings: z.array(standing.extend({ Constructor: builder })),
  }),
};

const head = { xmlns: maybe, series: maybe, url: maybe, limit: text, offset: text, total: text };

/** The contract of one page of a resource. */
export function pageSchema(resource: Resource): z.ZodType {
  if (isAlpha(resource)) return alphaPageSchema(resource);
  return z.strictObject({ MRData: z.strictObject({ ...head, ...TABLES[resource] }) });
}
