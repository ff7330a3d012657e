import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ASIDE_PREFIX } from '../../../disk/write-whole.js';
import { causeText } from '../../../fault/fault.js';
import { loadFault } from '../../faults.js';
import { runProgram, type SystemUser } from './run-program.js';
import { findBinaries, isThere, programFile, type ServerBinaries } from './server-binaries.js';
import { clusterFolder, type ServerFile } from './server-file.js';
import { serverUser } from './server-user.js';

/** Where the embedded Postgres is, and the user that it runs as. */
export type ServerPlace = {
  readonly cluster: string;
  readonly binaries: ServerBinaries;
  /** Undefined: the user of this process. */
  readonly user: SystemUser | undefined;
};

/** Used if root runs this: Postgres then runs as a user that may not enter root's folders. */
const ROOT_HOME = '/var/lib/lyzer-etl';

/**
 * Returns the places of cluster and programs: in the data folder and node_modules, or below
 * /var/lib/lyzer-etl if the server's user may not enter these.
 *
 * @throws {Fault} SERVER_UNSUPPORTED, SERVER_BINARIES, SERVER_USER, SERVER_HOME
 */
export async function findPlace(
  postgresFolder: string,
  file: ServerFile | undefined,
): Promise<ServerPlace> {
  const packaged = await findBinaries();
  const known = clusterFolder(postgresFolder, file);
  const user = await serverUser(known);
  if (user === undefined) return { cluster: known, binaries: packaged, user };
  try {
    const isKept = typeof file?.outsideCluster === 'string' && (await isThere(known));
    const cluster = isKept ? known : await enterableCluster(postgresFolder, user);
    return { cluster, binaries: await runnableBinaries(packaged, user), user };
  } catch (error) {
    throw loadFault(
      'SERVER_HOME',
      `Postgres's user may not enter '${postgresFolder}' and '${ROOT_HOME}' cannot be made instead (${causeText(error)}); choose another folder with --data`,
    );
  }
}

async function enterableCluster(postgresFolder: string, user: SystemUser) {
  const entered = await runProgram('/bin/sh', ['-c', 'cd "$1"', 'sh', postgresFolder], { user });
  if (entered.code === 0) return clusterFolder(postgresFolder);
  const folder = await realpath(postgresFolder);
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const home = join(ROOT_HOME, hash);
  await makeOpenFolder(ROOT_HOME);
  await makeOpenFolder(home);
  return join(home, 'cluster');
}

async function runnableBinaries(packaged: ServerBinaries, user: SystemUser) {
  if (await canRun(packaged, user)) return packaged;
  const copied = { ...packaged, folder: join(ROOT_HOME, `postgres-${packaged.version}`) };
  if (await canRun(copied, user)) return copied;
  await makeOpenFolder(ROOT_HOME);
  const aside = join(ROOT_HOME, `${ASIDE_PREFIX}postgres-${process.pid}`);
  try {
    await cp(packaged.folder, aside, { recursive: true, verbatimSymlinks: true });
    await openForReading(aside);
    await rm(copied.folder, { recursive: true, force: true });
    await rename(aside, copied.folder);
  } catch (error) {
    // Another command may have made the same copy meanwhile.
    if (!(await canRun(copied, user))) throw error;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return copied;
}

async function canRun(binaries: ServerBinaries, user: SystemUser): Promise<boolean> {
  const { code } = await runProgram(programFile(binaries, 'postgres'), ['--version'], { user });
  return code === 0;
}

async function makeOpenFolder(folder: string) {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
}

// The server's user must be able to read the copy, whatever the umask was.
async function openForReading(folder: string) {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else if (entry.isFile()) await chmod(path, 0o755);
  }
}
