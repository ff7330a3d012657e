import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type DataFolder, dataFolder } from '../../disk/data-folder.js';
import { ASIDE_PREFIX } from '../../disk/write-whole.js';
import { readHead, readSnapshot, verifyLists } from '../../extract/archive/archive.js';
import { tempData } from '../temp-folder.js';
import { replay, smallWorld } from './replay-server.js';
import { extractFrom, startStandIn, testWithStandIn } from './stand-in.js';

const IS_ROOT = process.getuid?.() === 0;
const canMount = IS_ROOT && tryMount();

/** A data folder on a file system of its own, whose options can be changed. */
function mountedData(options: string): { data: DataFolder; remount(options: string): void } {
  const folder = mkdtempSync(join(tmpdir(), 'lyzer-etl-mount-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  const remount = (more: string) => execFileSync('mount', ['-o', `remount,${more}`, folder]);
  return { data: dataFolder(folder), remount };
}

function tryMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'lyzer-etl-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function expectWhole({ archive }: DataFolder, head: string) {
  expect(await readHead(archive)).toBe(head);
  await verifyLists(archive, await readSnapshot(archive));
  const files = await readdir(archive, { recursive: true });
  expect(files.filter((name) => name.includes(ASIDE_PREFIX))).toEqual([]);
}

const unlessMounted = canMount ? '' : ' (skipped: mounting a file system is not allowed here)';

(canMount ? testWithStandIn : test.skip)(
  `a full disk is a clear fault, leaves the archive as it was, and costs no page${unlessMounted}`,
  async () => {
    const { data, remount } = mountedData('size=3m');
    const server = await startStandIn();
    const first = await extractFrom(data, server, { only: new Set(['status'] as const) });
    const only = new Set(['results'] as const);
    await expect(extractFrom(data, server, { only })).rejects.toThrow(
      /^WRITE_FAILED: .*ENOSPC.*free some space/,
    );
    await expectWhole(data, first.snapshot);

    remount('size=64m');
    const asked = (await server.asked()).length;
    const second = await extractFrom(data, server, { only });
    await expectWhole(data, second.snapshot);
    // Of 262 pages those that were kept before the disk was full are not asked for again.
    const { requests, repeats } = await server.stats();
    expect(requests - repeats).toBe(264);
    expect(repeats).toBeLessThanOrEqual(16);
    expect(second.requests).toBeLessThan(264 - asked + 16);
  },
);

test(`a folder that may only be read is a clear fault, and stays as it was${IS_ROOT ? unlessMounted : ''}`, async (context) => {
  if (IS_ROOT && !canMount) return context.skip();
  const { data, setReadOnly } = IS_ROOT ? readOnlyMount() : readOnlyMode(await tempData());
  const server = await replay(smallWorld());
  const first = await extractFrom(data, server, {}, { now: new Date('2024-03-04T12:00:00Z') });
  server.asked.length = 0;
  setReadOnly(true);
  try {
    await expect(extractFrom(data, server)).rejects.toThrow(
      /^WRITE_FAILED: cannot write '.*' \(.*\); make the folder writable/,
    );
    await expectWhole(data, first.snapshot);
    expect(server.asked).toEqual([]);
  } finally {
    setReadOnly(false);
  }
});

function readOnlyMount() {
  const { data, remount } = mountedData('size=8m');
  return { data, setReadOnly: (is: boolean) => remount(is ? 'ro' : 'rw') };
}

function readOnlyMode(data: DataFolder) {
  return { data, setReadOnly: (is: boolean) => chmodSync(data.archive, is ? 0o555 : 0o755) };
}
