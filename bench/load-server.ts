import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';
import { silentProgress } from '../command/progress.js';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';
import type { Server } from '../load/postgres/embedded/embedded-postgres.js';
import { runProgram } from '../load/postgres/embedded/run-program.js';
import { parseTargetUrl } from '../load/postgres/target-url.js';
import { withTarget } from '../load/postgres/with-target.js';
import { withLoadTransaction } from '../load/postgres/with-transaction.js';
import { planMigrations, runMigrations } from '../load/schema/migrate.js';
import {
  columnNames,
  fullName,
  readTargetTables,
  type TargetTable,
} from '../load/schema/target-tables.js';

/** Whether the system has psql; without it the floor is COPY by npm postgres. */
export const HAS_PSQL = (await runProgram('psql', ['--version'])).code === 0;

/** One database of a server, by its name. */
export function urlOf({ user, host, port }: Server, database: string): string {
  return `postgres://${user}@${host}:${port}/${database}`;
}

/** Runs work with a few connections to a database. */
export async function withSql<Result>(
  server: Server,
  database: string,
  work: (sql: postgres.Sql) => Promise<Result>,
  max = 1,
): Promise<Result> {
  const { password } = server;
  const sql = postgres(urlOf(server, database), { max, password, onnotice: () => {} });
  return work(sql).finally(() => sql.end({ timeout: 1 }));
}

/** A database anew, empty or with finished tables, and the server's buffers written out. */
export async function makeDatabase(server: Server, name: string, isFinished: boolean) {
  await withSql(server, 'postgres', async (sql) => {
    await sql`drop database if exists ${sql(name)} with (force)`;
    await sql`create database ${sql(name)}`;
  });
  const tables = isFinished ? await finishTables(server, name) : [];
  await withSql(server, 'postgres', (sql) => sql`checkpoint`);
  return tables;
}

async function finishTables(server: Server, name: string): Promise<TargetTable[]> {
  const target = { ...parseTargetUrl(urlOf(server, name)), password: server.password };
  return withTarget(target, async (sql) => {
    const session = { sql, target, signal: new AbortController().signal };
    const options = { lockWaitMs: 0, progress: silentProgress };
    await withLoadTransaction(session, options, async () =>
      runMigrations(session, await planMigrations(session)),
    );
    return readTargetTables(sql, ['lyzer', 'lyzer_metrics']);
  });
}

/** The floor: the rows into the finished tables, in one transaction, nothing verified; in seconds. */
export async function copyByHand(
  server: Server,
  database: string,
  csvFolder: string,
  tables: readonly TargetTable[],
): Promise<number> {
  if (!HAS_PSQL) return timed(() => copyByNpm(server, database, csvFolder, tables));
  const copies = tables.map((table) => {
    const columns = columnNames(table).map((column) => `"${column}"`);
    const file = join(csvFolder, `${fullName(table)}.csv`);
    return `\\copy ${fullName(table)} (${columns.join(', ')}) from '${file}' csv`;
  });
  const script = join(csvFolder, 'copy.sql');
  await writeFile(script, ['begin;', ...copies, 'commit;', ''].join('\n'));
  return timed(() =>
    run('psql', ['-qX', '-v', 'ON_ERROR_STOP=1', '-f', script, urlOf(server, database)], server),
  );
}

async function copyByNpm(
  server: Server,
  database: string,
  csvFolder: string,
  tables: readonly TargetTable[],
) {
  await withSql(server, database, (pool) =>
    pool.begin(async (sql) => {
      for (const table of tables) {
        const copy = sql`copy ${sql(fullName(table))} (${sql(columnNames(table))})
          from stdin (format csv)`;
        const file = join(csvFolder, `${fullName(table)}.csv`);
        await pipeline(createReadStream(file), await copy.writable());
      }
    }),
  );
}

/** `npm run load` in a process of its own, as a user runs it; in seconds. */
export async function loadByCommand(
  server: Server,
  database: string,
  data: string,
  ...options: readonly string[]
) {
  // The lakes to compare are of snapshots of any age.
  const given = ['--data', data, '--allow-removals', '--json', ...options];
  const args = ['--import', 'tsx', 'cli.ts', 'load', ...given];
  return timed(() => run(process.execPath, [...args, '--url', urlOf(server, database)], server));
}

async function run(program: string, args: readonly string[], { password }: Server) {
  const child = spawn(program, args, {
    cwd: PROGRAM_FOLDER,
    env: { ...process.env, PGPASSWORD: password },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1000;
}
