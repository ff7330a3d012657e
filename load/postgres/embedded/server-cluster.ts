import { chown, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMissing } from '../../../disk/is-missing.js';
import { ASIDE_PREFIX, syncFolder, writeFault } from '../../../disk/write-whole.js';
import { causeText, type Fault } from '../../../fault/fault.js';
import { loadFault } from '../../faults.js';
import { lastWords, runProgram } from './run-program.js';
import { programFile } from './server-binaries.js';
import type { ServerFile } from './server-file.js';
import type { ServerPlace } from './server-place.js';

const START_SECONDS = 60;
const OWNER_ONLY = 0o600;

// This database is never replicated. With wal_level=minimal, the first load of a new table
// skips the log.
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  // No Unix socket: its path may have 100 characters only. Loopback is enough.
  'unix_socket_directories=',
  'timezone=UTC',
  'log_timezone=UTC',
  'shared_buffers=256MB',
  'max_wal_size=4GB',
  'checkpoint_timeout=15min',
  'wal_level=minimal',
  'max_wal_senders=0',
  'wal_compression=on',
  'log_checkpoints=off',
];

/** The cluster's major version; undefined if there is no cluster yet. */
export async function clusterVersion(place: ServerPlace): Promise<string | undefined> {
  try {
    return (await readFile(join(place.cluster, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (isMissing(error)) return undefined;
    const remedy = 'run as the user who started the embedded Postgres first';
    throw loadFault(
      'SERVER_FORBIDDEN',
      `cannot read '${place.cluster}' (${causeText(error)}); ${remedy}`,
    );
  }
}

/**
 * Creates a new cluster, whole or not at all.
 *
 * @throws {Fault} SERVER_INIT_FAILED, WRITE_FAILED
 */
export async function makeCluster(place: ServerPlace, { user, password }: ServerFile) {
  const folder = dirname(place.cluster);
  await removeLeftOvers(folder);
  const aside = join(folder, `${ASIDE_PREFIX}cluster`);
  const passwordFile = join(folder, `${ASIDE_PREFIX}password`);
  try {
    await mkdir(aside, { mode: 0o700 }).catch((error) => {
      throw writeFault(aside, error);
    });
    await writeFile(passwordFile, `${password}\n`, { mode: OWNER_ONLY });
    await giveTo(place, aside, passwordFile);
    const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
    const { code, output } = await runProgram(
      programFile(place.binaries, 'initdb'),
      [
        `--pgdata=${aside}`,
        `--username=${user}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // Postgres's own locale: the same sort order on every machine.
        ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
        '--no-instructions',
        ...settings,
      ],
      { user: place.user },
    );
    if (code !== 0) throw initFault(place.cluster, output);
    await rename(aside, place.cluster);
    await syncFolder(folder);
  } finally {
    await removeLeftOvers(folder);
  }
}

/** Starts the server of a cluster and waits until it answers. Returns the error text if it fails. */
export async function startCluster(
  place: ServerPlace,
  port: number,
): Promise<{ readonly failure?: string }> {
  const log = join(dirname(place.cluster), 'server.log');
  const handle = await open(log, 'a', OWNER_ONLY);
  const { size } = await handle.stat().finally(() => handle.close());
  await giveTo(place, log);
  const args = ['start', '-D', place.cluster, '-l', log, '-o', `-p ${port}`];
  const { code, output } = await runPgCtl(place, [...args, '-w', '-t', String(START_SECONDS)]);
  if (code === 0) return {};
  const logged = (await readFile(log)).subarray(size).toString('utf8');
  return { failure: logged.trim() === '' ? output : logged };
}

/** Whether the postmaster of the cluster runs. */
export async function isClusterRunning(place: ServerPlace): Promise<boolean> {
  return (await runPgCtl(place, ['status', '-D', place.cluster])).code === 0;
}

/**
 * Stops the server of a cluster and disconnects its clients.
 *
 * @throws {Fault} SERVER_STOP_FAILED
 */
export async function stopCluster(place: ServerPlace) {
  const { code, output } = await runPgCtl(place, ['stop', '-D', place.cluster, '-m', 'fast', '-w']);
  if (code === 0) return;
  throw loadFault(
    'SERVER_STOP_FAILED',
    `the embedded Postgres in '${place.cluster}' did not stop (${lastWords(output)}); try again`,
  );
}

/**
 * Sets the password of a stopped cluster, for a lost `server.json`.
 *
 * @throws {Fault} SERVER_START_FAILED
 */
export async function resetPassword(place: ServerPlace, { user, password }: ServerFile) {
  const { code, output } = await runProgram(
    programFile(place.binaries, 'postgres'),
    ['--single', '-D', place.cluster, 'postgres'],
    // The password has hex digits only: no quoting needed.
    { user: place.user, input: `alter role "${user}" password '${password}'\n` },
  );
  if (code === 0 && !output.includes('ERROR:')) return;
  throw loadFault(
    'SERVER_START_FAILED',
    `cannot set a new password for the embedded Postgres in '${place.cluster}' (${lastWords(output)}); see server.log beside it`,
  );
}

function runPgCtl(place: ServerPlace, args: readonly string[]) {
  return runProgram(programFile(place.binaries, 'pg_ctl'), args, { user: place.user });
}

async function giveTo({ user }: ServerPlace, ...paths: readonly string[]) {
  if (user === undefined) return;
  for (const path of paths) await chown(path, user.uid, user.gid);
}

async function removeLeftOvers(folder: string) {
  for (const name of await readdir(folder)) {
    const isOurs = name === `${ASIDE_PREFIX}cluster` || name === `${ASIDE_PREFIX}password`;
    if (isOurs) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function initFault(cluster: string, output: string): Fault {
  return loadFault(
    'SERVER_INIT_FAILED',
    `cannot create a Postgres cluster in '${cluster}' (${lastWords(output)}); free some space or choose another folder with --data`,
  );
}
