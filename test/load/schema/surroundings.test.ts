import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { parseTargetUrl } from '../../../load/postgres/target-url.js';
import { withTarget } from '../../../load/postgres/with-target.js';
import { withLoadTransaction } from '../../../load/postgres/with-transaction.js';
import { dropKeys, restoreKeys } from '../../../load/schema/table-keys.js';
import { readTargetTables } from '../../../load/schema/target-tables.js';
import { findOldViews, makeViews, readViews } from '../../../load/schema/views.js';
import { smallHistory } from '../fixture-lake.js';
import { inLoad, loadRows } from '../load-rows.js';
import { removeScratchFolder, startScratchServer, urlOf, withSql } from '../scratch.js';

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let loaded: string;
beforeAll(async () => {
  scratch = await startScratchServer();
  loaded = await scratch.newDatabase();
  await loadRows(scratch.folder, loaded, 'good', HISTORY);
});
afterAll(() => removeScratchFolder(scratch.folder));

const HISTORY = smallHistory();

/** A database with a history loaded into it. */
function loadedDatabase(): Promise<string> {
  return scratch.newDatabase(loaded);
}

describe('views of lyzer_api', () => {
  async function viewsOf(name: string, files: Record<string, string>) {
    const folder = join(scratch.folder, name);
    await mkdir(folder, { recursive: true });
    for (const [view, select] of Object.entries(files)) {
      await writeFile(join(folder, `${view}.sql`), select);
    }
    return readViews({ lyzer_api: folder });
  }
  const FIRST = {
    a_best: 'select min(millis) as millis from lyzer_api.laps;\n',
    laps: 'select * from lyzer.lap\n',
  };
  const make = (url: string, views: Awaited<ReturnType<typeof viewsOf>>) =>
    inLoad(url, async (session) => {
      const old = await findOldViews(session, views);
      await makeViews(session, old);
      return old.map(({ name }) => name);
    });

  test('are made after those that they read from, once', async () => {
    const url = await loadedDatabase();
    const views = await viewsOf('views', FIRST);
    expect(await make(url, views)).toEqual(['laps', 'a_best']);
    expect(await make(url, views)).toEqual([]);
    const rows = await withSql(url, (sql) => sql`select millis from lyzer_api.a_best`);
    expect(rows).toEqual([{ millis: 91_001 }]);
  });

  test('that changed are replaced, grants and what depends on them kept', async () => {
    const url = await loadedDatabase();
    await make(url, await viewsOf('views', FIRST));
    await withSql(url, (sql) => sql`grant select on lyzer_api.laps to pg_monitor`);
    const laps = 'select * from lyzer.lap where lap > 1\n';
    expect(await make(url, await viewsOf('changed', { ...FIRST, laps }))).toEqual(['laps']);
    const [row] = await withSql(
      url,
      (sql) => sql`
      select millis, has_table_privilege('pg_monitor', 'lyzer_api.laps', 'select') as granted
      from lyzer_api.a_best`,
    );
    expect(row).toEqual({ millis: 91_002, granted: true });
  });

  test('that somebody dropped are made again; those that cannot be are refused', async () => {
    const url = await loadedDatabase();
    const views = await viewsOf('views', FIRST);
    await make(url, views);
    await withSql(url, (sql) => sql`drop view lyzer_api.a_best`);
    expect(await make(url, views)).toEqual(['a_best']);
    const laps = 'select lap from lyzer.lap';
    await expect(make(url, await viewsOf('fewer', { ...FIRST, laps }))).rejects.toMatchObject({
      code: 'VIEW_REFUSED',
    });
  });
});

describe('the read-only role', () => {
  test('may read all that is ours, and nothing else', async () => {
    const url = await loadedDatabase();
    const [rights] = await withSql(
      url,
      (sql) => sql`
      select has_table_privilege('lyzer_reader', 'lyzer.lap', 'select') as reads,
        has_table_privilege('lyzer_reader', 'lyzer.lap', 'update') as writes,
        has_schema_privilege('lyzer_reader', 'lyzer_api', 'usage') as api,
        has_schema_privilege('lyzer_reader', 'lyzer_meta', 'usage') as meta,
        (select rolcanlogin from pg_roles where rolname = 'lyzer_reader') as login`,
    );
    expect(rights).toEqual({ reads: true, writes: false, api: true, meta: false, login: false });
  });

  test('is missed, and nothing more, where the login may not make roles', async () => {
    const url = await scratch.newDatabase();
    const database = new URL(url).pathname.slice(1);
    await withSql(url, (sql) =>
      sql.unsafe(`
        create role plain login password 'plain-secret';
        grant create on database ${database} to plain`),
    );
    const login = { user: 'plain', password: 'plain-secret', database };
    const target = { ...parseTargetUrl(urlOf(scratch.server, login)), schemaPrefix: 'p_' };
    const result = await loadRows(scratch.folder, target, 'good', HISTORY);
    expect(result.readerRole).toEqual({ name: 'p_lyzer_reader', is: 'missing', grants: 0 });
    expect(await loadRows(scratch.folder, target, 'good', HISTORY)).toMatchObject({
      unchanged: true,
    });
  });
});

test('two prefixes keep two histories beside each other in one database', async () => {
  const url = await scratch.newDatabase();
  const prefixed = (schemaPrefix: string) => ({ ...parseTargetUrl(url), schemaPrefix });
  await loadRows(scratch.folder, prefixed('dev_'), 'good', HISTORY);
  await loadRows(scratch.folder, prefixed(''), 'longer', smallHistory({ laps: 6 }));
  const again = await loadRows(scratch.folder, prefixed('dev_'), 'good', HISTORY);
  expect(again).toMatchObject({ loadId: 1, unchanged: true });
  const [counts] = await withSql(
    url,
    (sql) => sql`
    select (select count(*)::integer from dev_lyzer.lap) as dev,
      (select count(*)::integer from lyzer.lap) as plain,
      (select count(*)::integer from dev_lyzer_meta.migration) > 0 as migrated,
      (select string_agg(distinct nspname, ' ' order by nspname)
        from pg_constraint join pg_class on pg_class.oid = confrelid
        join pg_namespace on pg_namespace.oid = relnamespace
        where connamespace = 'dev_lyzer'::regnamespace and contype = 'f') as refers`,
  );
  expect(counts).toEqual({ dev: 120, plain: 144, migrated: true, refers: 'dev_lyzer' });
});

test('of two loads at once one waits for the other, then finds its work done', async () => {
  const url = await loadedDatabase();
  const rows = { ...HISTORY, lap: `select * from (${HISTORY.lap}) where lap < 4` };
  const allow = { allowRemovals: true };
  await loadRows(scratch.folder, await scratch.newDatabase(), 'both', rows);
  const both = await Promise.all(
    [1, 2].map(() => loadRows(scratch.folder, url, 'both', rows, allow)),
  );
  expect(both.map(({ unchanged }) => unchanged).sort()).toEqual([false, true]);
  expect(both.map(({ loadId }) => loadId)).toEqual([2, 2]);
});

test('a load that waits says so, and gives up when it was told to', async () => {
  const url = await loadedDatabase();
  const target = parseTargetUrl(url);
  const notes: string[] = [];
  const progress = { ...silentProgress, note: (line: string) => notes.push(line) };
  await inLoad(url, async () => {
    const waiting = withTarget(target, (sql) => {
      const session = { sql, target, signal: new AbortController().signal };
      return withLoadTransaction(session, { lockWaitMs: 50, progress }, async () => {});
    });
    await expect(waiting).rejects.toMatchObject({ code: 'LOAD_RUNNING' });
  });
  expect(notes).toEqual(["another load into 'url' is running: waiting up to 0.05 s"]);
});

test('a new table is filled without locking those that were there against readers', async () => {
  const url = await loadedDatabase();
  await inLoad(url, async ({ sql }) => {
    await sql`
      create table lyzer.winner (
        race_id uuid primary key references lyzer.race, driver_id uuid references lyzer.driver)`;
    await sql`
      create table lyzer.trophy (race_id uuid primary key references lyzer.winner, name text unique)`;
    await sql`alter table lyzer.lap add column trophy_id uuid references lyzer.trophy`;
    // The alter itself locks, as it must; it is not what is tried here.
    const tables = await readTargetTables(sql, ['lyzer']);
    const fresh = tables.filter(({ name }) => name === 'winner' || name === 'trophy');
    const keys = await dropKeys(
      sql,
      fresh.map(({ oid }) => oid),
    );
    expect(keys.map(({ drop }) => drop)).toEqual([
      'alter table lyzer.trophy drop constraint trophy_race_id_fkey',
      'alter table lyzer.trophy drop constraint trophy_name_key',
      'alter table lyzer.winner drop constraint winner_pkey',
    ]);
    const locked = await sql`
      select relation::regclass::text as name from pg_locks
      where mode = 'AccessExclusiveLock' and pid = pg_backend_pid()
        and relation in ('lyzer.race'::regclass, 'lyzer.driver'::regclass)`;
    expect(locked).toEqual([]);
    // Keys before the references to them.
    await restoreKeys(sql, [...keys].reverse());
  });
});
