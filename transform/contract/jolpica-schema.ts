import { z } from 'zod';
import type { Resource } from '../../extract/archive/resource.js';

/**
 * The contract: what Jolpica's answers hold, as its Ergast-compatible API is documented
 * (https://github.com/jolpica/jolpica-f1/tree/main/docs) and as its whole history, 1950 to
 * 2026, in fact is. All values are strings; optional fields are those that it leaves out.
 */

const text = z.string();

const session = z.strictObject({ date: text, time: text.optional() });

const circuit = z.strictObject({
  circuitId: text,
  url: text,
  circuitName: text,
  Location: z.strictObject({ lat: text, long: text, locality: text, country: text }),
});

const driver = z.strictObject({
  driverId: text,
  permanentNumber: text.optional(),
  code: text.optional(),
  url: text,
  givenName: text,
  familyName: text,
  dateOfBirth: text,
  nationality: text,
});

const builder = z.strictObject({
  constructorId: text,
  url: text,
  name: text,
  nationality: text,
});

const race = z.strictObject({
  season: text,
  round: text,
  url: text,
  raceName: text,
  Circuit: circuit,
  date: text,
  time: text.optional(),
});

const entry = z.strictObject({
  number: text,
  position: text,
  Driver: driver,
  Constructor: builder,
});

const result = entry.extend({
  positionText: text,
  points: text,
  // Not yet known in the first days after a race.
  grid: text.nullable(),
  laps: text,
  status: text,
  Time: z.strictObject({ millis: text, time: text }).optional(),
  FastestLap: z
    .strictObject({
      rank: text.optional(),
      lap: text,
      Time: z.strictObject({ time: text }),
      AverageSpeed: z.strictObject({ units: text, speed: text }).optional(),
    })
    .optional(),
});

const timing = z.strictObject({ driverId: text, position: text, time: text });

const standing = z.strictObject({
  position: text.optional(),
  positionText: text,
  points: text,
  wins: text,
});

/** What a list was narrowed to; tables tell it beside their rows. */
const scope = { season: text.optional(), round: text.optional() };

function raceTable(row: z.ZodType) {
  return { RaceTable: z.strictObject({ ...scope, Races: z.array(row) }) };
}

function standingsTable(rows: Record<string, z.ZodType>) {
  const list = z.strictObject({ season: text, round: text, ...rows });
  return { StandingsTable: z.strictObject({ ...scope, StandingsLists: z.array(list) }) };
}

const TABLES: Readonly<Record<Resource, Record<string, z.ZodType>>> = {
  seasons: {
    SeasonTable: z.strictObject({
      ...scope,
      Seasons: z.array(z.strictObject({ season: text, url: text })),
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
        // Q1 to Q3 are left out where the part was not driven, and empty where no time was set.
        entry.extend({ Q1: text.optional(), Q2: text.optional(), Q3: text.optional() }),
      ),
    }),
  ),
  pitstops: raceTable(
    race.extend({
      PitStops: z.array(
        z.strictObject({ driverId: text, lap: text, stop: text, time: text, duration: text }),
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

const head = { xmlns: text, series: text, url: text, limit: text, offset: text, total: text };

/** The contract of one page of a resource. */
export function pageSchema(resource: Resource): z.ZodType {
  return z.strictObject({ MRData: z.strictObject({ ...head, ...TABLES[resource] }) });
}
