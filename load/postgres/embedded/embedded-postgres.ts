import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withFileLock } from '../../../disk/file-lock.js';
import { writeFault } from '../../../disk/write-whole.js';
import { loadFault } from '../../faults.js';
import { askServer, SERVER_HOST, withServer } from './ask-server.js';
import { lastWords } from './run-program.js';
import {
  clusterVersion,
  isClusterRunning,
  makeCluster,
  resetPassword,
  startCluster,
  stopCluster,
} from './server-cluster.js';
import {
  clusterFolder,
  newServerFile,
  readServerFile,
  type ServerFile,
  writeServerFile,
} from './server-file.js';
import { findPlace, type ServerPlace } from './server-place.js';
import { choosePort } from './server-port.js';

/** The embedded Postgres, running: target `local`. */
export type Server = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** With the password: for `db url` and programs, never for logs. */
  readonly url: string;
  /** Whether this call started it; false if it ran already. */
  readonly startedNow: boolean;
  /** Messages for the user, for example that the port changed. */
  readonly note?: string;
};

/** Names need no schema; what a user makes goes into `public`, as anywhere. */
const SEARCH_PATH = '"$user", public, lyzer, lyzer_metrics, lyzer_api, lyzer_flat';
const LOCK_WAIT_MS = 90_000;
const START_TRIES = 4;
const RETRY_MS = 500;
const SILENT_TRIES = 6;

/**
 * Starts the embedded Postgres of a data folder if it does not run, and creates it on first use.
 * It keeps running when this process ends; `stopServer` stops it.
 *
 * @throws {Fault} PORT_IN_USE, SERVER_RUNNING, SERVER_* (cannot be created or started), LOCKED
 */
export async function startServer(
  postgresFolder: string,
  { port }: { readonly port?: number | undefined } = {},
): Promise<Server> {
  const running = await findServer(postgresFolder);
  if (running !== undefined) return onPort(running, port);
  await mkdir(postgresFolder, { recursive: true }).catch((error) => {
    throw writeFault(postgresFolder, error);
  });
  return withServerLock(postgresFolder, async () => {
    // Another command may have started it while this one waited.
    const started = await findServer(postgresFolder);
    return started === undefined ? startLocked(postgresFolder, port) : onPort(started, port);
  });
}

/**
 * Stops the embedded Postgres of a data folder, if it runs.
 *
 * @throws {Fault} SERVER_STOP_FAILED, SERVER_FORBIDDEN, LOCKED
 */
export async function stopServer(postgresFolder: string): Promise<{ stopped: boolean }> {
  if ((await readServerFile(postgresFolder)) === undefined) return { stopped: false };
  return withServerLock(postgresFolder, async () => {
    const file = await readServerFile(postgresFolder);
    const place = await findPlace(postgresFolder, file);
    if (!(await isClusterRunning(place))) return { stopped: false };
    await stopCluster(place);
    return { stopped: true };
  });
}

/** Returns the embedded Postgres of a data folder if it runs; this process need not have started it. */
export async function findServer(postgresFolder: string): Promise<Server | undefined> {
  const file = await readServerFile(postgresFolder);
  if (file === undefined) return undefined;
  const state = await askServer(postgresFolder, file);
  return state.is === 'ready' ? toServer(file, state.port, false) : undefined;
}

async function startLocked(postgresFolder: string, wanted: number | undefined): Promise<Server> {
  const known = await readServerFile(postgresFolder);
  const place = await findPlace(postgresFolder, known);
  const isInside = place.cluster === clusterFolder(postgresFolder);
  const outsideCluster = isInside ? null : place.cluster;
  let file = { ...(known ?? newServerFile()), outsideCluster };
  if ((await clusterVersion(place)) === undefined) {
    // Store the password before the cluster is created: a kill in between loses nothing.
    await writeServerFile(postgresFolder, file);
    await makeCluster(place, file);
  } else {
    await refuseOtherVersion(place);
    await regainAccess(postgresFolder, place, file, known !== undefined);
  }
  const port = await startOnFreePort(place, wanted, file.port, async (chosen) => {
    file = { ...file, port: chosen };
    await writeServerFile(postgresFolder, file);
  });
  await makeDatabase(file, port);
  const isMoved = wanted === undefined && typeof known?.port === 'number' && known.port !== port;
  const server = toServer(file, port, true);
  if (!isMoved) return server;
  const note = `port ${known.port} is taken by another program: the embedded Postgres is on ${port} from now on`;
  return { ...server, note };
}

async function startOnFreePort(
  place: ServerPlace,
  wanted: number | undefined,
  kept: number | null,
  keep: (port: number) => Promise<void>,
): Promise<number> {
  let failure = '';
  for (let tries = 0; tries < START_TRIES; tries++) {
    const port = await choosePort(wanted, kept);
    await keep(port);
    const outcome = await startCluster(place, port);
    if (outcome.failure === undefined) return port;
    failure = outcome.failure;
    // Another program took the port, or processes of a killed server have not ended yet.
    if (!/address already in use|shared memory block/i.test(failure)) break;
    await sleep(RETRY_MS);
  }
  throw loadFault(
    'SERVER_START_FAILED',
    `the embedded Postgres in '${place.cluster}' does not start (${lastWords(failure)}); see server.log beside it`,
  );
}

/** Stops the cluster and sets its password to the one that `server.json` will have. */
async function regainAccess(
  postgresFolder: string,
  place: ServerPlace,
  file: ServerFile,
  isKnown: boolean,
) {
  // The process of a killed server may take a moment to end.
  let state = await askServer(postgresFolder, file);
  for (let tries = 1; state.is === 'silent' && tries < SILENT_TRIES; tries++) {
    await sleep(RETRY_MS);
    state = await askServer(postgresFolder, file);
  }
  if (state.is === 'silent') {
    throw loadFault(
      'SERVER_SILENT',
      `the process in '${place.cluster}/postmaster.pid' does not answer as the embedded Postgres; end it, or delete that file if it is another program`,
    );
  }
  if (state.is !== 'stopped') await stopCluster(place);
  if (state.is === 'lockedOut' || !isKnown) await resetPassword(place, file);
}

async function refuseOtherVersion(place: ServerPlace) {
  const [made, brought] = [await clusterVersion(place), place.binaries.version.split('.')[0]];
  if (made === brought) return;
  throw loadFault(
    'SERVER_VERSION',
    `the cluster '${place.cluster}' is of Postgres ${made}, this program has ${brought}; delete that folder and load again, or use the older program`,
  );
}

async function makeDatabase(file: ServerFile, port: number) {
  await withServer(file, port, async (sql) => {
    const [known] = await sql<{ isStandby: boolean }[]>`
      select pg_is_in_recovery() as "isStandby" from pg_database where datname = ${file.database}`;
    if (known?.isStandby) return;
    if (known === undefined) await sql`create database ${sql(file.database)}`;
    await sql.unsafe(`alter database "${file.database}" set search_path = ${SEARCH_PATH}`);
  });
}

function onPort(server: Server, wanted: number | undefined): Server {
  if (wanted === undefined || wanted === server.port) return server;
  throw loadFault(
    'SERVER_RUNNING',
    `the embedded Postgres runs on port ${server.port} already, not on ${wanted}; run 'npm run db stop' first`,
  );
}

function toServer(file: ServerFile, port: number, startedNow: boolean): Server {
  const { user, password, database } = file;
  const url = `postgres://${user}:${password}@${SERVER_HOST}:${port}/${database}`;
  return { host: SERVER_HOST, port, user, password, database, url, startedNow };
}

function withServerLock<Result>(postgresFolder: string, work: () => Promise<Result>) {
  return withFileLock(join(postgresFolder, 'lock'), LOCK_WAIT_MS, work);
}
