import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { serveOneRace } from './served.js';

const served = serveOneRace();

/** Sends bytes as they are, without a client that mends them first, and gives all that comes back. */
async function send(bytes: string): Promise<string> {
  const socket = await open();
  socket.write(bytes);
  return text(socket);
}

async function open(): Promise<Socket> {
  const { port } = new URL(served.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

async function isWell(): Promise<boolean> {
  return (await fetch(`${served.url}/ergast/f1/drivers/`)).ok;
}

test.each([
  '/ergast/f1/../../../etc/passwd/',
  '/ergast/f1/..%2f..%2f..%2fetc%2fpasswd/',
  '/ergast/f1/%2e%2e/%2e%2e/lake/HEAD/',
  '/api/v1/tables/..%2f..%2fHEAD',
  '/api/v1/runs/..%2f..%2fHEAD',
  '/docs/static/..%2f..%2f..%2fpackage.json',
  '/docs/static/../../../../package.json',
  '/%00',
  '/ergast/f1/%00/',
  '/%zz',
  '//etc/passwd',
  '/ergast/f1/drivers/%F0%9F%8F%8E/results/',
  `/${'a'.repeat(10_000)}`,
])('a tricky path is refused: %j', async (path) => {
  const answer = await send(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(answer).not.toMatch(/root:|lyzer-etl"/);
  expect(await isWell()).toBe(true);
});

test('a huge body, head or nonsense is refused', async () => {
  const body = JSON.stringify({ kind: 'x'.repeat(2_000_000) });
  const head = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  const posted = await fetch(`${served.url}/api/v1/runs`, head).catch(() => undefined);
  expect(posted?.status ?? 413).toBeOneOf([403, 413]);
  const huge = `GET / HTTP/1.1\r\nHost: x\r\nX-Huge: ${'x'.repeat(100_000)}\r\n\r\n`;
  expect(await send(huge)).toMatch(/^HTTP\/1\.1 431 /);
  expect(await send('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await isWell()).toBe(true);
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s changes nothing', async (method) => {
  const mirror = await fetch(`${served.url}/ergast/f1/drivers/`, { method });
  const table = await fetch(`${served.url}/api/v1/tables/driver`, { method });
  expect([mirror.status, table.status]).toEqual([405, 404]);
});

test('HEAD gives what GET gives, but for the body', async () => {
  const url = `${served.url}/ergast/f1/drivers/`;
  const [head, get] = [await fetch(url, { method: 'HEAD' }), await fetch(url)];
  expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
  expect(await head.text()).toBe('');
});

test('slow and idle clients keep nobody from an answer', async () => {
  const idle = await Promise.all(Array.from({ length: 500 }, open));
  for (const socket of idle.slice(0, 250)) socket.write('GET /ergast/f1/drivers/ HTTP/1.1\r\nHo');
  expect(await isWell()).toBe(true);
  for (const socket of idle) expect(socket.destroyed).toBe(false);
});

test('pages load nothing from elsewhere, and may be framed by nobody else', async () => {
  const { headers } = await fetch(`${served.url}/docs/`);
  expect(headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
});
