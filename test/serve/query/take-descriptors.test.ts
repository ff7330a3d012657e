import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { PROGRAM_FOLDER } from '../../../disk/data-folder.js';
import { tempData } from '../../temp-folder.js';

const WRITER = join(import.meta.dirname, 'write-sealed.ts');

test('a process that has no descriptor left cannot write a file that it may write', async () => {
  const { root } = await tempData();
  const file = join(root, 'lake');
  await writeFile(file, 'as it was');
  const node = [process.execPath, '--import', 'tsx', WRITER, file];
  const script = 'ulimit -n 512 && exec "$0" "$@"';
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', script, ...node], {
    cwd: PROGRAM_FOLDER,
  });
  expect(stdout).toMatch(/IO Error: .*Too many open files/);
  expect(await readFile(file, 'utf8')).toBe('as it was');
  expect(await readFile(`${file}.first`, 'utf8')).toBe('1\n1\n');
});
