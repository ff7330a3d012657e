import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { dataFolder } from '../../../disk/data-folder.js';
import { EXIT } from '../../../fault/fault.js';
import { addTarget } from '../../../load/postgres/add-target.js';
import { startServer } from '../../../load/postgres/embedded/embedded-postgres.js';
import { addToken, readTokens } from '../../../serve/access/tokens.js';
import { serve } from '../../../serve/serve.js';
import { makeScratchFolder, removeScratchFolder, urlOf, withSql } from '../../load/scratch.js';
import { runCli } from '../../run-cli.js';
import { driverNamed, madeArchive, ONE_RACE } from '../../transform/made-archive.js';
import { askJobs } from '../ask-jobs.js';

const NEWER = '20260728T000000Z-00000002';
const TWO_DRIVERS = {
  ...ONE_RACE,
  drivers: [{ DriverTable: { Drivers: [driverNamed('farina'), driverNamed('fangio')] } }],
};

let runs: ReturnType<typeof askJobs>;
let folder = '';
let twin = '';
let closeServer = async () => {};

beforeAll(async () => {
  [folder, twin] = await Promise.all([makeScratchFolder(), makeScratchFolder()]);
  vi.stubEnv('XDG_CONFIG_HOME', join(folder, 'config'));
  const file = join(folder, 'tokens.json');
  const token = await addToken(file, 'ci', 'run');
  const where = { data: dataFolder(folder), host: '127.0.0.1', port: 0 };
  const server = await serve({ ...where, tokens: () => readTokens(file, {}) }, silentProgress);
  closeServer = () => server.close();
  runs = askJobs(server.url, token);
});

afterAll(async () => {
  await closeServer();
  await Promise.all([folder, twin].map(removeScratchFolder));
  vi.unstubAllEnvs();
});

async function runJob(kind: string, options: object = {}) {
  const { id } = await runs.start({ kind, options });
  return runs.ended(id);
}

async function refusalOf(kind: string, options: object) {
  const response = await runs.ask('POST', '', { kind, options });
  return [response.status, await response.json()];
}

async function resultOfJob(kind: string, options: object = {}): Promise<unknown> {
  const { state, result, fault } = await runJob(kind, options);
  expect([state, fault]).toEqual(['done', undefined]);
  return alike(result, folder);
}

async function resultOfCommand(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await runCli(...args, '--data', twin, '--json');
  expect(code, stderr).toBe(0);
  return alike(JSON.parse(stdout), twin);
}

/** Without what differs between two folders at two times: seconds, the folder, the port. */
function alike(result: unknown, where: string): unknown {
  const kept = (key: string, value: unknown) => {
    if (typeof value === 'string') return value.replaceAll(where, 'DATA');
    return /seconds$|^port$/i.test(key) ? typeof value : value;
  };
  return JSON.parse(JSON.stringify(result, kept));
}

async function driversHeld(): Promise<unknown[]> {
  const server = await startServer(dataFolder(folder).postgres);
  const refs = await withSql(urlOf(server, {}), (sql) => sql`select ref from lyzer.driver`);
  return refs.map(({ ref }) => ref).sort();
}

async function archiveOf(lists: Record<string, object[]> = ONE_RACE, id?: string) {
  for (const where of [folder, twin]) await madeArchive(dataFolder(where).archive, lists, id);
}

test('pipeline, load and rollback give what the commands give, and bring the rows back', async () => {
  await archiveOf();
  const both = (job: Promise<unknown>, command: Promise<unknown>) => Promise.all([job, command]);
  const results = [await both(resultOfJob('pipeline'), resultOfCommand('pipeline'))];
  expect(await driversHeld()).toEqual(['farina']);
  await archiveOf(TWO_DRIVERS, NEWER);
  results.push(await both(resultOfJob('transform'), resultOfCommand('transform')));
  results.push(await both(resultOfJob('plan'), resultOfCommand('plan')));
  results.push(await both(resultOfJob('load'), resultOfCommand('load')));
  expect(await driversHeld()).toEqual(['fangio', 'farina']);
  const command = resultOfCommand('rollback', '--to', '1');
  results.push(await both(resultOfJob('rollback', { to: 1 }), command));
  expect(await driversHeld()).toEqual(['farina']);
  const byJob = results.map(([job]) => job);
  expect(byJob).toEqual(results.map(([, given]) => given));
  expect(byJob).toMatchObject([
    { load: { loadId: 1, unchanged: false } },
    { snapshot: NEWER },
    { snapshot: NEWER, differs: true, lastLoad: 1 },
    { loadId: 2, snapshot: NEWER },
    { loadId: 3, rolledBackTo: 1 },
  ]);
});

test('an unconfirmed change of production is refused at once, as is an unknown target', async () => {
  vi.stubEnv('PROD_PASSWORD', 'pw');
  await addTarget({
    ...{ name: 'prod', url: 'postgres://ann@127.0.0.1:9/f1', production: true, schemaPrefix: '' },
    ...{ host: undefined, port: undefined, database: undefined, user: undefined },
    ...{
      passwordEnv: 'PROD_PASSWORD',
      passwordFile: undefined,
      neverAsk: false,
      ssl: 'disable',
      sslCa: undefined,
      sslCert: undefined,
      sslKey: undefined,
    },
  });
  const before = await runs.list();
  const refused = [409, { code: 'NOT_CONFIRMED' }];
  expect(await refusalOf('load', { target: 'prod' })).toMatchObject(refused);
  expect(await refusalOf('pipeline', { target: 'prod' })).toMatchObject(refused);
  expect(await refusalOf('rollback', { target: 'prod', to: 1 })).toMatchObject(refused);
  expect(await refusalOf('load', { target: 'nowhere' })).toMatchObject([
    404,
    { code: 'TARGET_UNKNOWN', detail: expect.stringContaining("'nowhere'") },
  ]);
  // Nothing was accepted, to fail later.
  expect(await runs.list()).toEqual(before);
  const { code, stderr } = await runCli('load', '--target', 'prod', '--data', twin);
  expect([code, stderr]).toEqual([EXIT.refused, expect.stringContaining('NOT_CONFIRMED')]);
  // With a yes it goes on to the server, which is not there.
  const { fault } = await runJob('load', { target: 'prod', yes: true });
  expect(fault?.code).toMatch(/^TARGET_/);
  expect(await runJob('rollback', { to: 99 })).toMatchObject({ fault: { code: 'LOAD_UNKNOWN' } });
});

test('a load that is cancelled while it waits leaves the rows, and the next goes on', async () => {
  const { postgres } = dataFolder(folder);
  const url = urlOf(await startServer(postgres), {});
  const before = await driversHeld();
  await withSql(url, async (sql) => {
    await sql.begin(async (held) => {
      await held`lock table lyzer.driver in access exclusive mode`;
      const { id } = await runs.start({ kind: 'load', options: { snapshot: NEWER } });
      await vi.waitUntil(
        async () =>
          (
            await held`
        select from pg_locks where not granted`
          ).length > 0,
        { timeout: 1_200_000 },
      );
      expect((await runs.ask('DELETE', `/${id}`)).status).toBe(202);
      expect(await runs.ended(id)).toMatchObject({ state: 'cancelled' });
    });
  });
  expect(await driversHeld()).toEqual(before);
  expect(await runJob('load', { snapshot: NEWER })).toMatchObject({ state: 'done' });
  expect(await driversHeld()).toEqual(['fangio', 'farina']);
});

test('a job that would remove much is refused, until it says that it may', async () => {
  await runJob('load', { snapshot: NEWER });
  await archiveOf({ seasons: ONE_RACE.seasons ?? [] }, '20260729T000000Z-00000003');
  await runJob('transform');
  const refused = { state: 'failed', fault: { code: 'REMOVALS_REFUSED' } };
  expect(await runJob('load', { yes: true })).toMatchObject(refused);
  expect(await runJob('pipeline')).toMatchObject(refused);
  expect(await driversHeld()).toEqual(['fangio', 'farina']);
  await resultOfJob('load', { allowRemovals: true });
  expect(await driversHeld()).toEqual([]);
});
