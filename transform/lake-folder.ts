import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ASIDE_PREFIX, syncFolder, writeFault } from '../command/write-whole.js';
import { isMissing } from '../extract/archive.js';

/**
 * Makes a folder aside, lets `build` fill it, and puts it in place as
 * `lake/<snapshot>` by renaming: a lake is there whole or not at all, and
 * until then the former one stays.
 *
 * @throws {Fault} WRITE_FAILED
 */
export async function buildLakeFolder(
  lakeFolder: string,
  snapshot: string,
  build: (folder: string) => Promise<void>,
): Promise<void> {
  const aside = join(lakeFolder, asideName('new', snapshot));
  try {
    await ioFault(lakeFolder, () => mkdir(aside, { recursive: true }));
    await ioFault(lakeFolder, () => build(aside));
    await ioFault(lakeFolder, () => publish(lakeFolder, snapshot, aside));
  } finally {
    await rm(aside, { recursive: true, force: true }).catch(() => {});
  }
}

/**
 * Clears up what dead runs left: half-made lakes go, and a former lake that a
 * run had moved out of the way but not yet replaced comes back.
 */
export async function cleanLakeFolder(lakeFolder: string): Promise<void> {
  for (const name of await namesIn(lakeFolder)) {
    const { pid, kind, snapshot } = readAsideName(name);
    const path = join(lakeFolder, name);
    if (pid === undefined || (await isInUse(pid, path))) continue;
    await ioFault(lakeFolder, async () => {
      if (kind === 'former' && snapshot && !(await exists(join(lakeFolder, snapshot)))) {
        await rename(path, join(lakeFolder, snapshot));
      } else {
        await rm(path, { recursive: true, force: true });
      }
    });
  }
}

async function publish(lakeFolder: string, snapshot: string, aside: string): Promise<void> {
  await syncTree(aside);
  const target = join(lakeFolder, snapshot);
  // A folder can't be renamed over a full one, so the former one steps aside first.
  const former = join(lakeFolder, asideName('former', snapshot));
  if (await exists(target)) await rename(target, former);
  await rename(aside, target);
  await syncFolder(lakeFolder);
  await rm(former, { recursive: true, force: true });
}

async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      await syncTree(path);
      continue;
    }
    const file = await open(path, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
  await syncFolder(folder);
}

/** Names say whose process makes them, so that a later run knows whether they are leftovers. */
function asideName(kind: 'new' | 'former', snapshot: string): string {
  const unique = Math.random().toString(36).slice(2, 8);
  return `${ASIDE_PREFIX}${process.pid}-${kind}-${unique}-${snapshot}`;
}

function readAsideName(name: string): { pid?: number; kind?: string; snapshot?: string } {
  const found = /^\.aside-(\d+)-(?:(new|former)-[^-]*-(.+))?/.exec(name);
  if (!found) return {};
  const [, pid, kind, snapshot] = found;
  return { pid: Number(pid), ...(kind && snapshot ? { kind, snapshot } : {}) };
}

async function isInUse(pid: number, path: string): Promise<boolean> {
  if (pid !== process.pid) return isAlive(pid);
  // In a container each run may get the same pid: what is older than this process is not its own.
  const startedAtMs = Date.now() - process.uptime() * 1000;
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
  return mtimeMs > startedAtMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signalled, but it lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw writeFault(folder, error);
  }
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
