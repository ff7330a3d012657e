import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { dataFolder } from '../../../disk/data-folder.js';
import { parseTargetUrl } from '../../../load/postgres/target-url.js';
import { rollback } from '../../../load/rollback.js';
import { smallHistory } from '../fixture-lake.js';
import { loadRows } from '../load-rows.js';
import { removeScratchFolder, startScratchServer, withSql } from '../scratch.js';

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
beforeAll(async () => {
  scratch = await startScratchServer();
});
afterAll(() => removeScratchFolder(scratch.folder));

const CLIENTS = 8;
const OLD = smallHistory({ seasons: 6, laps: 100 });
/** Every lap, result and driver is another one, some are gone, some are new. */
const NEW = {
  ...smallHistory({ seasons: 6, laps: 120 }),
  lap: `select * replace (millis + 1000 as millis)
    from (${smallHistory({ seasons: 6, laps: 120 }).lap}) where lap <> 7`,
  race_result: `select * replace (points + 1 as points) from (${OLD.race_result})`,
  driver: `select * replace ('Mika' as given_name) from (${OLD.driver})`,
};
const STATES = {
  old: { laps: 7200, fastest: 91_001, points: '576.00', names: 'Kimi', races: 18 },
  new: { laps: 8568, fastest: 92_001, points: '648.00', names: 'Mika', races: 18 },
};
type Reading = keyof typeof STATES | 'nothing';

/** One query over all that changes, and over the reader's own view once there is one. */
async function read(sql: postgres.Sql): Promise<Reading> {
  const [there] = await sql`
    select to_regclass('lyzer.lap') is not null as tables,
      to_regclass('public.fastest') is not null as view`;
  if (!there?.tables) return 'nothing';
  const fastest = there.view ? 'public.fastest' : 'lyzer.lap';
  const [row] = await sql`
    select
      (select count(*)::integer from lyzer.lap join lyzer.race on race.id = race_id) as laps,
      (select min(millis) from ${sql(fastest)}) as fastest,
      (select sum(points)::text from lyzer.race_result join lyzer.driver using (driver_id)) as points,
      (select string_agg(distinct given_name, ' ') from lyzer.driver) as names,
      (select count(*)::integer from lyzer.race join lyzer.season using (season)) as races`;
  const state = (['old', 'new'] as const).find(
    (name) => JSON.stringify(row) === JSON.stringify(STATES[name]),
  );
  if (state === undefined) throw new Error(`a mix of two loads: ${JSON.stringify(row)}`);
  return state;
}

/** Reads until told to stop; a wait for a lock of over 500 ms is an error. */
function startReader(url: string) {
  const sql = postgres(url, { max: 1, connection: { lock_timeout: 500 }, onnotice: () => {} });
  const seen: Reading[] = [];
  let isDone = false;
  const reading = (async () => {
    while (!isDone) seen.push(await read(sql));
  })();
  // Looked at when it is stopped.
  reading.catch(() => {});
  return {
    seen,
    async stop() {
      isDone = true;
      await reading.finally(() => sql.end({ timeout: 1 }));
    },
  };
}

test('eight readers see the old rows or the new, whole, at once, all through three loads', async () => {
  const url = await scratch.newDatabase();
  const readers = Array.from({ length: CLIENTS }, () => startReader(url));
  const changes = (reader: { readonly seen: readonly Reading[] }) =>
    reader.seen.filter((state, index) => state !== reader.seen[index - 1]);
  const everyoneSaw = async (...states: Reading[]) => {
    while (readers.some((reader) => reader.seen.at(-1) !== states.at(-1))) {
      await sleep(5);
    }
    expect(readers.map(changes)).toEqual(readers.map(() => states));
  };
  await everyoneSaw('nothing');
  await loadRows(scratch.folder, url, 'old', OLD);
  await everyoneSaw('nothing', 'old');
  await withSql(url, (sql) =>
    sql.unsafe(`
      create view public.fastest as select min(millis) as millis from lyzer.lap;
      grant select on lyzer.lap, public.fastest to pg_monitor;
      create table public.favourite (driver_id uuid references lyzer.driver);
      insert into public.favourite select driver_id from lyzer.driver;`),
  );
  await loadRows(scratch.folder, url, 'new', NEW);
  await everyoneSaw('nothing', 'old', 'new');
  const target = parseTargetUrl(url);
  await rollback({ data: dataFolder(scratch.folder), target, to: 1 }, silentProgress);
  await everyoneSaw('nothing', 'old', 'new', 'old');
  await Promise.all(readers.map((reader) => reader.stop()));
  const [kept] = await withSql(
    url,
    (sql) => sql`
    select has_table_privilege('pg_monitor', 'lyzer.lap', 'select') as granted,
      (select count(*)::integer from public.favourite) as favourites,
      (select convalidated from pg_constraint
        where conrelid = 'public.favourite'::regclass) as referred`,
  );
  expect(kept).toEqual({ granted: true, favourites: 4, referred: true });
});
