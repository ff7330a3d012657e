import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { silentProgress } from '../../../command/progress.js';
import { type DataFolder, dataFolder } from '../../../disk/data-folder.js';
import { load } from '../../../load/load.js';
import { planLoad } from '../../../load/plan.js';
import { findLake, LAKE_DATABASE, readLake } from '../../../transform/lake/lake.js';
import { query } from '../../../transform/lake/query.js';
import { transform } from '../../../transform/transform.js';
import { makeScratchFolder, removeScratchFolder } from '../../load/scratch.js';
import { runCli } from '../../run-cli.js';
import { serveData } from '../../serve/served.js';
import { madeArchive } from '../made-archive.js';

const DRIVERS = join('lyzer', 'driver.parquet');

let data: DataFolder;
let lake: string;

beforeAll(async () => {
  data = dataFolder(await makeScratchFolder());
  await madeArchive(data.archive);
  ({ lake } = await transform({ data }, silentProgress));
});
afterAll(() => removeScratchFolder(data.root));

function run(...args: string[]) {
  return runCli(...args, '--data', data.root);
}

const readySchema = z.looseObject({ builtAt: z.string().optional() });

const DAMAGES: Readonly<Record<string, (file: string) => Promise<void>>> = {
  empty: (file) => writeFile(file, ''),
  cut: (file) => truncate(file, 300),
  missing: (file) => rm(file),
};

test('an empty lyzer.duckdb: every command names it, status the way out, transform heals', async () => {
  const file = join(lake, LAKE_DATABASE);
  await writeFile(file, '');
  for (const args of [['query', 'from driver'], ['load']]) {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^LAKE_DAMAGED: [^\n]+; run 'npm run transform' to make the lake anew\n$/,
    );
    expect(stderr).toContain(`'${file}' has 0 bytes`);
  }
  const { stdout } = await run('status', '--json');
  expect(JSON.parse(stdout).next.command).toMatch(/^npm run pipeline /);
  expect((await run('transform')).stdout).toMatch(/^Made /);
  const healed = await run('query', 'select ref from driver', '--format', 'csv');
  expect(healed.stdout).toBe('ref\nfarina\n');
});

test.each([
  ['cut', LAKE_DATABASE],
  ['missing', LAKE_DATABASE],
  ['empty', DRIVERS],
  ['cut', DRIVERS],
  ['missing', DRIVERS],
])('a file that is %s (%s) is named by what reads the lake; transform heals', async (how, name) => {
  const file = join(lake, name);
  await DAMAGES[how]?.(file);
  for (const work of [
    () => query({ data, sql: 'from driver' }, async () => {}),
    () => load({ data }, silentProgress),
    () => planLoad({ data }, silentProgress),
  ]) {
    const named = `^LAKE_DAMAGED: .*'${file}'.*; run 'npm run transform' to make the lake anew$`;
    await expect(work()).rejects.toThrow(new RegExp(named));
  }
  expect(await transform({ data }, silentProgress)).toMatchObject({ repeated: false, lake });
  await query({ data, sql: 'from driver' }, async ({ columns }) => expect(columns).not.toEqual([]));
});

test.each([LAKE_DATABASE, DRIVERS])(
  'one other byte in %s: transform makes it anew',
  async (name) => {
    const file = join(lake, name);
    const bytes = await readFile(file);
    const at = bytes.length >> 1;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(file, bytes);
    expect(await transform({ data }, silentProgress)).toMatchObject({ repeated: false });
    expect(await transform({ data }, silentProgress)).toMatchObject({ repeated: true });
  },
);

test('a lake of a version that recorded no files is made anew', async () => {
  const file = join(lake, 'lake.json');
  const { files: _, ...former } = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...former, format: 2 }));
  expect((await run('query', 'from driver')).stderr).toMatch(
    /^LAKE_DAMAGED: '[^']+lake\.json' is not a lake of this version [^\n]+'npm run transform'/,
  );
  expect(await transform({ data }, silentProgress)).toMatchObject({ repeated: false });
});

test('a HEAD that was cut to nothing is written anew', async () => {
  await writeFile(join(data.lake, 'HEAD'), '');
  expect((await run('query', 'from driver')).stderr).toMatch(/^LAKE_EMPTY: no lake in /);
  expect(await transform({ data }, silentProgress)).toMatchObject({ repeated: true });
  expect((await run('query', 'select 1')).code).toBe(0);
});

test('of an older lake, the fault names the snapshot to transform', async () => {
  const older = '20260101T000000Z-00000001';
  const { archive } = data;
  const newest = (await readFile(join(archive, 'HEAD'), 'utf8')).trim();
  await madeArchive(archive, undefined, older);
  await writeFile(join(archive, 'HEAD'), `${newest}\n`);
  const made = await transform({ data, snapshot: older }, silentProgress);
  await rm(join(made.lake, DRIVERS));
  await expect(findLake(data.lake, older)).rejects.toThrow(
    `run 'npm run transform -- --snapshot ${older}' to make the lake anew`,
  );
});

test('serve says which file is damaged, and takes up the lake each time it is made anew', async () => {
  await writeFile(join(lake, LAKE_DATABASE), '');
  const { url } = await serveData(data);
  const ready = async () => {
    const response = await fetch(new URL('/ready', url));
    return { status: response.status, ...readySchema.parse(await response.json()) };
  };
  expect(await ready()).toMatchObject({
    status: 503,
    detail: expect.stringMatching(
      /^LAKE_DAMAGED: '.+lyzer\.duckdb' has 0 bytes, \d+ were written; run 'npm run transform'/,
    ),
  });
  const healed = async () => {
    await transform({ data }, silentProgress);
    const { builtAt } = await readLake(data.lake);
    await expect.poll(ready, { timeout: 20_000 }).toMatchObject({ status: 200, builtAt });
  };
  await healed();
  await truncate(join(lake, DRIVERS), 300);
  await healed();
});
