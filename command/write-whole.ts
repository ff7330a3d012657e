import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { causeText, Fault } from './fault.js';

/** Prefix of names that are being written; what is left over from a crash carries it. */
export const ASIDE_PREFIX = '.aside-';

/**
 * Writes a file so that it is there whole or not at all, whatever happens:
 * aside under a temporary name, fsynced, renamed, and its folder fsynced.
 *
 * @throws {Fault} WRITE_FAILED when the folder cannot be written (read-only, disk full).
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode = 0o644) {
  const folder = dirname(path);
  const aside = `${folder}/${ASIDE_PREFIX}${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(aside, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {});
    throw writeFault(path, error);
  }
}

/** Makes renames within a folder lasting. */
export async function syncFolder(folder: string) {
  // Windows can't open a folder; its renames are journalled by NTFS.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The fault to throw when writing at `path` failed. */
export function writeFault(path: string, error: unknown): Fault {
  const hint = 'make the folder writable, free some space, or choose another with --data';
  return new Fault('WRITE_FAILED', `cannot write '${path}' (${causeText(error)}); ${hint}`);
}
