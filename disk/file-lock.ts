import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../fault/fault.js';
import { writeFault } from './write-whole.js';

const POLL_MS = 50;
/** A lock is written right after it was made: one that stays empty was left by a killed process. */
const EMPTY_STALE_MS = 5_000;
const TAKEOVER_STALE_MS = 10_000;

/**
 * Runs `work` while no one else holds the lock file at `path`; waits for others, until
 * `signal` aborts. A lock whose process is gone (kill -9) is taken over.
 *
 * @throws {Fault} LOCKED after `waitMs`, WRITE_FAILED
 */
export async function withFileLock<Result>(
  path: string,
  waitMs: number,
  work: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const token = `${process.pid} ${performance.timeOrigin} ${randomUUID()}`;
  const giveUpAt = Date.now() + waitMs;
  while (!(await tryCreate(path, token))) {
    await removeLeftOver(path);
    if (Date.now() > giveUpAt) throw lockedFault(path, waitMs);
    signal?.throwIfAborted();
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function tryCreate(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw writeFault(path, error);
  }
}

// Of two who see the same left-over lock, one must not remove the other's new
// lock: only the holder of the takeover file may remove, after another look.
async function removeLeftOver(path: string) {
  if (!(await isLeftOver(path))) return;
  const takeover = `${path}.takeover`;
  if (!(await tryCreate(takeover, String(process.pid)))) {
    if ((await ageMs(takeover)) > TAKEOVER_STALE_MS) await rm(takeover, { force: true });
    return;
  }
  try {
    if (await isLeftOver(path)) await rm(path, { force: true });
  } finally {
    await rm(takeover, { force: true });
  }
}

async function isLeftOver(path: string): Promise<boolean> {
  const content = await readFile(path, 'utf8').catch(() => undefined);
  if (content === undefined) return false;
  if (content === '') return (await ageMs(path)) > EMPTY_STALE_MS;
  const [pid, startedAt] = content.split(' ').map(Number);
  // In containers a new process often has the number of the one that was killed.
  if (pid === process.pid) return startedAt !== performance.timeOrigin;
  return pid === undefined || !isAlive(pid);
}

async function ageMs(path: string): Promise<number> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs;
}

/** Whether a process of that number runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function lockedFault(path: string, waitMs: number): Fault {
  const remedy = 'wait for the other command to end, or delete that file if none runs';
  return new Fault('LOCKED', `'${path}' is held for more than ${waitMs / 1000} s; ${remedy}`);
}
