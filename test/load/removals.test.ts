import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { dataFolder } from '../../disk/data-folder.js';
import { EXIT, Fault } from '../../fault/fault.js';
import { describePlan } from '../../load/describe-plan.js';
import { planLoad } from '../../load/plan.js';
import { parseTargetUrl } from '../../load/postgres/target-url.js';
import { rollback } from '../../load/rollback.js';
import { type FixtureRows, id, smallHistory, writeFixtureLake } from './fixture-lake.js';
import { loadRows } from './load-rows.js';
import { removeScratchFolder, startScratchServer, withSql } from './scratch.js';

// Issue 12: a load of one season's drivers emptied a production database.

const HISTORY = smallHistory({ seasons: 3, laps: 20 });
const DRIVERS_ONLY = { driver: HISTORY.driver ?? '' };
const FIRST = '20260727T181500Z-00000001';
const NEXT = '20260728T181500Z-00000002';
const OLDER = '20260726T181500Z-00000003';

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let loaded: string;
beforeAll(async () => {
  scratch = await startScratchServer();
  loaded = await scratch.newDatabase();
  await loadRows(scratch.folder, loaded, FIRST, HISTORY);
});
afterAll(() => removeScratchFolder(scratch.folder));

function loadedDatabase(): Promise<string> {
  return scratch.newDatabase(loaded);
}

async function refusalOf(url: string, snapshot: string, rows: FixtureRows): Promise<string> {
  const error = await loadRows(scratch.folder, url, snapshot, rows).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Fault)) throw error ?? new Error('nothing was refused');
  expect(error).toMatchObject({ code: 'REMOVALS_REFUSED', exitCode: EXIT.refused });
  expect(error.message).not.toMatch(/\n/);
  expect(error.message).toContain('--allow-removals');
  return error.message;
}

async function planOf(url: string, snapshot: string, rows: FixtureRows) {
  const data = dataFolder(scratch.folder);
  await writeFixtureLake(data.lake, snapshot, rows);
  return planLoad({ data, target: parseTargetUrl(url), staleOk: true }, silentProgress);
}

async function countRows(url: string, table: string): Promise<number> {
  const [row] = await withSql(url, (sql) =>
    sql.unsafe<{ n: number }[]>(`select count(*)::integer as n from lyzer.${table}`),
  );
  return row?.n ?? -1;
}

describe('a lake of drivers only', () => {
  test('is refused, and the target keeps its rows', async () => {
    const url = await loadedDatabase();
    const message = await refusalOf(url, NEXT, DRIVERS_ONLY);
    expect(message).toContain("all 720 rows of 'lyzer.lap' (seasons 1950-1952)");
    expect(message).toContain("all 36 rows of 'lyzer.race_result' (seasons 1950-1952)");
    expect(await countRows(url, 'race_result')).toBe(36);
  });

  test('is planned with what would be refused, and why', async () => {
    const plan = await planOf(await loadedDatabase(), NEXT, DRIVERS_ONLY);
    expect(plan.refusal).toMatchObject({ code: 'REMOVALS_REFUSED', newerLoad: null });
    expect(plan.refusal?.removals.find(({ name }) => name === 'lap')).toEqual({
      ...{ schema: 'lyzer', name: 'lap', rows: 720, removed: 720 },
      lostSeasons: [1950, 1951, 1952],
    });
    expect(describePlan(plan)).toMatch(/^Refused without --allow-removals: .*'lyzer\.lap'/m);
  });

  test('is loaded when it may remove rows', async () => {
    const url = await loadedDatabase();
    await loadRows(scratch.folder, url, NEXT, DRIVERS_ONLY, { allowRemovals: true });
    expect(await countRows(url, 'race_result')).toBe(0);
    expect(await countRows(url, 'driver')).toBe(4);
  });

  test('is not loaded because production was confirmed', async () => {
    const url = await loadedDatabase();
    const target = { ...parseTargetUrl(url), isProduction: true };
    await expect(
      loadRows(scratch.folder, target, NEXT, DRIVERS_ONLY, { confirmed: true }),
    ).rejects.toMatchObject({ code: 'REMOVALS_REFUSED' });
  });

  test('is what an empty database may start with, and more may follow', async () => {
    const url = await scratch.newDatabase();
    expect((await planOf(url, NEXT, DRIVERS_ONLY)).refusal).toBeNull();
    await loadRows(scratch.folder, url, FIRST, DRIVERS_ONLY);
    await loadRows(scratch.folder, url, NEXT, HISTORY);
    expect(await countRows(url, 'lap')).toBe(720);
  });
});

test('a race less is too many laps, but a handful of the rows of other tables', async () => {
  const isKept = `race_id <> ${id(4, 195_203)}`;
  const others = ['qualifying_session', 'race_result', 'lap'].map((table) => [
    table,
    `select * from (${HISTORY[table]}) where ${isKept}`,
  ]);
  const race = `select * from (${HISTORY.race}) where not (season = 1952 and round = 3)`;
  const rows = { ...HISTORY, race, ...Object.fromEntries(others) };
  const message = await refusalOf(await loadedDatabase(), NEXT, rows);
  expect(message).toContain("would remove 80 of 720 rows of 'lyzer.lap'; nothing was changed");
  // The same calendar, before the race had laps.
  const url = await scratch.newDatabase();
  await loadRows(scratch.folder, url, FIRST, { ...HISTORY, lap: rows.lap ?? '' });
  await loadRows(scratch.folder, url, NEXT, rows);
  expect(await countRows(url, 'race')).toBe(8);
});

test('a season is missed in every table that has it', async () => {
  const fewer = smallHistory({ seasons: 2, laps: 20 });
  const message = await refusalOf(await loadedDatabase(), NEXT, fewer);
  expect(message).toContain("240 of 720 rows of 'lyzer.lap' (all of 1952)");
  expect(message).toContain("1 of 3 rows of 'lyzer.season' (all of 1952)");
});

describe('rows edited by hand', () => {
  test('that make a season of their own are not removed unasked', async () => {
    const url = await loadedDatabase();
    await withSql(url, (sql) => sql`insert into lyzer.season values (1949)`);
    expect(await refusalOf(url, FIRST, HISTORY)).toContain(
      "1 of 4 rows of 'lyzer.season' (all of 1949)",
    );
    await loadRows(scratch.folder, url, FIRST, HISTORY, { allowRemovals: true });
    expect(await countRows(url, 'season')).toBe(3);
  });

  test('that are gone are repaired, however many they were', async () => {
    const url = await loadedDatabase();
    await withSql(url, (sql) => sql`delete from lyzer.lap`);
    await loadRows(scratch.folder, url, FIRST, HISTORY);
    expect(await countRows(url, 'lap')).toBe(720);
  });
});

describe('an older snapshot than that of the last load', () => {
  test('is refused and planned so, even where no row differs', async () => {
    const url = await loadedDatabase();
    expect(await refusalOf(url, OLDER, HISTORY)).toContain(
      `snapshot '${OLDER}' is older than snapshot '${FIRST}' of load 1`,
    );
    const plan = await planOf(url, OLDER, HISTORY);
    expect(plan.refusal?.newerLoad).toEqual({ id: 1, snapshot: FIRST });
    expect(describePlan(plan)).toContain('Refused without --allow-removals: snapshot');
  });

  test('is loaded when that is allowed, and the newer one again after it', async () => {
    const url = await loadedDatabase();
    await loadRows(scratch.folder, url, OLDER, HISTORY, { allowRemovals: true });
    await loadRows(scratch.folder, url, FIRST, HISTORY);
    const data = dataFolder(scratch.folder);
    const target = parseTargetUrl(url);
    const notes: string[] = [];
    const progress = { ...silentProgress, note: (line: string) => void notes.push(line) };
    await rollback({ data, target, to: 2 }, progress);
    expect(notes).toEqual([expect.stringContaining(`'${OLDER}' is older than`)]);
    expect(notes[0]).toContain('a rollback is not refused for that');
  });
});

test('a rollback removes what the loads after it added, and says so', async () => {
  const url = await scratch.newDatabase();
  await loadRows(scratch.folder, url, FIRST, DRIVERS_ONLY);
  await loadRows(scratch.folder, url, NEXT, HISTORY);
  await writeFixtureLake(dataFolder(scratch.folder).lake, FIRST, DRIVERS_ONLY);
  const notes: string[] = [];
  const progress = { ...silentProgress, note: (line: string) => void notes.push(line) };
  const target = parseTargetUrl(url);
  await rollback({ data: dataFolder(scratch.folder), target, to: 1 }, progress);
  expect(await countRows(url, 'lap')).toBe(0);
  expect(notes[0]).toContain("all 720 rows of 'lyzer.lap'");
});
