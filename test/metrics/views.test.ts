import { readFileSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { silentProgress } from '../../command/progress.js';
import { dataFolder, SEED_FOLDER } from '../../disk/data-folder.js';
import { readSnapshot } from '../../extract/archive/archive.js';
import { load } from '../../load/load.js';
import { parseTargetUrl } from '../../load/postgres/target-url.js';
import { viewDocSchema } from '../../transform/models/read-flat-views.js';
import { SQL_FOLDER } from '../../transform/models/read-models.js';
import { transform } from '../../transform/transform.js';
import { listProjectEntries } from '../house/project-files.js';
import { removeScratchFolder, startScratchServer, withSql } from '../load/scratch.js';

const FOLDER = join(SQL_FOLDER, 'views');
const NAMES = listProjectEntries(FOLDER)
  .files.filter((file) => file.endsWith('.sql'))
  .map((file) => file.slice(0, -'.sql'.length));
let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let url: string;

beforeAll(async () => {
  scratch = await startScratchServer();
  const data = dataFolder(scratch.folder);
  await copySeedWithoutLaps(data.archive);
  await transform({ data }, silentProgress);
  url = await scratch.newDatabase();
  await load({ data, target: parseTargetUrl(url) }, silentProgress);
  await withSql(url, makeViews);
  await withSql(url, addLaps);
});

afterAll(() => removeScratchFolder(scratch.folder));

/** No view reads laps, which would take most of the time. */
async function copySeedWithoutLaps(archive: string) {
  await cp(SEED_FOLDER, archive, { recursive: true });
  const seed = await readSnapshot(archive);
  const lists = Object.entries(seed.lists).filter(([list]) => !/\/(laps|pitstops)$/.test(list));
  const snapshot = { ...seed, lists: Object.fromEntries(lists) };
  await writeFile(join(archive, 'snapshots', `${seed.id}.json`), JSON.stringify(snapshot));
}

/** Four laps, made up, as the loaded history has none. */
async function addLaps(sql: Sql) {
  await sql`insert into lyzer.lap (race_id, driver_id, lap, season, position, time, millis)
    select race.id, driver_id, lap, season, position, text, millis
    from (values ('hamilton', 1, 1, '1:32.910', 92910), ('hamilton', 2, 1, '1:29.305', 89305),
        ('max_verstappen', 1, 2, '1:33.867', 93867), ('max_verstappen', 2, 2, '1:29.405', 89405)
      ) as laps (ref, lap, position, text, millis)
    join lyzer.driver using (ref)
    join lyzer.race on season = 2021 and round = 22`;
}

/** Makes the views with a now() of ours in place of the server's, which a test sets. */
async function makeViews(sql: Sql) {
  await sql.unsafe(`
    create schema if not exists lyzer_api;
    create schema clock;
    create function clock.now() returns timestamptz language sql stable
      as $$ select current_setting('clock.now')::timestamptz $$;
    set search_path = clock, pg_catalog;`);
  for (const name of NAMES) {
    const text = readFileSync(join(FOLDER, `${name}.sql`), 'utf8');
    await sql.unsafe(`create or replace view lyzer_api.${name} as ${text}`);
  }
}

/** The rows of a query at a time, in a session of another time zone. */
async function at(time: string, query: string): Promise<Record<string, unknown>[]> {
  return withSql(url, async (sql) => {
    await sql.unsafe(`set time zone 'Australia/Sydney'; set clock.now = '${time}'`);
    return [...(await sql.unsafe(query))];
  });
}

test.each(NAMES)(
  '%s has the columns that its yml documents, null only where it says',
  async (name) => {
    const doc = viewDocSchema.parse(parse(readFileSync(join(FOLDER, `${name}.yml`), 'utf8')));
    const made = await at(
      '2026-08-01Z',
      `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type
      from pg_attribute a where a.attrelid = 'lyzer_api.${name}'::regclass order by a.attnum`,
    );
    const wanted = Object.entries(doc.columns).map(([column, { type }]) => ({
      name: column,
      type,
    }));
    expect(made).toEqual(wanted);
    const rows = await at('2026-08-01Z', `select * from lyzer_api.${name}`);
    expect(rows.length).toBeGreaterThan(0);
    const withNulls = Object.keys(doc.columns).filter((c) => rows.some((row) => row[c] === null));
    expect(withNulls.filter((column) => doc.columns[column]?.absent === undefined)).toEqual([]);
  },
);

describe('overview', () => {
  const query = `select season, round, race_name, has_sprint, state, weekend_percent, rounds,
    rounds_held, season_percent, last_winner_season, last_winner_family_name,
    last_winner_constructor_name from lyzer_api.overview`;

  test('shows the coming weekend between two races', async () => {
    expect(await at('2026-08-01 12:00Z', query)).toEqual([
      {
        season: 2026,
        round: 12,
        race_name: 'Dutch Grand Prix',
        has_sprint: true,
        state: 'upcoming',
        weekend_percent: '0.0',
        rounds: 22,
        rounds_held: 11,
        season_percent: '50.0',
        last_winner_season: 2025,
        last_winner_family_name: 'Piastri',
        last_winner_constructor_name: 'McLaren',
      },
    ]);
  });

  test('shows the weekend that runs, and how far it is', async () => {
    // From Friday 14:30 to Sunday 19:00 it takes 52.5 hours; Saturday 14:30 is 24 hours in.
    expect(await at('2025-11-08 14:30Z', query)).toMatchObject([
      {
        season: 2025,
        race_name: 'São Paulo Grand Prix',
        state: 'running',
        weekend_percent: '45.7',
        last_winner_season: 2024,
        last_winner_family_name: 'Verstappen',
        last_winner_constructor_name: 'Red Bull',
      },
    ]);
  });

  test('counts a race as two hours, then shows the next weekend', async () => {
    const name = 'select race_name, state from lyzer_api.overview';
    const during = { race_name: 'São Paulo Grand Prix', state: 'running' };
    expect(await at('2025-11-09 18:59Z', name)).toEqual([during]);
    const next = { race_name: 'Las Vegas Grand Prix', state: 'upcoming' };
    expect(await at('2025-11-09 19:00Z', name)).toEqual([next]);
  });

  test('stays with the last race when the calendar is over', async () => {
    expect(await at('2027-02-01Z', query)).toMatchObject([
      {
        season: 2026,
        race_name: 'Abu Dhabi Grand Prix',
        state: 'finished',
        weekend_percent: '100.0',
      },
    ]);
  });
});

test('weekend_session tells what is over, runs and comes', async () => {
  const rows = await at(
    '2025-11-08 14:30Z',
    `select session_name, kind, starts_at, state from lyzer_api.weekend_session`,
  );
  // The timetable of Interlagos 2025, formula1.com.
  expect(rows).toEqual([
    {
      session_name: 'First Practice',
      kind: 'practice',
      starts_at: new Date('2025-11-07T14:30Z'),
      state: 'finished',
    },
    {
      session_name: 'Sprint Qualifying',
      kind: 'sprint_qualifying',
      starts_at: new Date('2025-11-07T18:30Z'),
      state: 'finished',
    },
    {
      session_name: 'Sprint',
      kind: 'sprint',
      starts_at: new Date('2025-11-08T14:00Z'),
      state: 'running',
    },
    {
      session_name: 'Qualifying',
      kind: 'qualifying',
      starts_at: new Date('2025-11-08T18:00Z'),
      state: 'upcoming',
    },
    {
      session_name: 'Race',
      kind: 'race',
      starts_at: new Date('2025-11-09T17:00Z'),
      state: 'upcoming',
    },
  ]);
});

test('race_lap tells the gap to the first at the end of each lap', async () => {
  const rows = await at(
    '2026-08-01Z',
    `select lap, driver_ref, elapsed_millis, gap_millis from lyzer_api.race_lap
      where race_id = (select id from lyzer.race where season = 2021 and round = 22)
      order by lap, gap_millis`,
  );
  expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
    '1 hamilton 92910 0',
    '1 max_verstappen 93867 957',
    '2 hamilton 182215 0',
    '2 max_verstappen 183272 1057',
  ]);
});

test('current_calendar changes with the year in UTC, and stays where no new one is known', async () => {
  const query =
    'select season, count(*)::integer as races from lyzer_api.current_calendar group by 1';
  expect(await at('2024-12-31 23:59Z', query)).toEqual([{ season: 2024, races: 24 }]);
  expect(await at('2025-01-01 00:00Z', query)).toEqual([{ season: 2025, races: 24 }]);
  expect(await at('2027-01-01 00:00Z', query)).toEqual([{ season: 2026, races: 22 }]);
});

test('standings are those after the newest race', async () => {
  const newest = 'select distinct season, round from lyzer_api.current_';
  const last = [{ season: 2026, round: 11 }];
  expect(await at('2026-08-01Z', `${newest}driver_standing`)).toEqual(last);
  expect(await at('2026-08-01Z', `${newest}constructor_standing`)).toEqual(last);
});

test('standings of the last season stand until the next has some', async () => {
  const [drivers, constructors] = await withSql(url, (sql) =>
    sql.begin(async (trial) => {
      await trial`delete from lyzer.driver_standing where season = 2026`;
      await trial`delete from lyzer.constructor_standing where season = 2026`;
      const rows = [
        await trial`select position, family_name, points, wins, constructor_name
          from lyzer_api.current_driver_standing limit 3`,
        await trial`select position, constructor_name, points
          from lyzer_api.current_constructor_standing limit 2`,
      ];
      await trial`rollback and chain`;
      return rows;
    }),
  );
  // https://en.wikipedia.org/wiki/2025_Formula_One_World_Championship
  expect(drivers?.map((row) => Object.values(row).join(' '))).toEqual([
    '1 Norris 423.00 7 McLaren',
    '2 Verstappen 421.00 8 Red Bull',
    '3 Piastri 410.00 7 McLaren',
  ]);
  expect(constructors?.map((row) => Object.values(row).join(' '))).toEqual([
    '1 McLaren 833.00',
    '2 Mercedes 469.00',
  ]);
});

test('round_result gives the results of a round, winner first', async () => {
  const rows = await at(
    '2026-08-01Z',
    `select position, family_name, constructor_name, grid, time from lyzer_api.round_result
      where season = 2021 and round = 22 limit 2`,
  );
  // https://en.wikipedia.org/wiki/2021_Abu_Dhabi_Grand_Prix
  expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
    '1 Verstappen Red Bull 1 1:30:17.345',
    '2 Hamilton Mercedes 2 +2.256',
  ]);
});

test('round_result has what Lyzer shows of a result: pages, place, nationalities, speed', async () => {
  const rows = await at(
    '2026-08-01Z',
    `select race_url, race_time, circuit_url, lat, long, permanent_number, driver_url,
      to_char(date_of_birth, 'YYYY-MM-DD') as date_of_birth, driver_nationality, constructor_url, constructor_nationality, fl_units
    from lyzer_api.round_result where season = 2021 and round = 22 limit 1`,
  );
  // https://en.wikipedia.org/wiki/2021_Abu_Dhabi_Grand_Prix
  expect(rows).toEqual([
    {
      race_url: expect.stringContaining('/wiki/2021_Abu_Dhabi_Grand_Prix'),
      race_time: '13:00:00',
      circuit_url: expect.stringContaining('/wiki/Yas_Marina_Circuit'),
      lat: '24.467200',
      long: '54.603100',
      permanent_number: expect.any(Number),
      driver_url: expect.stringContaining('/wiki/Max_Verstappen'),
      date_of_birth: '1997-09-30',
      driver_nationality: 'Dutch',
      constructor_url: expect.stringContaining('/wiki/Red_Bull_Racing'),
      constructor_nationality: 'Austrian',
      fl_units: 'kph',
    },
  ]);
});

test("a driver's standing lists all constructors of the season, the first one first", async () => {
  const [standing] = await withSql(url, (sql) =>
    sql.begin(async (trial) => {
      await trial`delete from lyzer.driver_standing where season = 2026`;
      const rows = await trial`select constructors, url from lyzer_api.current_driver_standing
        where family_name = 'Tsunoda'`;
      await trial`rollback and chain`;
      return rows;
    }),
  );
  // He went from Racing Bulls to Red Bull after two rounds of 2025.
  expect(standing?.constructors).toMatchObject([
    { constructor_ref: 'rb', nationality: 'Italian' },
    { constructor_ref: 'red_bull', name: 'Red Bull', nationality: 'Austrian' },
  ]);
  expect(standing?.url).toContain('/wiki/Yuki_Tsunoda');
});

test('current_calendar lists the sessions of a weekend, with their day where no time is known', async () => {
  const query = `select sessions, race_url from lyzer_api.current_calendar
    where race_name = 'Dutch Grand Prix'`;
  const untimed = await withSql(url, (sql) =>
    sql.begin(async (trial) => {
      await trial.unsafe(`set local clock.now = '2026-08-01Z'`);
      await trial`update lyzer.sprint_session set time = null`;
      const rows = await trial.unsafe(query);
      await trial`rollback and chain`;
      return rows;
    }),
  );
  // The timetable of Zandvoort 2026, formula1.com.
  expect(untimed).toMatchObject([
    {
      race_url: expect.stringContaining('/wiki/2026_Dutch_Grand_Prix'),
      sessions: [
        { name: 'First Practice', date: '2026-08-21' },
        { name: 'Sprint Qualifying', date: '2026-08-21' },
        { name: 'Qualifying', date: '2026-08-22', time: '14:00:00' },
        { name: 'Sprint', date: '2026-08-22', time: null },
      ],
    },
  ]);
});
