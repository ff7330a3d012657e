import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readHolder, withFileLock } from '../../disk/file-lock.js';
import { writeFault } from '../../disk/write-whole.js';
import { Fault } from '../../fault/fault.js';
import { extractFault } from '../faults.js';

/** Long enough for a run that is just ending. */
const WAIT_MS = 300;

/**
 * Runs work that writes to an archive, and no other run at the same time.
 *
 * @throws {Fault} ARCHIVE_BUSY, at once, while another run writes
 */
export async function withArchive<Result>(
  archive: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await mkdir(archive, { recursive: true }).catch((error) => {
    throw writeFault(archive, error);
  });
  const lock = join(archive, 'lock');
  try {
    return await withFileLock(lock, WAIT_MS, work);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'LOCKED') throw error;
    const remedy = 'wait for it to end, or stop it: it can be continued';
    const what = `another run uses '${archive}' ('${lock}': ${await readHolder(lock)})`;
    throw extractFault('ARCHIVE_BUSY', `${what}; ${remedy}`);
  }
}
