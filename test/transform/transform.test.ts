import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { versionFile } from '../../extract/archive/archive.js';
import { queryRows, withDuck } from '../../transform/lake/duck.js';
import { LAKE_DATABASE, readLake } from '../../transform/lake/lake.js';
import { withLakeFolder } from '../../transform/lake/lake-folder.js';
import { transform } from '../../transform/transform.js';
import { CLI } from '../run-cli.js';
import { tempData } from '../temp-folder.js';
import { madeArchive, ONE_RACE } from './made-archive.js';

const OLDER = '20260101T000000Z-00000001';
const NEWER = '20260727T181500Z-1f0c9a22';
/** No process of this machine can have it. */
const DEAD_PID = 2 ** 22 + 1;

test('makes a lake of what lists there are, and says what it holds', async () => {
  const data = await tempData();
  await madeArchive(data.archive);
  const result = await transform({ data }, silentProgress);
  expect(result).toMatchObject({ snapshot: NEWER, repeated: false });
  expect(result.tables).toContainEqual({ schema: 'lyzer', name: 'race', rows: 1 });
  expect(result.tables).toContainEqual({ schema: 'lyzer', name: 'lap', rows: 0 });
  const made = ['lake.json', 'lyzer', LAKE_DATABASE, 'lyzer_metrics'];
  expect(await readdir(result.lake)).toEqual(made);
  expect((await readLake(data.lake)).snapshot).toBe(NEWER);
});

test('the DuckDB file reads as Postgres does, without the archive', async () => {
  const data = await tempData();
  await madeArchive(data.archive);
  const { lake } = await transform({ data }, silentProgress);
  await rm(data.archive, { recursive: true });
  const rows = await withDuck(join(lake, LAKE_DATABASE), {}, ([connection]) =>
    queryRows(connection, 'select family_name from lyzer.driver'),
  );
  expect(rows).toEqual([{ family_name: "O'Farina" }]);
});

test('the DuckDB file says of every table and column what it is, in the words of the ymls', async () => {
  const data = await tempData();
  await madeArchive(data.archive);
  const { lake } = await transform({ data }, silentProgress);
  const rows = await withDuck(join(lake, LAKE_DATABASE), {}, ([connection]) =>
    queryRows(
      connection,
      `select table_name as name, comment from duckdb_tables() where database_name = 'lyzer'
      union all select view_name, comment from duckdb_views()
        where database_name = 'lyzer' and not internal
      union all select table_name || '.' || column_name, comment from duckdb_columns()
        where database_name = 'lyzer' and not internal`,
    ),
  );
  const comments = new Map(rows.map(({ name, comment }) => [name, comment]));
  expect([...comments].filter(([, comment]) => comment === null)).toEqual([]);
  expect(comments.get('race')).toBe('Championship races, run and to come; one row per race.');
  expect(comments.get('race.time')).toBe('start, UTC; null before 2005; from races.time');
  expect(comments.get('title.points')).toContain('; unit: points');
});

test('does nothing when snapshot, SQL and rules are those of the lake', async () => {
  const data = await tempData();
  await madeArchive(data.archive);
  const first = await transform({ data }, silentProgress);
  const { builtAt } = await readLake(data.lake);
  const second = await transform({ data }, silentProgress);
  const warnings = first.warnings.map((warning) => ({ ...warning, before: warning.faults }));
  expect(second).toEqual({ ...first, warnings, repeated: true, seconds: expect.any(Number) });
  expect((await readLake(data.lake)).builtAt).toBe(builtAt);
});

test('replaces the lake when SQL or rules have changed', async () => {
  const data = await tempData();
  await madeArchive(data.archive);
  const { lake } = await transform({ data }, silentProgress);
  const file = join(lake, 'lake.json');
  const other = (await readFile(file, 'utf8')).replace(/"[0-9a-f]{64}"/, `"${'0'.repeat(64)}"`);
  await writeFile(file, other);
  expect(await transform({ data }, silentProgress)).toMatchObject({ repeated: false });
  expect((await readLake(data.lake)).fingerprint).not.toBe('0'.repeat(64));
  expect(await readdir(data.lake)).toEqual([NEWER, 'HEAD', 'current']);
});

test('makes a lake anew that has lost a file', async () => {
  const data = await tempData();
  await madeArchive(data.archive);
  const { lake } = await transform({ data }, silentProgress);
  await rm(join(lake, 'lyzer', 'race.parquet'));
  expect(await transform({ data }, silentProgress)).toMatchObject({ repeated: false });
  expect(await readdir(join(lake, 'lyzer'))).toContain('race.parquet');
});

test('makes the lake of an older snapshot beside the current one', async () => {
  const data = await tempData();
  await madeArchive(data.archive, { seasons: ONE_RACE.seasons ?? [] }, OLDER);
  await madeArchive(data.archive);
  await transform({ data }, silentProgress);
  const older = await transform({ data, snapshot: OLDER }, silentProgress);
  expect(older.tables).toContainEqual({ schema: 'lyzer', name: 'race', rows: 0 });
  expect((await readLake(data.lake)).snapshot).toBe(NEWER);
  expect((await readLake(data.lake, OLDER)).snapshot).toBe(OLDER);
});

test('works in a folder with blanks and quotes in its name', async () => {
  const { root } = await tempData();
  const data = { root, archive: join(root, "o'ne [x]"), lake: join(root, "l'a ke"), postgres: '' };
  await madeArchive(data.archive);
  const { tables } = await transform({ data }, silentProgress);
  expect(tables).toContainEqual({ schema: 'lyzer', name: 'driver', rows: 1 });
});

test.each([
  ['missing', (file: string) => rm(file), /^LIST_MISSING: [^\n]+$/],
  ['damaged', (file: string) => writeFile(file, 'x'), /^LIST_DAMAGED: [^\n]+$/],
])('says in one line which file is %s, and leaves the former lake', async (_, harm, message) => {
  const data = await tempData();
  await madeArchive(data.archive, ONE_RACE, OLDER);
  await transform({ data }, silentProgress);
  await madeArchive(data.archive);
  await harm(versionFile(data.archive, 'races', NEWER));
  await expect(transform({ data }, silentProgress)).rejects.toThrow(message);
  expect(await readdir(data.lake)).toEqual([OLDER, 'HEAD', 'current']);
  expect((await readLake(data.lake)).snapshot).toBe(OLDER);
});

test('says in one line that the lake cannot be written', async () => {
  const data = await tempData();
  await madeArchive(data.archive);
  await writeFile(data.lake, 'a file where the folder should be');
  await expect(transform({ data }, silentProgress)).rejects.toThrow(/^WRITE_FAILED: [^\n]+$/);
});

test('stops on request and leaves nothing half done', async () => {
  const data = await tempData();
  await madeArchive(data.archive);
  const interruption = new AbortController();
  const stopping = {
    ...silentProgress,
    task: () => {
      const reason = new Error('stopped on request');
      const step = () => interruption.abort(reason);
      return { step, total: () => {}, say: () => {}, end: () => {} };
    },
  };
  const run = transform({ data, signal: interruption.signal }, stopping);
  await expect(run).rejects.toThrow('stopped on request');
  expect(await readdir(data.lake)).toEqual([]);
});

test('clears up after dead runs', async () => {
  const data = await tempData();
  await madeArchive(data.archive);
  const { lake } = await transform({ data }, silentProgress);
  const { builtAt } = await readLake(data.lake);
  await mkdir(join(data.lake, `.aside-new-${NEWER}`));
  await writeFile(join(data.lake, '.aside-7-x7'), 'half a HEAD');
  await writeFile(join(data.lake, 'lock'), `${DEAD_PID} 0 x`);
  // A run that died between its two renames: the former lake was out of the way.
  await rename(lake, join(data.lake, `.aside-former-${NEWER}`));
  expect(await transform({ data }, silentProgress)).toMatchObject({ repeated: true });
  expect((await readLake(data.lake)).builtAt).toBe(builtAt);
  expect(await readdir(data.lake)).toEqual([NEWER, 'HEAD', 'current']);
});

test('of runs at once one makes the lake, and the others wait for it', async () => {
  const data = await tempData();
  await madeArchive(data.archive);
  const runs = [1, 2, 3].map(() => transform({ data }, silentProgress));
  const repeated = (await Promise.all(runs)).map((result) => result.repeated);
  expect(repeated.toSorted()).toEqual([false, true, true]);
  expect(await readdir(data.lake)).toEqual([NEWER, 'HEAD', 'current']);
});

test('who waits for another run can be stopped', async () => {
  const data = await tempData();
  await madeArchive(data.archive);
  await withLakeFolder(data.lake, undefined, async () => {
    const signal = AbortSignal.abort(new Error('stopped on request'));
    await expect(transform({ data, signal }, silentProgress)).rejects.toThrow('stopped on request');
  });
});

test('goes on after kill -9 as if nothing had been', async () => {
  const data = await tempData();
  for (const delayMs of [900, 1600]) {
    const args = [CLI, 'transform', '--data', data.root];
    const child = spawn(process.execPath, args, { cwd: PROGRAM_FOLDER, stdio: 'ignore' });
    await sleep(delayMs);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await madeArchive(data.archive);
  await transform({ data }, silentProgress);
  expect(await readdir(data.lake)).toEqual([NEWER, 'HEAD', 'current']);
});
