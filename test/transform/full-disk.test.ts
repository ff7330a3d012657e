import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { DataFolder } from '../../disk/data-folder.js';
import { withDuck } from '../../transform/lake/duck.js';
import { CLI, runCli } from '../run-cli.js';
import { tempData } from '../temp-folder.js';
import { madeArchive } from './made-archive.js';

// Seed 404 of the chaos, round 17: a full disk.
const ENDLESS =
  'with recursive t(n) as (select 1 union all select n + 1 from t) select n from t where n < 0';

/** A transform that may write no file of more than so many kilobytes, as if the disk were full. */
function transformWithin(kilobytes: number, { root }: DataFolder) {
  const command = `ulimit -f ${kilobytes}; exec "$0" "$@"`;
  const args = ['-c', command, process.execPath, CLI, 'transform', '--data', root];
  return new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile('bash', args, (error, _, stderr) => resolve({ code: error?.code, stderr }));
  });
}

test.skipIf(process.platform === 'win32').each([8, 64, 2_048])(
  'a disk that is full after %i KB ends a transform with a fault, and it goes on later',
  async (kilobytes) => {
    const data = await tempData();
    await madeArchive(data.archive);
    const { code, stderr } = await transformWithin(kilobytes, data);
    expect(stderr).toMatch(/^(WRITE_FAILED|SQL_IO_FAILED): /m);
    expect(stderr).not.toMatch(/BUG:|^ +at /m);
    expect(code).toBe(1);
    expect((await readdir(data.lake)).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(await runCli('transform', '--data', data.root)).toMatchObject({ code: 0 });
  },
);

test('what still runs when other work fails is ended before its connection is closed', async () => {
  let running: Promise<unknown> = Promise.resolve();
  const work = withDuck(':memory:', {}, async ([connection]) => {
    running = connection.run(ENDLESS).catch(String);
    throw new Error('elsewhere');
  });
  await expect(work).rejects.toThrow('elsewhere');
  expect(await running).toMatch(/INTERRUPT/);
});
