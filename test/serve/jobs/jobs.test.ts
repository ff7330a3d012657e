import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { addToken, findToken, readTokens } from '../../../serve/access/tokens.js';
import type { Job } from '../../../serve/jobs/job-file.js';
import { jobSchema } from '../../../serve/jobs/job-file.js';
import { transform } from '../../../transform/transform.js';
import { copyOneRace } from '../../shared/lakes.js';
import { tempData } from '../../temp-folder.js';
import { driverNamed, madeArchive, ONE_RACE } from '../../transform/made-archive.js';
import { askJobs } from '../ask-jobs.js';
import { serveData } from '../served.js';

const NEWER = '20260728T000000Z-00000002';

async function serveJobs() {
  const data = await tempData();
  await copyOneRace(data);
  const file = join(data.root, 'tokens.json');
  const runToken = await addToken(file, 'ci', 'run');
  const readToken = await addToken(file, 'watcher', 'read');
  const tokens = () => readTokens(file, {});
  const server = await serveData(data, { tokens, baseUrl: 'http://127.0.0.1:9/f1' });
  const { ask, start, ended } = askJobs(server.url, runToken);
  return { data, server, ask, start, ended, tokens, readToken };
}

test('a job does what the command does, and its lake is served when it is done', async () => {
  const { data, server, start, ended } = await serveJobs();
  const drivers = { DriverTable: { Drivers: [driverNamed('farina'), driverNamed('fangio')] } };
  await madeArchive(data.archive, { ...ONE_RACE, drivers: [drivers] }, NEWER);
  const { id } = await start({ kind: 'transform' });
  expect(await ended(id)).toMatchObject({
    state: 'done',
    by: 'ci',
    result: { snapshot: NEWER, repeated: false },
  });
  const response = await fetch(`${server.url}/api/v1/tables/driver`);
  expect(await response.json()).toMatchObject({ snapshot: NEWER, total: 2 });
  expect(await transform({ data }, silentProgress)).toMatchObject({ repeated: true });
});

test('one job at a time; cancelling one leaves everything whole', async () => {
  const { data, ask, start, ended } = await serveJobs();
  // At that rate it waits for an hour, and nobody answers there anyway.
  const { id } = await start({ kind: 'extract', options: { rate: '1/h' } });
  const second = await ask('POST', '', { kind: 'transform' });
  expect([second.status, await second.json()]).toMatchObject([409, { code: 'RUN_BUSY' }]);
  expect((await ask('DELETE', `/${id}`)).status).toBe(202);
  expect(await ended(id)).toMatchObject({ state: 'cancelled' });
  expect(await readdir(data.archive)).not.toContain('lock');
  const { id: next } = await start({ kind: 'transform' });
  expect(await ended(next)).toMatchObject({ state: 'done', result: { repeated: true } });
});

test('a job that fails says why in one sentence', async () => {
  const { start, ended } = await serveJobs();
  const snapshot = '20200101T000000Z-00000000';
  const { id } = await start({ kind: 'transform', options: { snapshot } });
  expect(await ended(id)).toMatchObject({
    state: 'failed',
    fault: { code: 'SNAPSHOT_UNKNOWN', detail: expect.stringContaining(snapshot) },
  });
});

test('progress comes as events until the end', async () => {
  const { ask, start, data } = await serveJobs();
  await madeArchive(data.archive, ONE_RACE, NEWER);
  const { id } = await start({ kind: 'transform' });
  const response = await ask('GET', `/${id}/events`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events = (await response.text()).split('\n\n').filter((event) => /^event/.test(event));
  const runs = events.map((event) => {
    const [, json = ''] = /^event: run\ndata: (.*)$/.exec(event) ?? [];
    return jobSchema.parse(JSON.parse(json));
  });
  expect(runs.length).toBeGreaterThan(1);
  expect(runs.at(-1)).toMatchObject({ id, state: 'done' });
});

test('jobs are kept over a restart; one that a dead process left is told as interrupted', async () => {
  const { data, server, start, ended, tokens } = await serveJobs();
  const { id } = await start({ kind: 'transform' });
  const done = await ended(id);
  await server.close();
  const left: Job = { ...done, id: '20260101T000000Z-0000000a', state: 'running' };
  await writeFile(join(data.root, 'runs', `${left.id}.json`), JSON.stringify(left));
  await writeFile(join(data.root, 'runs', 'notes.txt'), 'not ours');
  await serveData(data, { tokens });
  const kept = JSON.parse(await readFile(join(data.root, 'runs', `${left.id}.json`), 'utf8'));
  expect(kept).toMatchObject({ state: 'interrupted' });
  expect(JSON.parse(await readFile(join(data.root, 'runs', `${id}.json`), 'utf8'))).toEqual(done);
});

test('what a stage would refuse is refused at once', async () => {
  const { ask } = await serveJobs();
  const refusals: [object, string][] = [
    [{ kind: 'rm' }, 'REQUEST_INVALID'],
    [{ kind: 'extract', options: { baseUrl: 'http://127.0.0.1' } }, 'REQUEST_INVALID'],
    [{ kind: 'extract', options: { rate: 'fast' } }, 'RATE_INVALID'],
    [{ kind: 'extract', options: { rate: 'off' } }, 'RATE_TOO_FAST'],
    [{ kind: 'extract', options: { rate: '5/s,500/h' } }, 'RATE_TOO_FAST'],
    [{ kind: 'transform', options: { snapshot: '../../etc/passwd' } }, 'REQUEST_INVALID'],
    [{ kind: 'transform', options: { threads: 0 } }, 'REQUEST_INVALID'],
  ];
  for (const [body, code] of refusals) {
    const response = await ask('POST', '', body);
    expect([response.status, await response.json()]).toMatchObject([400, { code }]);
  }
});

test('only a right token opens the jobs, and only one of scope run starts them', async () => {
  const { ask, readToken } = await serveJobs();
  const body = { kind: 'transform' };
  for (const token of ['', 'x', `${readToken}x`, readToken.toLowerCase(), 'a'.repeat(5_000)]) {
    expect((await ask('POST', '', body, token)).status).toBe(401);
    expect((await ask('GET', '', undefined, token)).status).toBe(401);
  }
  expect((await ask('GET', '', undefined, readToken)).status).toBe(200);
  expect((await ask('POST', '', body, readToken)).status).toBe(403);
  expect((await ask('DELETE', '/x', undefined, readToken)).status).toBe(403);
});

test('a token counts as soon as it is made, and no longer than it is there', async () => {
  const data = await tempData();
  const file = join(data.root, 'tokens.json');
  const { url } = await serveData(data, { tokens: () => readTokens(file, {}) });
  const statusFor = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${url}/api/v1/runs`, { headers })).status;
  };
  expect(await statusFor('none')).toBe(403);
  const first = await addToken(file, 'first', 'run');
  const second = await addToken(file, 'second', 'read');
  expect([await statusFor(first), await statusFor(second)]).toEqual([200, 200]);
  const renewed = await addToken(file, 'first', 'run');
  expect([await statusFor(first), await statusFor(renewed)]).toEqual([401, 200]);
  const { tokens } = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ tokens: tokens.slice(1) }));
  expect([await statusFor(second), await statusFor(renewed)].sort()).toEqual([200, 401]);
  // A file that cannot be read opens nothing.
  await writeFile(file, '{');
  expect([await statusFor(second), await statusFor(renewed)]).toEqual([500, 500]);
});

test('without any token jobs are off', async () => {
  const data = await tempData();
  const server = await serveData(data);
  const response = await fetch(`${server.url}/api/v1/runs`);
  expect([response.status, await response.json()]).toMatchObject([403, { code: 'RUNS_OFF' }]);
});

test('of a token only its hash is kept, where only its owner may read', async () => {
  const { root } = await tempData();
  const folder = join(root, 'config');
  await mkdir(folder);
  const file = join(folder, 'tokens.json');
  const former = await addToken(file, 'ci', 'read');
  const token = await addToken(file, 'ci', 'run');
  const text = await readFile(file, 'utf8');
  expect(text).not.toContain(token);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const tokens = await readTokens(file, {});
  expect(findToken(tokens, token)).toMatchObject({ name: 'ci', scope: 'run' });
  expect(findToken(tokens, former)).toBeUndefined();
});
