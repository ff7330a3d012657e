import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { dataFolder, PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { Fault } from '../../fault/fault.js';
import { load } from '../../load/load.js';
import { startServer } from '../../load/postgres/embedded/embedded-postgres.js';
import { parseTargetUrl } from '../../load/postgres/target-url.js';
import { smallHistory, writeFixtureLake } from './fixture-lake.js';
import { killServer } from './kill-server.js';
import { loadRows } from './load-rows.js';
import { removeScratchFolder, startScratchServer, withSql } from './scratch.js';

const LOADER_KILLS = 25;
const SERVER_KILLS = 10;
/** Longer than a load takes, so that moments between loads are met too. */
const MOST_MS = 300;

/** Of looks for left-overs: what is there after minutes stays. */
const MOST_TRIES = 6_000;

const OLD = smallHistory({ seasons: 4, laps: 50 });
const NEW = {
  ...OLD,
  lap: `select * replace (millis + 1000 as millis) from (${OLD.lap}) where lap <> 7`,
  race_result: `select * replace (points + 1 as points) from (${OLD.race_result})`,
};
const NOTHING = 'nothing';
const STATES = ['2400 laps, 218461200, 384.00', '2352 laps, 216444864, 432.00'];

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let loaded: string;
beforeAll(async () => {
  scratch = await startScratchServer();
  const { lake } = dataFolder(scratch.folder);
  loaded = await scratch.newDatabase();
  await loadRows(scratch.folder, loaded, 'old', OLD);
  await writeFixtureLake(lake, 'new', NEW);
});
afterAll(() => removeScratchFolder(scratch.folder));

/** What the database holds, in one line. */
async function stateOf(url: string): Promise<string> {
  return withSql(url, async (sql) => {
    const [there] = await sql`select to_regclass('lyzer.lap') is not null as tables`;
    if (!there?.tables) return NOTHING;
    const [row] = await sql`
      select count(*) || ' laps, ' || sum(millis) || ', ' ||
        (select sum(points) from lyzer.race_result) as state
      from lyzer.lap`;
    return String(row?.state);
  });
}

/** What a load that was killed might leave in a database. */
async function leftOversOf(url: string) {
  return withSql(url, async (sql) => {
    const count = async () => {
      const [row] = await sql<{ n: number }[]>`
        select
          (select count(*) from pg_locks where locktype = 'advisory')
          + (select count(*) from pg_class where relname like 'lyzer_stage%')
          + (select count(*) from pg_stat_activity
            where application_name = 'lyzer-etl' and datname = current_database()) as n`;
      return Number(row?.n);
    };
    // The server sees that its client is gone when it next writes to it.
    for (let tries = 0; tries < MOST_TRIES && (await count()) > 0; tries += 1) await sleep(50);
    return count();
  });
}

function startLoader() {
  const script = join('test', 'load', 'load-forever.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, scratch.folder], {
    cwd: PROGRAM_FOLDER,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return { child, ready: once(child.stdout, 'data'), closed: once(child, 'close') };
}

test(`the loader is killed ${LOADER_KILLS} times: the rows are the old or the new, nothing is left`, async () => {
  // One starts while the one before runs.
  let next = startLoader();
  for (let kill = 0; kill < LOADER_KILLS; kill += 1) {
    const isFirstLoad = kill % 5 === 0;
    const url = isFirstLoad ? await scratch.newDatabase() : loaded;
    const loader = next;
    await loader.ready;
    if (kill + 1 < LOADER_KILLS) next = startLoader();
    const delayMs = Math.random() * MOST_MS;
    loader.child.stdin.write(`${url}\n`);
    await sleep(delayMs);
    loader.child.kill('SIGKILL');
    await loader.closed;
    expect(await leftOversOf(url), `killed after ${delayMs} ms`).toBe(0);
    const allowed = isFirstLoad ? [NOTHING, ...STATES] : STATES;
    expect(allowed, `killed after ${delayMs} ms`).toContain(await stateOf(url));
  }
  const data = dataFolder(scratch.folder);
  const target = parseTargetUrl(loaded);
  await load({ data, target, snapshot: 'new' }, silentProgress);
  expect(await stateOf(loaded)).toBe(STATES[1]);
  expect((await readdir(scratch.folder)).filter((name) => name.startsWith('.'))).toEqual([]);
});

test(`the server is killed ${SERVER_KILLS} times: the rows are the old or the new`, async () => {
  const postgresFolder = join(scratch.folder, 'postgres');
  const data = dataFolder(scratch.folder);
  const target = parseTargetUrl(loaded);
  for (let kill = 0; kill < SERVER_KILLS; kill += 1) {
    const delayMs = Math.random() * MOST_MS;
    const loading = loadUntilItFails(data, target);
    await sleep(delayMs);
    await killServer(postgresFolder);
    const fault = await loading;
    expect(fault.code, fault.message).toMatch(/^TARGET_(LOST|UNREACHABLE)$/);
    // After a kill the server reads its log again.
    await startServer(postgresFolder);
    expect(STATES, `killed after ${delayMs} ms`).toContain(await stateOf(loaded));
    expect(await leftOversOf(loaded)).toBe(0);
  }
  await load({ data, target, snapshot: 'old' }, silentProgress);
  expect(await stateOf(loaded)).toBe(STATES[0]);
});

async function loadUntilItFails(
  data: ReturnType<typeof dataFolder>,
  target: ReturnType<typeof parseTargetUrl>,
): Promise<Fault> {
  for (;;) {
    for (const snapshot of ['new', 'old']) {
      try {
        await load({ data, target, snapshot }, silentProgress);
      } catch (error) {
        if (error instanceof Fault) return error;
        throw error;
      }
    }
  }
}
