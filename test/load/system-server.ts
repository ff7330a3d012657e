import { chown, mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { runProgram } from '../../load/postgres/embedded/run-program.js';
import { serverUser } from '../../load/postgres/embedded/server-user.js';

const ROOT = '/usr/lib/postgresql';
const [version] = (await readdir(ROOT).catch(() => [])).sort((a, b) => Number(a) - Number(b));

/** The oldest Postgres that the system has beside ours, where Debian's packages put it. */
export const SYSTEM_VERSION = version;

/** Starts a cluster of the system's Postgres below a folder that its user may enter. */
export async function startSystemServer(folder: string) {
  const bin = join(ROOT, SYSTEM_VERSION ?? '', 'bin');
  const home = join(folder, 'system');
  const cluster = join(home, 'cluster');
  const user = await serverUser(cluster);
  await mkdir(home, { mode: 0o700 });
  const passwordFile = join(home, 'password');
  await writeFile(passwordFile, 'system-secret');
  if (user !== undefined) {
    for (const path of [home, passwordFile]) await chown(path, user.uid, user.gid);
  }
  const run = async (program: string, ...args: string[]) => {
    const { code, output } = await runProgram(join(bin, program), args, { user });
    if (code !== 0) throw new Error(`${program}: ${output}`);
  };
  const login = ['--username=boss', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  await run('initdb', `--pgdata=${cluster}`, '--encoding=UTF8', '--locale=C', ...login);
  const port = await freePort();
  const options = `-p ${port} -k ${home} -c listen_addresses=127.0.0.1`;
  const log = join(home, 'log');
  await run('pg_ctl', 'start', '-D', cluster, '-l', log, '-o', options, '-w');
  return {
    url: `postgres://boss:system-secret@127.0.0.1:${port}/postgres`,
    port,
    stop: () => run('pg_ctl', 'stop', '-D', cluster, '-m', 'immediate', '-w'),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
