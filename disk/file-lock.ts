import { type FileHandle, open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../fault/fault.js';
import { commonFault } from '../fault/faults.js';
import { tryLock } from './try-lock.js';
import { writeFault } from './write-whole.js';

const POLL_MS = 50;
/** The byte that is locked, far behind the text: Windows lets nobody read a locked part. */
const LOCKED_BYTE = 1_000_000;

/**
 * Runs `work` while this process has the lock file at `path`; waits for others, until `signal`
 * aborts. The kernel holds the lock and frees it when the process ends, however it ends: no pid, no
 * clock and no container matters. The file's text only says to people who holds it.
 *
 * @throws {Fault} LOCKED after `waitMs`, WRITE_FAILED
 */
export async function withFileLock<Result>(
  path: string,
  waitMs: number,
  work: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const giveUpAtMs = performance.now() + waitMs;
  let file = await tryHold(path);
  while (!file) {
    if (performance.now() > giveUpAtMs) throw await lockedFault(path, waitMs);
    signal?.throwIfAborted();
    await sleep(POLL_MS);
    file = await tryHold(path);
  }
  try {
    return await work();
  } finally {
    // Removed while it is held: who gets the lock of a removed file sees that, and tries again.
    await rm(path, { force: true });
    await file.close();
  }
}

async function tryHold(path: string): Promise<FileHandle | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'a+');
    if ((await tryLock(file.fd, LOCKED_BYTE, 1)) && (await isAt(file, path))) {
      await writeHolder(file);
      return file;
    }
  } catch (error) {
    await file?.close();
    throw error instanceof Fault ? error : writeFault(path, error);
  }
  await file.close();
  return undefined;
}

/** Whether an open file is the one at `path`, and not one that was removed since. */
async function isAt(file: FileHandle, path: string): Promise<boolean> {
  const held = await file.stat({ bigint: true });
  const there = await stat(path, { bigint: true }).catch(() => undefined);
  return there?.ino === held.ino && there.dev === held.dev;
}

async function writeHolder(file: FileHandle) {
  const holder = `process ${process.pid} on '${hostname()}' since ${new Date().toISOString()}`;
  await file.truncate();
  // On a full disk the lock holds without it.
  await file.writeFile(holder).catch(() => {});
}

/** Who holds the lock file at `path`, for people: `process 12 on 'host' since …`. */
export async function readHolder(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return /^process \d+ on '[^']*' since \S+$/.test(text) ? text : 'a process that is not named';
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

async function lockedFault(path: string, waitMs: number): Promise<Fault> {
  const what = `'${path}' stayed locked for ${waitMs / 1000} s by ${await readHolder(path)}`;
  return commonFault('LOCKED', `${what}; wait for that command to end, or stop it`);
}
