import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DataFolder, dataFolder } from '../../disk/data-folder.js';
import { readLakeHead } from '../../transform/lake/lake.js';
import { removeScratchFolder, startScratchServer, withSql } from '../load/scratch.js';
import { startCli } from '../run-cli.js';
import { madeArchive } from '../transform/made-archive.js';
import { ALL_RUN, ONE_OF_TWO_RUN } from './made-history.js';

const OLDER = '20260101T000000Z-00000001';
const NEWER = '20260727T181500Z-1f0c9a22';
const NEWEST = '20260801T120000Z-00000003';

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let data: DataFolder;
let url: string;
let env: Record<string, string>;

// One data folder's life with a production target, each test going on where the one before ended.
beforeAll(async () => {
  scratch = await startScratchServer();
  url = await scratch.newDatabase();
  // Not the server's own folder: here, the embedded Postgres was never started.
  data = dataFolder(join(scratch.folder, 'other'));
  const { host, port, user, password } = scratch.server;
  env = { XDG_CONFIG_HOME: join(scratch.folder, 'config'), PROD_PASSWORD: password };
  const database = new URL(url).pathname;
  const added = await run(
    ...['target', 'add', 'prod', '--production', '--ssl', 'disable', '--password-env'],
    ...['PROD_PASSWORD', '--url', `postgres://${user}@${host}:${port}${database}`],
  );
  expect(added.stderr).toBe('');
  await madeArchive(data.archive, ALL_RUN, OLDER);
});
afterAll(() => removeScratchFolder(scratch.folder));

function run(...args: string[]) {
  return startCli([...args, '--data', data.root], { env }).closed;
}

/** The command that `status` names as the next. */
async function nextCommand(): Promise<string | null> {
  const { code, stdout, stderr } = await run('status', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { next } = JSON.parse(stdout);
  return next?.command.replace(` --data '${data.root}'`, '').replace(/ --$/, '') ?? null;
}

async function loadedSnapshots(): Promise<string[]> {
  const { stdout } = await run('history', '--target', 'prod', '--json');
  return JSON.parse(stdout).loads.map(({ snapshot }: { snapshot: string }) => snapshot);
}

describe('pipeline --target', () => {
  test('is refused for production when nobody can be asked, before any work', async () => {
    expect(await nextCommand()).toBe('npm run pipeline');
    const { code, stdout, stderr } = await run('pipeline', '--target', 'prod');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^NOT_CONFIRMED: target 'prod' [^\n]+\n$/);
    expect(await readLakeHead(data.lake)).toBeUndefined();
  });

  test('takes the archive all the way, and starts no server of its own', async () => {
    const { code, stdout } = await run('pipeline', '--target', 'prod', '--yes');
    expect(code).toBe(0);
    expect(stdout).toContain("into target 'prod'");
    expect(stdout).not.toContain('Postgres stays up');
    const rows = await withSql(url, (sql) => sql`select ref from lyzer.driver`);
    expect(rows).toEqual([{ ref: 'farina' }]);
    expect(await readdir(data.root)).not.toContain('postgres');
    expect(await nextCommand()).toBeNull();
  });

  test('refuses an unknown target before any work', async () => {
    const { code, stderr } = await run('pipeline', '--target', 'prdo');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^TARGET_UNKNOWN: /);
  });
});

describe('an archive that is newer than the lake', () => {
  test.each([['load', '--yes'], ['load', '--plan'], ['plan']])(
    '%s %s says so, and names the one command',
    async (...args) => {
      await madeArchive(data.archive, ALL_RUN, NEWER);
      const { code, stdout, stderr } = await run(...args, '--target', 'prod');
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toMatch(/^LAKE_STALE: [^\n]+\n$/);
      expect(stderr).toContain(`newest snapshot is '${NEWER}', the lake is of '${OLDER}'`);
      expect(stderr).toContain("run 'npm run pipeline -- --target prod'");
      expect(await loadedSnapshots()).toEqual([OLDER]);
    },
  );

  test('is no hindrance with --stale-ok, or where the lake is named', async () => {
    const stale = await run('load', '--target', 'prod', '--yes', '--stale-ok', '--json');
    expect(JSON.parse(stale.stdout)).toMatchObject({ snapshot: OLDER, unchanged: true });
    const named = await run('plan', '--target', 'prod', '--snapshot', OLDER, '--json');
    expect(JSON.parse(named.stdout)).toMatchObject({ snapshot: OLDER, differs: false });
  });

  test('status: the pipeline is next; it is enough', async () => {
    expect(await nextCommand()).toBe('npm run pipeline');
    expect((await run('pipeline', '--target', 'prod', '--yes')).code).toBe(0);
    expect(await loadedSnapshots()).toEqual([NEWER, OLDER]);
    expect(await nextCommand()).toBeNull();
  });
});

test('status: a load is next where only a target is behind, before an extraction', async () => {
  await madeArchive(data.archive, ONE_OF_TWO_RUN, NEWEST);
  expect(await nextCommand()).toBe('npm run pipeline');
  expect((await run('transform')).code).toBe(0);
  expect(await nextCommand()).toBe('npm run load -- --target prod');
  expect((await run('load', '--target', 'prod', '--yes')).code).toBe(0);
  expect(await nextCommand()).toBe('npm run extract');
});
