import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { listProjectFiles } from './project-files.js';
import { isSlow, listTests } from './tiers.js';

/** Calls that take seconds, wherever they are imported from. */
const SLOW_CALLS =
  /(?<![.\w])(spawn|spawnSync|execFile|fork|startServer|startScratchServer|transform|serve|serveSeed|serveOneRace|runCli|startCli|shareOnce|sharedSeedLake|copySeedLake|copyOneRace)\(/;

const { fast, slow } = listTests();
const textOf = (file: string) => readFileSync(join(PROGRAM_FOLDER, file), 'utf8');

test('each test file is in one tier', () => {
  const files = listProjectFiles().filter((file) => file.endsWith('.test.ts'));
  expect([...fast, ...slow].sort()).toEqual(files.sort());
});

test.each([
  ['test/sql/models.test.ts', false],
  ['test/extract/plan/plan.test.ts', false],
  // By its own import.
  ['test/cli.test.ts', true],
  // By that of a helper: Postgres, the seed's lake, a server, the recorded Jolpica.
  ['test/load/load.test.ts', true],
  ['test/readme.test.ts', true],
  ['test/serve/tables.test.ts', true],
  ['test/extract/fetch/faults.test.ts', true],
])('%s is slow: %j', (file, is) => {
  expect(isSlow(file)).toBe(is);
});

test('no fast test starts a process, Postgres or a transform, nor reads the seed', () => {
  expect(fast.length).toBeGreaterThan(20);
  expect(fast.filter((file) => SLOW_CALLS.test(textOf(file)))).toEqual([]);
  // The words do find what they are meant to find.
  expect(slow.filter((file) => SLOW_CALLS.test(textOf(file))).length).toBeGreaterThan(20);
});

test('a helper that does makes each test slow that imports it', () => {
  const helpers = listProjectFiles().filter((file) =>
    /^test\/(?!house\/).+(?<!\.test)\.ts$/.test(file),
  );
  const starting = helpers.filter((file) => SLOW_CALLS.test(textOf(file)));
  expect(starting).toContain('test/load/scratch.ts');
  expect(starting.filter((file) => !isSlow(file))).toEqual([]);
});
