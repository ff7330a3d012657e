import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withFileLock } from '../../disk/file-lock.js';
import { isMissing } from '../../disk/is-missing.js';
import { configFolder } from '../../disk/user-folders.js';
import { writeFault, writeWhole } from '../../disk/write-whole.js';
import { causeText, type Fault } from '../../fault/fault.js';
import { loadFault } from '../faults.js';
import { describeIssues, type SavedTargets, targetsSchema } from './saved-target.js';

const LOCK_WAIT_MS = 5_000;

/** The file of this device's targets. */
export function targetsFile(): string {
  return join(configFolder(), 'targets.json');
}

/**
 * The targets of this device.
 *
 * @throws {Fault} TARGETS_DAMAGED with everything that is wrong in the file
 */
export async function readTargets(): Promise<SavedTargets> {
  const file = targetsFile();
  const text = await readFile(file, 'utf8').catch((error) => {
    if (isMissing(error)) return undefined;
    throw damaged(file, causeText(error));
  });
  if (text === undefined) return {};
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // Not JSON.parse's own message: it quotes the file.
    throw damaged(file, 'it is not JSON');
  }
  const parsed = targetsSchema.safeParse(content);
  if (!parsed.success) throw damaged(file, describeIssues(parsed.error));
  return parsed.data.targets;
}

/**
 * Applies `change` to the saved targets, one change at a time. Only the owner can read the file.
 *
 * @throws {Fault} TARGETS_DAMAGED, WRITE_FAILED, LOCKED, and what `change` throws
 */
export async function changeTargets(change: (targets: SavedTargets) => SavedTargets) {
  const file = targetsFile();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 }).catch((error) => {
    throw writeFault(file, error);
  });
  await withFileLock(`${file}.lock`, LOCK_WAIT_MS, async () => {
    const targets = change(await readTargets());
    await writeWhole(file, `${JSON.stringify({ format: 1, targets }, null, 2)}\n`, 0o600);
  });
}

function damaged(file: string, why: string): Fault {
  return loadFault(
    'TARGETS_DAMAGED',
    `'${file}' is not a file of targets (${why}); fix or delete it`,
  );
}
