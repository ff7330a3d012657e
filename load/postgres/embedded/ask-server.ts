import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { isAlive } from '../../../disk/file-lock.js';
import { clusterFolder, type ServerFile } from './server-file.js';

/** The only address that the embedded Postgres listens on. */
export const SERVER_HOST = '127.0.0.1';

/** The state of a cluster's server. `silent`: the process exists but does not answer as ours. */
export type ServerState =
  | { readonly is: 'stopped' | 'silent' }
  | { readonly is: 'ready' | 'lockedOut'; readonly port: number };

const CONNECT_SECONDS = 5;
/** After a crash the server first replays its log, and answers only then. */
const RECOVERY_TRIES = 120;
const RETRY_MS = 500;

/** Finds the state of a data folder's server: reads its pid file, then logs in. */
export async function askServer(postgresFolder: string, file: ServerFile): Promise<ServerState> {
  const cluster = clusterFolder(postgresFolder, file);
  const port = await runningPort(cluster);
  if (port === undefined) return { is: 'stopped' };
  const answer = await askDataFolder(file, port);
  if (answer === 'lockedOut') return { is: 'lockedOut', port };
  const isOurs = answer !== undefined && (await isSameFolder(answer.folder, cluster));
  return isOurs ? { is: 'ready', port } : { is: 'silent' };
}

/** Runs `work` with a connection to one of the server's databases. */
export async function withServer<Result>(
  { user, password }: ServerFile,
  port: number,
  work: (sql: postgres.Sql) => Promise<Result>,
): Promise<Result> {
  const sql = postgres({
    ...{ host: SERVER_HOST, port, user, password, database: 'postgres', ssl: false },
    max: 1,
    connect_timeout: CONNECT_SECONDS,
    fetch_types: false,
    onnotice: () => {},
  });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

// Lines of postmaster.pid: process, cluster, start, port, and more.
async function runningPort(cluster: string): Promise<number | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port] = text.split('\n').map(Number);
  const isRunning = pid !== undefined && pid > 0 && isAlive(pid);
  return isRunning && port !== undefined && port > 0 ? port : undefined;
}

function askDataFolder(file: ServerFile, port: number) {
  return withServer(file, port, async (sql) => {
    for (let tries = 0; tries < RECOVERY_TRIES; tries++) {
      try {
        const [row] = await sql<{ folder: string }[]>`
          select current_setting('data_directory') as folder`;
        return row;
      } catch (error) {
        const code = error instanceof postgres.PostgresError ? error.code : '';
        if (code.startsWith('28')) return 'lockedOut';
        // Starting or stopping.
        if (code !== '57P03') return undefined;
        await sleep(RETRY_MS);
      }
    }
    return undefined;
  });
}

async function isSameFolder(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => realpath(path).catch(() => path)));
  return a === b;
}
