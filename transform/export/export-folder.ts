import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { isAlive } from '../../disk/file-lock.js';
import { isMissing } from '../../disk/is-missing.js';
import { syncTree } from '../../disk/sync-tree.js';
import { ASIDE_PREFIX, syncFolder, writeFault } from '../../disk/write-whole.js';
import { transformFault } from '../faults.js';
import { PACKAGE_FILE, PACKAGE_NAME } from './package-file.js';

/**
 * Makes a folder aside, lets `build` fill it, and renames it to `folder`: it is there whole or not
 * at all. An earlier export in its place is replaced; anything else is left alone.
 *
 * @throws {Fault} EXPORT_FOLDER_TAKEN, WRITE_FAILED
 */
export async function buildExportFolder(
  folder: string,
  build: (aside: string) => Promise<void>,
): Promise<void> {
  await refuseTaken(folder);
  const parent = dirname(folder);
  const prefix = `${ASIDE_PREFIX}export-${basename(folder)}-`;
  const aside = join(parent, `${prefix}${process.pid}-${randomUUID()}`);
  try {
    await mkdir(parent, { recursive: true });
    await removeLeftOvers(parent, prefix);
    await mkdir(aside);
    await build(aside);
    await syncTree(aside);
    await putInPlace(aside, folder);
  } catch (error) {
    // Only what the system refused; anything else is a fault already, or a bug.
    throw error instanceof Error && 'syscall' in error ? writeFault(folder, error) : error;
  } finally {
    await rm(aside, { recursive: true, force: true }).catch(() => {});
  }
}

async function putInPlace(aside: string, folder: string): Promise<void> {
  // A folder can't be renamed over a full one, so the former one steps aside first.
  const former = `${aside}-former`;
  await rename(folder, former).catch((error) => {
    if (!isMissing(error)) throw error;
  });
  await rename(aside, folder);
  await syncFolder(dirname(folder));
  await rm(former, { recursive: true, force: true });
}

/** What exports that were killed left behind. */
async function removeLeftOvers(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (!isAlive(pid)) await rm(join(parent, name), { recursive: true, force: true });
  }
}

const packageSchema = z.object({ name: z.literal(PACKAGE_NAME) });

async function refuseTaken(folder: string): Promise<void> {
  try {
    if ((await readdir(folder)).length === 0) return;
    packageSchema.parse(JSON.parse(await readFile(join(folder, PACKAGE_FILE), 'utf8')));
  } catch (error) {
    if (isMissing(error) && !(await isThere(folder))) return;
    throw transformFault(
      'EXPORT_FOLDER_TAKEN',
      `'${folder}' is there, and no earlier export; name a new folder with --to`,
    );
  }
}

function isThere(folder: string): Promise<boolean> {
  return readdir(folder).then(
    () => true,
    (error) => !isMissing(error),
  );
}
