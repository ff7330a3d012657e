import { readlink, rename, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Progress } from '../../command/progress.js';
import { ASIDE_PREFIX } from '../../disk/write-whole.js';
import { causeText } from '../../fault/fault.js';

/** The link in the lake's folder to the lake that is current: a path that stays. */
export const CURRENT_LINK = 'current';

/**
 * Points `lake/current` to the lake of a snapshot, in one step. On Windows it is a junction, which
 * is missing for a moment while it is replaced. A disk without links gets none, with a note.
 */
export async function linkCurrent(
  lakeFolder: string,
  snapshot: string,
  progress: Progress,
): Promise<void> {
  const link = join(lakeFolder, CURRENT_LINK);
  const isWindows = process.platform === 'win32';
  // A junction has to be absolute; all other links stay right when the data folder moves.
  const target = isWindows ? resolve(lakeFolder, snapshot) : snapshot;
  if ((await readlink(link).catch(() => undefined)) === target) return;
  const aside = join(lakeFolder, `${ASIDE_PREFIX}${CURRENT_LINK}`);
  try {
    await rm(aside, { force: true });
    await symlink(target, aside, isWindows ? 'junction' : 'dir');
    if (isWindows) await rm(link, { force: true });
    await rename(aside, link);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {});
    progress.note(`There is no link '${link}' to the new lake (${causeText(error)}).`);
  }
}
