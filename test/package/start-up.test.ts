import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';

/** What every command may load before its own work: the parser of arguments, bars and tables. */
const FOR_ALL = ['cli-progress', 'cli-table3', 'env-paths', 'yargs', 'yargs/helpers'];

test('the command line loads no package that only some commands need', async () => {
  const { metafile } = await build({
    absWorkingDir: PROGRAM_FOLDER,
    entryPoints: ['cli.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    metafile: true,
    write: false,
    outdir: 'compiled',
    splitting: true,
  });
  const loaded = new Set(['cli.ts']);
  const packages = new Set<string>();
  for (const file of loaded) {
    for (const { path, kind, external } of metafile.inputs[file]?.imports ?? []) {
      if (kind === 'dynamic-import' || path.startsWith('node:')) continue;
      if (external) packages.add(path);
      else loaded.add(path);
    }
  }
  expect(loaded.size).toBeGreaterThan(20);
  expect([...packages].toSorted()).toEqual(FOR_ALL);
});
