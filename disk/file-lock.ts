import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault/fault.js';
import { commonFault } from '../fault/faults.js';
import { writeFault } from './write-whole.js';

const POLL_MS = 50;
/** A lock file gets its content right after it is made; one that stays empty belongs to a killed process. */
const EMPTY_STALE_MS = 5_000;
const TAKEOVER_STALE_MS = 10_000;

/**
 * Runs `work` while this process has the lock file at `path`; waits for other processes, until
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

// Two processes may see the same left-over lock. So that neither removes the other's new lock,
// only the owner of the takeover file may remove it, after a second check.
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
  // In containers a new process often has the pid of the killed one.
  if (pid === process.pid) return startedAt !== performance.timeOrigin;
  return pid === undefined || !isAlive(pid);
}

async function ageMs(path: string): Promise<number> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs;
}

/** Whether a process with this pid runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function lockedFault(path: string, waitMs: number): Fault {
  const remedy = 'wait for the other command to end, or delete the file if none runs';
  return commonFault('LOCKED', `'${path}' stayed locked for ${waitMs / 1000} s; ${remedy}`);
}
