import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { withFileLock } from '../../disk/file-lock.js';
import { isMissing } from '../../disk/is-missing.js';
import { syncTree } from '../../disk/sync-tree.js';
import { ASIDE_PREFIX, syncFolder, writeFault } from '../../disk/write-whole.js';

const NEW_PREFIX = `${ASIDE_PREFIX}new-`;
const FORMER_PREFIX = `${ASIDE_PREFIX}former-`;
/** Longer than any transform of the seed took, on the slowest machine tried. */
const LOCK_WAIT_MS = 120_000;

/**
 * Does work that changes the lake folder, while no other run does; waits for one that does.
 * What dead runs left is cleared up before.
 *
 * @throws {Fault} LOCKED, WRITE_FAILED
 */
export async function withLakeFolder<Result>(
  lakeFolder: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  await ioFault(lakeFolder, () => mkdir(lakeFolder, { recursive: true }));
  const cleanAndWork = async () => {
    await ioFault(lakeFolder, () => clearLeftovers(lakeFolder));
    return work();
  };
  return withFileLock(join(lakeFolder, 'lock'), LOCK_WAIT_MS, cleanAndWork, signal);
}

/**
 * Within withLakeFolder: makes a folder aside, lets `build` fill it, and puts it in place
 * as `lake/<snapshot>` by renaming: a lake is there whole or not at all, and until then
 * the former one stays.
 *
 * @throws {Fault} WRITE_FAILED
 */
export async function buildLakeFolder(
  lakeFolder: string,
  snapshot: string,
  build: (folder: string) => Promise<void>,
): Promise<void> {
  const aside = join(lakeFolder, `${NEW_PREFIX}${snapshot}`);
  try {
    await ioFault(lakeFolder, () => mkdir(aside));
    await ioFault(lakeFolder, () => build(aside));
    await ioFault(lakeFolder, () => publish(lakeFolder, snapshot, aside));
  } finally {
    await rm(aside, { recursive: true, force: true }).catch(() => {});
  }
}

/** Half-made lakes go; a former one that was moved away but not yet replaced comes back. */
async function clearLeftovers(lakeFolder: string): Promise<void> {
  for (const name of await readdir(lakeFolder)) {
    if (!name.startsWith(ASIDE_PREFIX)) continue;
    const path = join(lakeFolder, name);
    const place = join(lakeFolder, name.slice(FORMER_PREFIX.length));
    if (name.startsWith(FORMER_PREFIX) && !(await exists(place))) await rename(path, place);
    else await rm(path, { recursive: true, force: true });
  }
}

async function publish(lakeFolder: string, snapshot: string, aside: string): Promise<void> {
  await syncTree(aside);
  const target = join(lakeFolder, snapshot);
  // A folder can't be renamed over a full one, so the former one steps aside first.
  const former = join(lakeFolder, `${FORMER_PREFIX}${snapshot}`);
  if (await exists(target)) await rename(target, former);
  await rename(aside, target);
  await syncFolder(lakeFolder);
  await rm(former, { recursive: true, force: true });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error) => {
      if (isMissing(error)) return false;
      throw error;
    },
  );
}

async function ioFault<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // Only what the system refused; anything else is a fault already, or a bug.
    throw error instanceof Error && 'syscall' in error ? writeFault(path, error) : error;
  }
}
