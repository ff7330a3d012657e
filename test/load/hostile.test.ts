import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { dataFolder } from '../../disk/data-folder.js';
import { Fault } from '../../fault/fault.js';
import { readHistory } from '../../load/history.js';
import { planLoad } from '../../load/plan.js';
import { parseTargetUrl } from '../../load/postgres/target-url.js';
import { smallHistory } from './fixture-lake.js';
import { inLoad, loadRows } from './load-rows.js';
import { removeScratchFolder, startScratchServer, urlOf, withSql } from './scratch.js';

/** What others did in a database that we load into; each is a fault that says what to do. */
const HISTORY = smallHistory();
const CORRECTED = {
  ...HISTORY,
  lap: `select * replace (if(lap = 3, 90500, millis) as millis) from (${HISTORY.lap})`,
};

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let loaded: string;
beforeAll(async () => {
  scratch = await startScratchServer();
  loaded = await scratch.newDatabase();
  await loadRows(scratch.folder, loaded, 'good', HISTORY);
});
afterAll(() => removeScratchFolder(scratch.folder));

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Fault)) throw error ?? new Error('nothing was refused');
  expect(error.message).not.toMatch(/\n/);
  return error;
}

const nameOf = (url: string) => new URL(url).pathname.slice(1);
const correct = (url: string) => loadRows(scratch.folder, url, 'corrected', CORRECTED);

async function alter(url: string, how: string) {
  await withSql(scratch.server.url, (sql) => sql.unsafe(`alter database ${nameOf(url)} ${how}`));
}

async function slowLaps(url: string): Promise<unknown> {
  const [row] = await withSql(
    url,
    (sql) => sql`select count(*)::integer as n from lyzer.lap where millis = 90500`,
  );
  return row?.n;
}

test('a database that is read-only is told, and may be planned', async () => {
  const url = await scratch.newDatabase(loaded);
  await alter(url, 'set default_transaction_read_only = on');
  const fault = await faultOf(correct(url));
  expect(fault.code).toBe('TARGET_READ_ONLY');
  expect(fault.message).toContain('default_transaction_read_only');
  const plan = await planLoad(
    { data: dataFolder(scratch.folder), target: parseTargetUrl(url), staleOk: true },
    silentProgress,
  );
  expect(plan.differs).toBe(true);
  await alter(url, 'reset default_transaction_read_only');
  expect((await correct(url)).unchanged).toBe(false);
});

test('row level security that hides rows is told before any is compared', async () => {
  const url = await scratch.newDatabase(loaded);
  await withSql(url, (sql) =>
    sql.unsafe(`
      create role hidden login password 'hidden-secret';
      grant usage on schema lyzer, lyzer_metrics, lyzer_meta, lyzer_api to hidden;
      grant select, insert, update, delete
        on all tables in schema lyzer, lyzer_metrics, lyzer_meta to hidden;
      alter table lyzer.lap enable row level security;
      create policy few on lyzer.lap using (lap < 3)`),
  );
  const login = { user: 'hidden', password: 'hidden-secret', database: nameOf(url) };
  const asHidden = urlOf(scratch.server, login);
  const fault = await faultOf(correct(asHidden));
  expect(fault.code).toBe('TARGET_RIGHTS');
  expect(fault.message).toContain("BYPASSRLS, or no row level security, on 'lyzer.lap'");
  const plan = { data: dataFolder(scratch.folder), target: parseTargetUrl(asHidden) };
  const planned = await faultOf(planLoad({ ...plan, staleOk: true }, silentProgress));
  expect(planned.message).toMatch(/^TARGET_RIGHTS: .+ row level security .+ bypassrls/);
  // Their owner sees all rows.
  expect((await correct(url)).unchanged).toBe(false);
});

test('an event trigger that refuses our tables is told in its own words', async () => {
  const url = await scratch.newDatabase();
  await withSql(url, (sql) =>
    sql.unsafe(`
      create function no_ddl() returns event_trigger language plpgsql
      as $$ begin raise exception 'no tables on Fridays'; end $$;
      create event trigger no_ddl on ddl_command_start execute function no_ddl()`),
  );
  const fault = await faultOf(loadRows(scratch.folder, url, 'good', HISTORY));
  expect(fault.code).toBe('TARGET_TRIGGER');
  expect(fault.message).toContain('no tables on Fridays');
});

test.each([
  [
    'a trigger',
    'create trigger spoil before insert or update on lyzer.lap for each row execute function spoil()',
  ],
  ['a rule', 'create rule spoil as on update to lyzer.lap do instead nothing'],
])('%s that changes our rows is named, and nothing is changed', async (_, made) => {
  const url = await scratch.newDatabase(loaded);
  await withSql(url, (sql) =>
    sql.unsafe(`
      create function spoil() returns trigger language plpgsql
      as $$ begin new.millis := 1; return new; end $$;
      ${made}`),
  );
  const fault = await faultOf(correct(url));
  expect(fault.code).toBe('TARGET_TRIGGER');
  expect(fault.message).toMatch(/(trigger|rule) 'spoil' of 'lyzer.lap'/);
  expect(await slowLaps(url)).toBe(0);
});

test('JSON in the ledger that is not ours is told with the statement that removes it', async () => {
  const url = await scratch.newDatabase(loaded);
  await withSql(url, (sql) => sql`update lyzer_meta.load_table set recorded = '{"a": 1}'`);
  const fault = await faultOf(correct(url));
  expect(fault.code).toBe('LEDGER_DAMAGED');
  const [, statement = ''] = /: '(update .+)' removes it$/.exec(fault.message) ?? [];
  await withSql(url, (sql) => sql.unsafe(statement));
  expect((await correct(url)).unchanged).toBe(false);
  await withSql(url, (sql) => sql`update lyzer_meta.load_table set hand_edited = '{"a": 1}'`);
  const history = { data: dataFolder(scratch.folder), target: parseTargetUrl(url) };
  const edited = await faultOf(readHistory(history, silentProgress));
  expect(edited.message).toMatch(/^LEDGER_DAMAGED: .+'hand_edited' of load 2/);
});

test('a server that quotes all names takes loads as any other', async () => {
  const url = await scratch.newDatabase();
  await alter(url, 'set quote_all_identifiers = on');
  expect((await loadRows(scratch.folder, url, 'good', HISTORY)).unchanged).toBe(false);
  expect((await correct(url)).unchanged).toBe(false);
  expect((await correct(url)).unchanged).toBe(true);
  expect(await slowLaps(url)).toBe(24);
});

test('a statement that an administrator cancels is told so, and not as a timeout', async () => {
  const url = await scratch.newDatabase(loaded);
  await withSql(url, (sql) =>
    sql.begin(async (other) => {
      await other`lock table lyzer.lap in share mode`;
      const failing = faultOf(correct(url));
      for (;;) {
        const cancelled = await other`
          select pg_cancel_backend(pid) from pg_locks
          where not granted and locktype = 'relation'`;
        if (cancelled.length > 0) break;
      }
      const fault = await failing;
      expect(fault.code).toBe('TARGET_CANCELLED');
      expect(fault.message).not.toContain('statement_timeout');
    }),
  );
});

test('too little memory for DuckDB is told, and nothing is changed', async () => {
  const url = await scratch.newDatabase(loaded);
  const huge = {
    ...HISTORY,
    lap: `select * replace (repeat('1', 300000000) as time) from (${HISTORY.lap}) limit 1`,
  };
  const fault = await faultOf(loadRows(scratch.folder, url, 'huge', huge));
  expect(fault.code).toBe('MEMORY_FULL');
  expect(fault.message).toContain("'lyzer.lap'");
});

test('the session of a client that is gone does not keep its locks for ever', async () => {
  const settings = await inLoad(
    loaded,
    ({ sql }) =>
      sql`select name, setting::integer as value from pg_settings
      where name in ('idle_in_transaction_session_timeout', 'tcp_keepalives_idle')
      order by name`,
  );
  expect(settings.map(({ value }) => value)).toEqual([600_000, 60]);
});
