import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../../disk/is-missing.js';

/** Folders of an archive that may be links to where there is room. */
const LINKABLE = ['lists', 'snapshots'];

/**
 * All files of an archive, also behind a link in place of `lists` or `snapshots`. No other link is
 * followed: what is behind one is not the archive's.
 */
export async function filesBelow(archive: string): Promise<{ folder: string; name: string }[]> {
  const folders = [archive];
  for (const name of LINKABLE) {
    const folder = join(archive, name);
    const found = await lstat(folder).catch(() => undefined);
    if (found?.isSymbolicLink()) folders.push(folder);
  }
  const files = await Promise.all(folders.map(filesWithin));
  return files.flat();
}

async function filesWithin(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => ({ folder: parentPath, name }));
}
