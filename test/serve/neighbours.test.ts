import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { addToken, readTokens } from '../../serve/access/tokens.js';
import type { ServeOptions } from '../../serve/serve.js';
import { tempData } from '../temp-folder.js';
import { madeArchive } from '../transform/made-archive.js';
import { askJobs } from './ask-jobs.js';
import { serveData } from './served.js';

/** Serves without a lake, with a token. */
async function serveWithToken(options: Partial<ServeOptions> = {}) {
  const data = await tempData();
  const file = join(data.root, 'tokens.json');
  const token = await addToken(file, 'ci', 'run');
  const { url } = await serveData(data, { tokens: () => readTokens(file, {}), ...options });
  return { ...askJobs(url, token), url, data, token };
}

/** Takes connections and never answers. */
async function silentServer(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket.on('error', () => {})));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/f1`;
}

async function statusFor(url: string, host: string): Promise<number | undefined> {
  const asked = request(`${url}/health`, { headers: { host } }).end();
  const [answer] = await once(asked, 'response');
  answer.resume();
  return answer.statusCode;
}

test.each([
  ['localhost:8787', 200],
  ['LOCALHOST', 200],
  ['127.0.0.1', 200],
  ['[::1]:8787', 200],
  ['evil.example', 421],
  ['127.0.0.1.evil.example:8787', 421],
  ['localhost.evil.example', 421],
  ['192.168.0.5', 421],
])('on loopback the name %s gets %i', async (host, status) => {
  const { url } = await serveWithToken();
  expect(await statusFor(url, host)).toBe(status);
});

test('a server for all addresses takes any name', async () => {
  const { url } = await serveWithToken({ host: '0.0.0.0' });
  expect(await statusFor(url.replace('0.0.0.0', '127.0.0.1'), 'f1.example')).toBe(200);
});

test("pages of other sites may read Jolpica's answers, and nothing that needs a token", async () => {
  const { url, token } = await serveWithToken();
  const headers = { origin: 'http://evil.example', authorization: `Bearer ${token}` };
  const allowed = async (path: string, method = 'GET') => {
    const answer = await fetch(url + path, { method, headers });
    return answer.headers.get('access-control-allow-origin');
  };
  expect(await allowed('/ergast/f1/drivers/')).toBe('*');
  for (const path of ['runs', 'status', 'targets', 'diff', 'query', 'tables', 'overview']) {
    expect(await allowed(`/api/v1/${path}`), path).toBeNull();
    expect(await allowed(`/api/v1/${path}`, 'OPTIONS'), path).toBeNull();
  }
});

test('after 20 wrong tokens an address waits for the next minute, with a right one too', async () => {
  let now = new Date('2026-07-27T12:00:15Z');
  const { ask } = await serveWithToken({ clock: { now: () => now, lookEveryMs: 60_000 } });
  for (let count = 0; count < 20; count += 1) {
    expect((await ask('GET', '', undefined, `guess-${count}`)).status).toBe(401);
  }
  const refused = await ask('GET');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '45']);
  expect(await refused.json()).toMatchObject({ code: 'TOKEN_GUESSED' });
  now = new Date('2026-07-27T12:01:00Z');
  expect((await ask('GET')).status).toBe(200);
});

async function open(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

test('a request that never ends, and a connection without one, are closed', async () => {
  const connections = { most: 100, requestWithinMs: 200, idleMs: 400 };
  const { url } = await serveWithToken({ connections });
  const slow = await open(url);
  slow.write('POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{');
  const idle = await open(url);
  expect(await text(slow)).toMatch(/^HTTP\/1\.1 4/);
  // Ends, which is the point, with or without a word.
  expect(await text(idle)).toMatch(/^$|^HTTP\/1\.1 408 /);
});

test('more connections than may be are closed, and the others go on', async () => {
  const connections = { most: 3, requestWithinMs: 30_000, idleMs: 60_000 };
  const { url } = await serveWithToken({ connections });
  const held = [await open(url), await open(url), await open(url)];
  expect(await text(await open(url))).toBe('');
  held[0]?.destroy();
  held[1]?.write('GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect(await text(held[1] as Socket)).toMatch(/^HTTP\/1\.1 200 /);
});

/** A job that runs until it is cancelled: its server never answers. */
async function serveEndlessJob() {
  const served = await serveWithToken({ baseUrl: await silentServer() });
  await madeArchive(served.data.archive);
  const job = await served.start({ kind: 'extract' });
  return { ...served, job };
}

test('clients that leave the events of a job leave nothing behind', async () => {
  const { ask, job, ended } = await serveEndlessJob();
  const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
  const follow = async () => {
    const { body } = await ask('GET', `/${job.id}/events`);
    const reader = body?.getReader();
    await reader?.read();
    return reader;
  };
  await (await follow())?.cancel();
  const before = timers();
  const readers = await Promise.all(Array.from({ length: 100 }, follow));
  expect(timers()).toBeGreaterThan(before + 90);
  await Promise.all(readers.map((reader) => reader?.cancel()));
  // Each has a timer of its own while it lives.
  await expect.poll(timers, { timeout: 60_000 }).toBeLessThan(before + 50);
  await ask('DELETE', `/${job.id}`);
  await ended(job.id);
});

test('a job may be cancelled by many at once, and another started meanwhile', async () => {
  const { ask, job, ended } = await serveEndlessJob();
  const cancel = () => ask('DELETE', `/${job.id}`);
  const start = () => ask('POST', '', { kind: 'extract' });
  const asked = [cancel(), cancel(), start(), cancel(), start(), cancel()];
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses.every((status) => [202, 409].includes(status))).toBe(true);
  expect(statuses).toContain(202);
  expect(await ended(job.id)).toMatchObject({ state: 'cancelled' });
  expect((await cancel()).status).toBe(409);
  // One of the two may have begun: then only one.
  const { runs } = (await (await ask('GET')).json()) as { runs: { id: string }[] };
  expect(runs.length).toBeLessThanOrEqual(2);
  for (const { id } of runs) await ask('DELETE', `/${id}`);
});
