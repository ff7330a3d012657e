import { chown, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT, Fault } from '../../../fault/fault.js';
import { runProgram } from '../../../load/postgres/embedded/run-program.js';
import { clusterFolder, readServerFile } from '../../../load/postgres/embedded/server-file.js';
import { smallHistory } from '../fixture-lake.js';
import { inLoad, loadRows } from '../load-rows.js';
import { removeScratchFolder, startScratchServer, urlOf, withSql } from '../scratch.js';

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let loaded: string;
const HISTORY = smallHistory();
const LARGE = smallHistory({ seasons: 20, laps: 300 });
beforeAll(async () => {
  scratch = await startScratchServer();
  loaded = await scratch.newDatabase();
  await loadRows(scratch.folder, loaded, 'good', HISTORY);
  await withSql(loaded, (sql) =>
    sql.unsafe(`
      create role writer login password 'writer-secret';
      grant usage on schema lyzer, lyzer_metrics, lyzer_meta, lyzer_api, lyzer_flat to writer;
      grant select, insert, update, delete, truncate
        on all tables in schema lyzer, lyzer_metrics, lyzer_meta to writer`),
  );
});
afterAll(() => removeScratchFolder(scratch.folder));

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Fault)) throw error ?? new Error('nothing was refused');
  expect(error.message).not.toMatch(/\n|secret/);
  return error;
}

/** The same database for another login. */
function asWriter(url: string): string {
  const login = { user: 'writer', password: 'writer-secret' };
  return urlOf(scratch.server, { ...login, database: new URL(url).pathname.slice(1) });
}

test('a statement_timeout that is too short is told, and all is as before', async () => {
  const url = await scratch.newDatabase(loaded);
  const database = new URL(url).pathname.slice(1);
  const alter = (how: string) =>
    withSql(scratch.server.url, (sql) => sql.unsafe(`alter database ${database} ${how}`));
  await withSql(url, (sql) =>
    sql.begin(async (other) => {
      // However quick the server is, the load waits here for longer than the timeout.
      await other`lock table lyzer.lap in share mode`;
      // Sessions that are open already have none.
      await alter('set statement_timeout = 40');
      const fault = await faultOf(loadRows(scratch.folder, url, 'large', LARGE));
      expect(fault.code).toBe('TARGET_TIMEOUT');
      expect(fault.message).toContain('raise statement_timeout');
    }),
  );
  await alter('reset statement_timeout');
  const [row] = await withSql(url, (sql) => sql`select count(*)::integer as n from lyzer.lap`);
  expect(row).toEqual({ n: 120 });
});

test('a login that may write, but owns nothing, loads all the same', async () => {
  const url = await scratch.newDatabase(loaded);
  const lap = `select * from (${HISTORY.lap}) where lap < 5`;
  const rows = { ...HISTORY, lap };
  const allow = { allowRemovals: true };
  const result = await loadRows(scratch.folder, asWriter(url), 'shorter', rows, allow);
  expect(result.tables.find(({ name }) => name === 'lap')).toMatchObject({ removed: 24 });
});

test('where a migration is to run, a login that does not own the tables is refused before', async () => {
  const url = await scratch.newDatabase(loaded);
  await withSql(url, async (sql) => {
    await sql`delete from lyzer_meta.migration where id = (select max(id) from lyzer_meta.migration)`;
  });
  const fault = await faultOf(loadRows(scratch.folder, asWriter(url), 'good', HISTORY));
  expect(fault).toMatchObject({ code: 'TARGET_RIGHTS', exitCode: EXIT.refused });
  expect(fault.message).toMatch(/to own 'lyzer[a-z_.]+', which is 'lyzer''s/);
});

test('every right that is missing is named', async () => {
  const url = await scratch.newDatabase(loaded);
  await withSql(url, async (sql) => {
    await sql`revoke delete, update on lyzer.lap from writer`;
    await sql`revoke temporary on database ${sql(new URL(url).pathname.slice(1))} from public`;
  });
  const fault = await faultOf(loadRows(scratch.folder, asWriter(url), 'good', HISTORY));
  expect(fault.code).toBe('TARGET_RIGHTS');
  for (const words of ["UPDATE on 'lyzer.lap'", "DELETE on 'lyzer.lap'", 'TEMPORARY on database']) {
    expect(fault.message).toContain(words);
  }
});

test('a table that somebody else writes to is waited for, and told', async () => {
  const url = await scratch.newDatabase(loaded);
  await withSql(url, (sql) =>
    sql.begin(async (other) => {
      await other`update lyzer.lap set position = 9 where lap = 1`;
      await inLoad(url, async ({ sql: mine }) => {
        await mine.unsafe(`set local lock_timeout = 20`);
        await mine`lock table lyzer.lap in share row exclusive mode`;
      }).then(
        () => expect.unreachable(),
        (error) => expect(error).toMatchObject({ code: 'TARGET_BUSY' }),
      );
    }),
  );
});

test('a disk that is full is told, and nothing is there afterwards', async ({ skip }) => {
  const postgresFolder = join(scratch.folder, 'postgres');
  const { uid, gid } = await stat(
    clusterFolder(postgresFolder, await readServerFile(postgresFolder)),
  );
  const small = join(scratch.folder, 'small');
  await mkdir(small);
  const mount = await runProgram('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', small]);
  if (mount.code !== 0) skip('only root can make a small disk');
  try {
    await mkdir(join(small, 'space'));
    await chown(join(small, 'space'), uid, gid);
    await withSql(scratch.server.url, async (sql) => {
      await sql.unsafe(`create tablespace small location '${join(small, 'space')}'`);
      await sql`create database small tablespace small`;
    });
    const url = urlOf(scratch.server, { database: 'small' });
    const fault = await faultOf(loadRows(scratch.folder, url, 'large', LARGE));
    expect(fault.code).toBe('TARGET_DISK_FULL');
    const schemas = await withSql(
      url,
      (sql) => sql`select from pg_namespace where nspname like 'lyzer%'`,
    );
    expect(schemas).toHaveLength(0);
  } finally {
    await withSql(scratch.server.url, async (sql) => {
      await sql`drop database if exists small with (force)`;
      await sql`drop tablespace if exists small`;
    });
    await runProgram('umount', [small]);
  }
});
