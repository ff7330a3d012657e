import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { dataFolder } from '../../disk/data-folder.js';
import { readHistory } from '../../load/history.js';
import { addTarget } from '../../load/postgres/add-target.js';
import { stopServer } from '../../load/postgres/embedded/embedded-postgres.js';
import { findTarget } from '../../load/postgres/find-target.js';
import { serve } from '../../serve/serve.js';
import { smallHistory } from '../load/fixture-lake.js';
import { loadRows } from '../load/load-rows.js';
import { makeScratchFolder, removeScratchFolder, startScratchServer } from '../load/scratch.js';

const TOKEN = 'a-reader';
const SECRET = 'Xq7-targets-secret';
const EVERY_ROUTE = [
  'targets',
  'status',
  'targets/prod/history',
  'targets/prod/migrations',
  'diff?from=20260727T000000Z-00000001&to=20260728T000000Z-00000002',
];

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let folder = '';
let url = '';
let close = async () => {};

beforeAll(async () => {
  [scratch, folder] = await Promise.all([startScratchServer(), makeScratchFolder()]);
  vi.stubEnv('XDG_CONFIG_HOME', join(folder, 'config'));
  vi.stubEnv('PROD_PASSWORD', scratch.server.password);
  await saveTarget('prod', await scratch.newDatabase(), true);
  vi.stubEnv('GONE_PASSWORD', SECRET);
  await saveTarget('gone', 'postgres://ann@127.0.0.1:9/f1', false, 'GONE_PASSWORD');
  const sha256 = createHash('sha256').update(TOKEN).digest('hex');
  const where = { data: dataFolder(folder), host: '127.0.0.1', port: 0 };
  const tokens = async () => [{ name: 'reader', scope: 'read' as const, sha256 }];
  const server = await serve({ ...where, tokens }, silentProgress);
  url = server.url;
  close = () => server.close();
});
afterAll(async () => {
  await close();
  await Promise.all([scratch.folder, folder].map(removeScratchFolder));
  vi.unstubAllEnvs();
});

async function saveTarget(
  name: string,
  at: string,
  production: boolean,
  passwordEnv = 'PROD_PASSWORD',
) {
  const { username, host, pathname } = new URL(at);
  await addTarget({
    ...{ name, url: `postgres://${username}@${host}${pathname}`, production, schemaPrefix: '' },
    ...{ host: undefined, port: undefined, database: undefined, user: undefined },
    ...{
      passwordEnv,
      passwordFile: undefined,
      neverAsk: false,
      ssl: 'disable',
      sslCa: undefined,
      sslCert: undefined,
      sslKey: undefined,
    },
  });
}

/** All that was answered. */
let said = '';
beforeEach(() => {
  said = '';
});

async function ask(path: string, token = TOKEN) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/api/v1/${path}`, { headers });
  const text = await response.text();
  said += text;
  return { status: response.status, body: JSON.parse(text) };
}

test.each(EVERY_ROUTE)('%s wants a token', async (path) => {
  expect((await fetch(`${url}/api/v1/${path}`)).status).toBe(401);
  expect((await ask(path, 'another')).status).toBe(401);
});

test('targets are told by name alone', async () => {
  expect(await ask('targets')).toEqual({
    status: 200,
    body: {
      targets: [
        { name: 'local', isProduction: false },
        { name: 'prod', isProduction: true },
        { name: 'gone', isProduction: false },
      ],
    },
  });
});

test("a target's loads and migrations are those that the commands show", async () => {
  expect(await ask('targets/prod/history')).toEqual({
    status: 200,
    body: { target: 'prod', loads: [] },
  });
  const before = (await ask('targets/prod/migrations')).body;
  expect(before).toMatchObject({ target: 'prod', applied: 0 });
  const target = await findTarget('prod');
  if (target === undefined) throw new Error('no target');
  await loadRows(folder, target, 'good', smallHistory(), { confirmed: true });
  const after = (await ask('targets/prod/migrations')).body;
  expect(after).toEqual({ target: 'prod', applied: before.pending.length, pending: [] });
  const data = dataFolder(folder);
  const { loads } = await readHistory({ data, target }, silentProgress);
  expect((await ask('targets/prod/history')).body).toEqual({ target: 'prod', loads });
  expect(loads).toMatchObject([{ id: 1, snapshot: 'good' }]);
});

test('a target that is unknown, does not answer or does not run is told with its code', async () => {
  expect(await ask('targets/nowhere/history')).toMatchObject({
    status: 404,
    body: { code: 'TARGET_UNKNOWN' },
  });
  expect(await ask('targets/gone/migrations')).toMatchObject({
    status: 503,
    body: { code: 'TARGET_UNREACHABLE' },
  });
  // Reading starts no server.
  expect(await ask('targets/local/history')).toMatchObject({
    status: 503,
    body: { code: 'DB_STOPPED' },
  });
  expect((await ask('targets/..%2f/history')).status).toBe(400);
  vi.stubEnv('GONE_PASSWORD', '');
  expect(await ask('targets/gone/history')).toMatchObject({
    status: 409,
    body: { code: 'TARGET_PASSWORD' },
  });
  vi.stubEnv('GONE_PASSWORD', SECRET);
});

test('the status has archive, lake and targets, without a folder, an address or a password', async () => {
  const { status, body } = await ask('status');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    archive: { isSeed: true, lastRace: { season: 2026 } },
    lake: { snapshot: 'good' },
    targets: [
      { name: 'local', is: 'unmade' },
      { name: 'prod', is: 'running', lastLoad: { id: 1 } },
      { name: 'gone', lastLoad: { fault: expect.stringMatching(/^TARGET_UNREACHABLE/) } },
    ],
    next: { command: expect.stringContaining('npm run') },
  });
  for (const secret of [SECRET, scratch.server.password, '"where"', '"folder"']) {
    expect(said).not.toContain(secret);
  }
});

test('a damaged file of targets is told, and the server goes on', async () => {
  await stopServer(dataFolder(folder).postgres);
  await writeFile(join(folder, 'config', 'lyzer-etl', 'targets.json'), '{');
  expect(await ask('targets')).toMatchObject({ status: 503, body: { code: 'TARGETS_DAMAGED' } });
  expect((await ask('status')).status).toBe(200);
});
