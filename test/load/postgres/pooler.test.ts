import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { dataFolder } from '../../../disk/data-folder.js';
import { planLoad } from '../../../load/plan.js';
import { choosePort } from '../../../load/postgres/embedded/server-port.js';
import { serverUser } from '../../../load/postgres/embedded/server-user.js';
import { parseTargetUrl } from '../../../load/postgres/target-url.js';
import { rollback } from '../../../load/rollback.js';
import { smallHistory } from '../fixture-lake.js';
import { loadRows } from '../load-rows.js';
import { removeScratchFolder, startScratchServer, urlOf, withSql } from '../scratch.js';

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

/** In transaction mode every transaction is on another connection than the one before. */
const MODES = [
  { mode: 'session', connections: 1 },
  { mode: 'transaction', connections: 3 },
] as const;

test.skipIf(PGBOUNCER === '').each(MODES)(
  `loads, plans and rolls back through a pooler in $mode mode, again and again${skipped}`,
  async ({ mode, connections }) => {
    const direct = await scratch.newDatabase();
    const { pooled, stop } = await runPooler(direct, mode, connections);
    try {
      const data = dataFolder(scratch.folder);
      const target = parseTargetUrl(pooled);
      const rows = { ...HISTORY, lap: `select * from (${HISTORY.lap}) where lap < 5` };
      const allow = { allowRemovals: true };
      const before = await readConnections(pooled, connections);
      const first = await loadRows(scratch.folder, pooled, 'whole', HISTORY);
      expect(first.unchanged).toBe(false);
      expect((await loadRows(scratch.folder, pooled, 'whole', HISTORY)).unchanged).toBe(true);
      expect((await planLoad({ data, target }, silentProgress)).differs).toBe(false);
      const shorter = await loadRows(scratch.folder, pooled, 'shorter', rows, allow);
      expect(shorter.tables.find(({ name }) => name === 'lap')).toMatchObject({ removed: 24 });
      await rollback({ data, target, to: 1 }, silentProgress);
      const [row] = await withSql(
        direct,
        (sql) => sql`select count(*)::integer as n from lyzer.lap`,
      );
      expect(row).toEqual({ n: 120 });
      // The same connections served them all, and nothing of a load stays on them; the client's
      // name is pgbouncer's doing.
      const after = await readConnections(pooled, connections);
      expect(after).toEqual(before);
      for (const connection of after) {
        expect(connection).toMatchObject({ lockTimeout: '0', settings: ['application_name'] });
        expect(connection).toMatchObject({ locks: 0, tempTables: 0, statements: 0 });
      }
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

/** What is on each of the pooler's connections, by the server's process. */
async function readConnections(url: string, count: number) {
  let held = 0;
  const clients = Array.from({ length: count }, () =>
    withPooled(url, (pool) =>
      pool.begin(async (sql) => {
        const [row] = await sql<{ pid: number }[]>`
          select
            pg_backend_pid() as pid,
            current_setting('lock_timeout') as "lockTimeout",
            (select array_agg(name::text order by name) from pg_settings
              where source = 'session' and setting <> reset_val) as settings,
            (select count(*)::integer from pg_locks where locktype = 'advisory') as locks,
            (select count(*)::integer from pg_class where relpersistence = 't') as "tempTables",
            (select count(*)::integer from pg_prepared_statements) as statements`;
        // Held until all have one: a pooler gives each transaction a connection of its own.
        held += 1;
        while (held < count) await sleep(5);
        return row;
      }),
    ),
  );
  const rows = await Promise.all(clients);
  return rows.sort((a, b) => (a?.pid ?? 0) - (b?.pid ?? 0));
}

/** pgbouncer before a database. */
async function runPooler(direct: string, mode: string, connections: number) {
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
      `pool_mode = ${mode}`,
      `default_pool_size = ${connections}`,
      // The next connection is the one that was idle longest.
      'server_round_robin = 1',
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
  for (let tries = 0; tries < 6_000; tries += 1) {
    if (await withPooled(pooled, (sql) => sql`select 1`).catch(() => undefined)) break;
    await sleep(100);
  }
  const stop = async () => {
    pooler.kill('SIGTERM');
    if (pooler.exitCode === null && pooler.signalCode === null) await once(pooler, 'exit');
  };
  return { pooled, stop };
}
