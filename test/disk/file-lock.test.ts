import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { withFileLock } from '../../disk/file-lock.js';
import { tempData } from '../temp-folder.js';

const done = async () => 'done';

async function lockFile(): Promise<string> {
  const { root } = await tempData();
  return join(root, 'lock');
}

/** Starts a script in a process of its own; `launcher` may put it into a container. */
function start(script: string, launcher: readonly string[] = []) {
  const [command = '', ...words] = [...launcher, process.execPath, '--import', 'tsx'];
  const args = [...words, '--input-type=module', '-e', script];
  const child = spawn(command, args, { cwd: PROGRAM_FOLDER, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** A script that takes the lock, says so, and holds it for ever. */
function holdForEver(path: string): string {
  return `
    import { withFileLock } from './disk/file-lock.ts';
    await withFileLock(${JSON.stringify(path)}, 0, () => new Promise(() => {
      console.log('held');
      setInterval(() => {}, 60_000);
    }));`;
}

test.each([
  ['a recycled pid, now of this process', `process ${process.pid} on 'host' since 2026-01-01`],
  ['a pid that runs', 'process 1 on another host'],
  ['an earlier release', `${process.ppid} 1700000000000.1 0b5a`],
  ['a process that was killed at once', ''],
])('a lock file left by %s holds nobody up', async (_, left) => {
  const path = await lockFile();
  await writeFile(path, left);
  expect(await withFileLock(path, 0, done)).toBe('done');
});

test('within a process the second one waits for the first, or gives up', async () => {
  const path = await lockFile();
  const order: string[] = [];
  await withFileLock(path, 0, async () => {
    await expect(withFileLock(path, 0, done)).rejects.toThrow(/^LOCKED: /);
    order.push('first');
  });
  await withFileLock(path, 0, async () => order.push('second'));
  expect(order).toEqual(['first', 'second']);
  expect(await readdir(join(path, '..'))).toEqual([]);
});

test('work that fails frees the lock', async () => {
  const path = await lockFile();
  const failing = withFileLock(path, 0, () => Promise.reject(new Error('failed')));
  await expect(failing).rejects.toThrow('failed');
  expect(await withFileLock(path, 0, done)).toBe('done');
});

test('whoever waits is told the file and who has it; kill -9 of that one frees it', async () => {
  const path = await lockFile();
  const holder = start(holdForEver(path));
  await once(holder.stdout, 'data');
  const since = '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z';
  await expect(withFileLock(path, 0, done)).rejects.toThrow(
    new RegExp(
      `^LOCKED: '${path}' stayed locked for 0 s by process ${holder.pid} on '.*' since ${since}; wait`,
    ),
  );
  holder.kill('SIGKILL');
  await once(holder, 'close');
  expect(await withFileLock(path, 0, done)).toBe('done');
});

test('a process that is stopped keeps its lock', async () => {
  const path = await lockFile();
  const holder = start(holdForEver(path));
  await once(holder.stdout, 'data');
  holder.kill('SIGSTOP');
  await expect(withFileLock(path, 0, done)).rejects.toThrow(/^LOCKED: /);
});

const CONTAINER = ['unshare', '--pid', '--uts', '--fork', '--kill-child', '--mount-proc'];
const hasContainers = canUnshare();
const skipped = hasContainers ? '' : ' (skipped: no namespaces may be made here)';

test.skipIf(!hasContainers)(
  `a process of another container and pid namespace keeps its lock while it lives${skipped}`,
  async () => {
    const path = await lockFile();
    const holder = start(holdForEver(path), CONTAINER);
    await once(holder.stdout, 'data');
    // Its pid means nothing here.
    await expect(withFileLock(path, 0, done)).rejects.toThrow(/^LOCKED: .* by process \d\d? on /);
    holder.kill('SIGKILL');
    await once(holder, 'close');
    expect(await withFileLock(path, 5_000, done)).toBe('done');
  },
);

test('of processes at once, one at a time has the lock', async () => {
  const path = await lockFile();
  const counter = `${path}.count`;
  await writeFile(counter, '0');
  // Reads and writes with a pause between: without a lock, some would be lost.
  const script = `
    import { readFile, writeFile } from 'node:fs/promises';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { withFileLock } from './disk/file-lock.ts';
    for (let time = 0; time < 10; time++) {
      await withFileLock(${JSON.stringify(path)}, 600_000, async () => {
        const count = Number(await readFile(${JSON.stringify(counter)}, 'utf8'));
        await sleep(2);
        await writeFile(${JSON.stringify(counter)}, String(count + 1));
      });
    }`;
  const ends = [1, 2, 3].map(() => once(start(script), 'close'));
  expect((await Promise.all(ends)).map(([code]) => code)).toEqual([0, 0, 0]);
  expect(await readFile(counter, 'utf8')).toBe('30');
});

function canUnshare(): boolean {
  try {
    const [command = '', ...words] = CONTAINER;
    execFileSync(command, [...words, 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('a platform without a binary of the lock is told in one line', () => {
  const path = JSON.stringify(join(tmpdir(), 'lyzer-etl-no-lock'));
  const script = `
    Object.defineProperty(process, 'arch', { value: 'ppc64' });
    const { withFileLock } = await import('./disk/file-lock.ts');
    await withFileLock(${path}, 0, async () => console.log('held')).catch((error) =>
      console.log(error.message));`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script];
  const told = execFileSync(process.execPath, args, { cwd: PROGRAM_FOLDER, encoding: 'utf8' });
  expect(told).toMatch(
    /^PLATFORM_UNSUPPORTED: no file lock for '\w+-ppc64' \(.+\); run it on .+\n$/,
  );
});
