import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFolder } from '../../command/data-folder.js';
import { silentProgress } from '../../command/progress.js';
import { choosePort } from '../../load/embedded/server-port.js';
import { serverUser } from '../../load/embedded/server-user.js';
import { planLoad } from '../../load/plan.js';
import { rollback } from '../../load/rollback.js';
import { parseTargetUrl } from '../../load/target/target.js';
import { smallHistory } from './fixture-lake.js';
import { loadRows } from './load-rows.js';
import { removeScratchFolder, startScratchServer, urlOf, withSql } from './scratch.js';

const PGBOUNCER = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find(existsSync) ?? '';
const skipped = PGBOUNCER === '' ? ' (skipped: no pgbouncer here)' : '';
const HISTORY = smallHistory();

let scratch: Awaited<ReturnType<typeof startScratchServer>>;

beforeAll(async () => {
  if (PGBOUNCER !== '') scratch = await startScratchServer();
});

afterAll(async () => {
  if (PGBOUNCER !== '') await removeScratchFolder(scratch.folder);
});

test.skipIf(PGBOUNCER === '')(
  `loads, plans and rolls back through a pooler in session mode, again and again on one connection${skipped}`,
  async () => {
    const direct = await scratch.newDatabase();
    const { pooled, stop } = await runPooler(direct);
    try {
      const data = dataFolder(scratch.folder);
      const target = parseTargetUrl(pooled);
      const lap = `select * from (${HISTORY.lap}) where lap < 5`;
      const before = await pidOf(pooled);
      const first = await loadRows(scratch.folder, pooled, 'whole', HISTORY);
      expect(first.unchanged).toBe(false);
      expect((await loadRows(scratch.folder, pooled, 'whole', HISTORY)).unchanged).toBe(true);
      expect((await planLoad({ data, target }, silentProgress)).differs).toBe(false);
      const shorter = await loadRows(scratch.folder, pooled, 'shorter', { ...HISTORY, lap });
      expect(shorter.tables.find(({ name }) => name === 'lap')).toMatchObject({ removed: 24 });
      await rollback({ data, target, to: 1 }, silentProgress);
      const [row] = await withSql(
        direct,
        (sql) => sql`select count(*)::integer as n from lyzer.lap`,
      );
      expect(row).toEqual({ n: 120 });
      // One connection served them all, and nothing of a load stays on it; the client's name
      // is pgbouncer's doing.
      expect(await pidOf(pooled)).toBe(before);
      const left = await withPooled(
        pooled,
        (sql) => sql`select
          current_setting('lock_timeout') as lock_timeout,
          (select array_agg(name::text order by name) from pg_settings
            where source = 'session' and setting <> reset_val) as changed_settings,
          (select count(*)::integer from pg_locks where locktype = 'advisory') as locks,
          (select count(*)::integer from pg_class where relpersistence = 't') as temp_tables`,
      );
      expect(left).toEqual([
        { lock_timeout: '0', changed_settings: ['application_name'], locks: 0, temp_tables: 0 },
      ]);
    } finally {
      await stop();
    }
  },
);

/** Without prepared statements: their names would meet those of the sessions before. */
async function withPooled<Result>(url: string, work: (sql: postgres.Sql) => Promise<Result>) {
  const sql = postgres(url, { max: 1, prepare: false, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function pidOf(url: string): Promise<number> {
  const [row] = await withPooled(
    url,
    (sql) => sql<{ pid: number }[]>`select pg_backend_pid() as pid`,
  );
  return row?.pid ?? 0;
}

/** pgbouncer before a database, with one connection to it. */
async function runPooler(direct: string) {
  const { server, folder } = scratch;
  const user = await serverUser(join(folder, 'postgres'));
  const port = await choosePort(undefined, null);
  const name = new URL(direct).pathname.slice(1);
  const files = {
    'pooler-users': `"${server.user}" "${server.password}"\n`,
    'pooler.ini': [
      '[databases]',
      `${name} = host=${server.host} port=${server.port} dbname=${name}`,
      '[pgbouncer]',
      `listen_addr = 127.0.0.1`,
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = plain',
      `auth_file = ${join(folder, 'pooler-users')}`,
      'pool_mode = session',
      'default_pool_size = 1',
      // By default it discards what a session left, and would hide what a load leaves.
      'server_reset_query =',
      '',
    ].join('\n'),
  };
  for (const [file, text] of Object.entries(files)) {
    await writeFile(join(folder, file), text, { mode: 0o600 });
    if (user) await chown(join(folder, file), user.uid, user.gid);
  }
  const pooler = spawn(PGBOUNCER, [join(folder, 'pooler.ini')], { ...user, stdio: 'ignore' });
  const pooled = urlOf(server, { database: name, port });
  for (let tries = 0; tries < 50; tries += 1) {
    if (await withPooled(pooled, (sql) => sql`select 1`).catch(() => undefined)) break;
    await sleep(100);
  }
  const stop = async () => {
    pooler.kill('SIGTERM');
    if (pooler.exitCode === null && pooler.signalCode === null) await once(pooler, 'exit');
  };
  return { pooled, stop };
}
