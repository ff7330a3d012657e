import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { causeText, type Fault } from '../fault/fault.js';
import { commonFault } from '../fault/faults.js';

/** Prefix of the names of unfinished files; a crash leaves files with it. */
export const ASIDE_PREFIX = '.aside-';

type Content = string | Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Writes a file so that it exists whole or not at all: it is written under a temporary name,
 * fsynced and renamed, then its folder is fsynced.
 *
 * @throws {Fault} WRITE_FAILED when the folder cannot be written (read-only, disk full).
 */
export async function writeWhole(path: string, content: Content, mode = 0o644) {
  await moveInPlace(await writeAside(dirname(path), content, mode), path);
}

/**
 * The first half of writeWhole, for a file whose name depends on its content: writes and
 * fsyncs it within `folder`, and returns its temporary path.
 *
 * @throws {Fault} WRITE_FAILED
 */
export async function writeAside(folder: string, content: Content, mode = 0o644) {
  const aside = `${folder}/${ASIDE_PREFIX}${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(aside, 'wx', mode);
    try {
      await writeFile(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    return aside;
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {});
    throw writeFault(folder, error);
  }
}

/**
 * The second half of writeWhole: gives the file its final name.
 *
 * @throws {Fault} WRITE_FAILED
 */
export async function moveInPlace(aside: string, path: string) {
  try {
    await rename(aside, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {});
    throw writeFault(path, error);
  }
}

/** Makes renames within a folder durable. */
export async function syncFolder(folder: string) {
  // Windows cannot open a folder; NTFS journals renames itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The fault to throw when a write to `path` failed. */
export function writeFault(path: string, error: unknown): Fault {
  const hint = 'make the folder writable, free some space, or choose another with --data';
  return commonFault('WRITE_FAILED', `cannot write '${path}' (${causeText(error)}); ${hint}`);
}
