import { chmod, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { withFileLock } from '../../disk/file-lock.js';
import { isMissing } from '../../disk/is-missing.js';

const WAIT_MS = 3_600_000;

/**
 * A folder that all test files of a run share: the first that asks for it fills it, the others
 * wait. Nobody may write into it; see `copyFolder`. It is made anew in each run, so that it
 * never is of other code than the tests are.
 */
export async function shareOnce(
  name: string,
  fill: (folder: string) => Promise<unknown>,
): Promise<string> {
  const shared = inject('sharedFolder');
  const folder = join(shared, name);
  await withFileLock(join(shared, `${name}.lock`), WAIT_MS, async () => {
    if (await isThere(folder)) return;
    const aside = join(shared, `${name}.aside`);
    await mkdir(aside);
    // Postgres runs as another user when root runs the tests.
    await chmod(aside, 0o755);
    await fill(aside);
    await rename(aside, folder);
  });
  return folder;
}

async function isThere(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
