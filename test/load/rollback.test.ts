import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { dataFolder } from '../../disk/data-folder.js';
import { EXIT, Fault } from '../../fault/fault.js';
import { describeLoad } from '../../load/describe.js';
import { readHistory } from '../../load/history.js';
import { planLoad } from '../../load/plan.js';
import { parseTargetUrl } from '../../load/postgres/target-url.js';
import { rollback } from '../../load/rollback.js';
import { smallHistory, writeFixtureLake } from './fixture-lake.js';
import { loadRows } from './load-rows.js';
import { removeScratchFolder, startScratchServer, withSql } from './scratch.js';

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
beforeAll(async () => {
  scratch = await startScratchServer();
  loaded = await loadFour();
});
afterAll(() => removeScratchFolder(scratch.folder));

const HISTORY = smallHistory();
const FASTER = {
  ...HISTORY,
  lap: `select * replace (millis - 1 as millis) from (${HISTORY.lap})`,
};
const SHORTER = {
  ...HISTORY,
  lap: `select * from (${HISTORY.lap}) where season = 1950`,
  race_result: `select * from (${HISTORY.race_result}) where position < 3`,
};

let loaded: string;

/** A database with four states, loaded one after the other. */
async function fourLoads(): Promise<string> {
  const { lake } = dataFolder(scratch.folder);
  await writeFixtureLake(lake, 'one', HISTORY);
  return scratch.newDatabase(loaded);
}

async function loadFour(): Promise<string> {
  const url = await scratch.newDatabase();
  for (const [snapshot, rows] of [
    ['one', HISTORY],
    ['two', FASTER],
    ['three', SHORTER],
    ['four', smallHistory({ seasons: 3 })],
  ] as const) {
    await loadRows(scratch.folder, url, snapshot, rows, { allowRemovals: true });
  }
  return url;
}

function rollbackTo(url: string, to: number) {
  const data = dataFolder(scratch.folder);
  return rollback({ data, target: parseTargetUrl(url), to }, silentProgress);
}

function loadsOf(url: string) {
  const data = dataFolder(scratch.folder);
  return readHistory({ data, target: parseTargetUrl(url) }, silentProgress);
}

test('a rollback over three loads brings back every checksum, and is in the ledger', async () => {
  const url = await fourLoads();
  const back = await rollbackTo(url, 1);
  expect(back).toMatchObject({ loadId: 5, rolledBackTo: 1, snapshot: 'one' });
  const { loads } = await loadsOf(url);
  expect(loads.map(({ id, rolledBackTo }) => [id, rolledBackTo])).toEqual([
    [5, 1],
    [4, null],
    [3, null],
    [2, null],
    [1, null],
  ]);
  const sums = loads.map(({ tables }) => tables.map(({ name, checksum }) => [name, checksum]));
  expect(sums[0]).toEqual(sums[4]);
  expect(sums[0]).not.toEqual(sums[1]);
  const [row] = await withSql(
    url,
    (sql) => sql`
    select (select count(*)::integer from lyzer.lap) as laps,
      (select min(millis) from lyzer.lap) as fastest,
      (select max(season) from lyzer.season) as season`,
  );
  expect(row).toEqual({ laps: 120, fastest: 91_001, season: 1951 });
});

test('a rollback, too, writes only rows that differ, and there is a way forward again', async () => {
  const url = await fourLoads();
  await rollbackTo(url, 1);
  const back = await rollbackTo(url, 2);
  expect(back.tables.find(({ name }) => name === 'lap')).toMatchObject({
    ...{ added: 0, changed: 120, removed: 0 },
  });
  expect(back.tables.filter(({ name, changed }) => name !== 'lap' && changed > 0)).toEqual([]);
  const data = dataFolder(scratch.folder);
  await writeFixtureLake(data.lake, 'four', smallHistory({ seasons: 3 }));
  const target = parseTargetUrl(url);
  expect(await planLoad({ data, target }, silentProgress)).toMatchObject({ differs: true });
});

test('a lake of that snapshot with other rows than then is refused, and nothing changes', async () => {
  const url = await fourLoads();
  await writeFixtureLake(dataFolder(scratch.folder).lake, 'one', FASTER);
  const fault = await faultOf(rollbackTo(url, 1));
  expect(fault).toMatchObject({ code: 'ROLLBACK_DIFFERS', exitCode: EXIT.refused });
  expect(fault.message).toContain("('lyzer.lap')");
  expect((await loadsOf(url)).loads).toHaveLength(4);
});

test('a load that the ledger does not know is refused', async () => {
  const url = await fourLoads();
  const fault = await faultOf(rollbackTo(url, 9));
  expect(fault).toMatchObject({ code: 'LOAD_UNKNOWN', exitCode: EXIT.usage });
  expect(fault.message).toContain('known: 4, 3, 2, 1');
});

test('a lake that is gone is made again, or its snapshot is told to be missing', async () => {
  const url = await fourLoads();
  await rm(join(dataFolder(scratch.folder).lake, 'two'), { recursive: true });
  expect((await faultOf(rollbackTo(url, 2))).message).toContain("'two'");
});

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Fault)) throw error ?? new Error('nothing was refused');
  return error;
}

test('a rollback to what is there already is told without a table of noughts', async () => {
  const words = describeLoad(await rollbackTo(await fourLoads(), 4));
  expect(words).toContain('back to load 4');
  expect(words.split('\n').filter((line) => line.startsWith('lyzer.'))).toEqual([]);
});
