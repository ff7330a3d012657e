import { execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';
import {
  type Server,
  startServer,
  stopServer,
} from '../../load/postgres/embedded/embedded-postgres.js';
import {
  readServerFile,
  type ServerFile,
  writeServerFile,
} from '../../load/postgres/embedded/server-file.js';
import { shareOnce } from '../shared/share-once.js';

/** A temporary data folder that the server's user may enter, also when root runs the tests. */
export async function makeScratchFolder(mode = 0o755): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'lyzer-test-')));
  await chmod(folder, mode);
  return folder;
}

/** Stops the server of a scratch folder and removes all that it left. */
export async function removeScratchFolder(folder: string) {
  const postgresFolder = join(folder, 'postgres');
  const file = await readServerFile(postgresFolder);
  await stopServer(postgresFolder);
  await removeOutside(file);
  await rm(folder, { recursive: true, force: true });
}

/** Removes the cluster that lies outside, where the server's user may not enter the folder. */
async function removeOutside(file: ServerFile | undefined) {
  const outside = file?.outsideCluster;
  if (typeof outside === 'string') await rm(join(outside, '..'), { recursive: true, force: true });
}

/** An embedded Postgres for one test file: its cluster is a copy of one that a run makes once. */
export async function startScratchServer() {
  const folder = await makeScratchFolder();
  await copyCluster(folder);
  const server = await startServer(join(folder, 'postgres'));
  let databases = 0;
  return {
    folder,
    server,
    /** The URL of a new database: empty, or a copy of the one at another URL. */
    async newDatabase(template?: string): Promise<string> {
      const name = `scratch_${++databases}`;
      const source = template === undefined ? 'template1' : new URL(template).pathname.slice(1);
      await withSql(server.url, (sql) => sql`create database ${sql(name)} template ${sql(source)}`);
      return urlOf(server, { database: name });
    },
  };
}

async function copyCluster(folder: string) {
  const shared = await shareOnce('cluster', async (made) => {
    const postgresFolder = join(made, 'postgres');
    await startServer(postgresFolder);
    await stopServer(postgresFolder);
    await removeOutside(await readServerFile(postgresFolder));
  });
  const file = await readServerFile(join(shared, 'postgres'));
  // A cluster outside is of its folder alone: each server makes its own.
  if (file === undefined || file.outsideCluster !== null) return;
  // Unlike Node's own, this copy belongs to whom the original does: the server's user.
  await promisify(execFile)('cp', ['-a', join(shared, 'postgres'), folder]);
  // Each server has a port of its own.
  await writeServerFile(join(folder, 'postgres'), { ...file, port: null });
}

/** A server's URL, with other parts than its own where they are given. */
export function urlOf(server: Server, parts: Partial<Server>): string {
  const { user, password, host, port, database } = { ...server, ...parts };
  return `postgres://${user}:${password}@${host}:${port}/${database}`;
}

/** Connects, runs `work`, disconnects. */
export async function withSql<Result>(
  url: string,
  work: (sql: postgres.Sql) => Promise<Result>,
): Promise<Result> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Runs TypeScript in a process of its own; `print` is called with each piece of its output. */
export function runScript(code: string) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', code],
    { cwd: PROGRAM_FOLDER, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  const closed = new Promise<string>((resolve) => child.on('close', () => resolve(output)));
  const spoke = new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      output += part;
      resolve(output);
    });
  });
  return { child, closed, spoke };
}
