import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { openHttpClient } from '../../../extract/fetch/http-client.js';

const never = new AbortController().signal;

/** A server on loopback, a client for it, and how many connections it has seen. */
async function connect(listener: RequestListener, quietMs?: number) {
  const server = createServer(listener);
  let connections = 0;
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  const client = openHttpClient(url, quietMs);
  onTestFinished(() => {
    client.close();
    server.closeAllConnections();
    server.close();
  });
  const get = (signal = never) => client.get(url, { 'User-Agent': 'test' }, signal);
  return { get, connections: () => connections };
}

test('a packed body is asked for, and unpacked', async () => {
  const { get } = await connect((request, response) => {
    response.setHeader('Content-Encoding', request.headers['accept-encoding'] ?? 'none');
    response.end(gzipSync(`hello, ${request.headers['user-agent']}`));
  });
  const answer = await get();
  expect([answer.status, answer.header('content-encoding')]).toEqual([200, 'gzip']);
  expect((await answer.body()).toString()).toBe('hello, test');
});

test.each([
  ['a packed body that is cut off', gzipSync('hello').subarray(0, 20), 'gzip'],
  ['a packed body that is none', Buffer.from('hello'), 'gzip'],
])('%s is an error', async (_, body, encoding) => {
  const { get } = await connect((__, response) => {
    response.setHeader('Content-Encoding', encoding);
    response.end(body);
  });
  const answer = await get();
  await expect(answer.body()).rejects.toThrow(/unexpected end of file|incorrect header check/);
});

test('a connection is used again, and a redirect is not followed', async () => {
  const { get, connections } = await connect((_, response) => {
    response.writeHead(301, { Location: 'http://127.0.0.1:1/' }).end('moved');
  });
  for (let count = 0; count < 3; count++) {
    const answer = await get();
    expect([answer.status, (await answer.body()).toString()]).toEqual([301, 'moved']);
  }
  expect(connections()).toBe(1);
});

test.each([
  ['before its head', () => {}],
  [
    'within its body',
    (_, response) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('half');
    },
  ],
] satisfies [string, RequestListener][])(
  'one that is given up %s throws why',
  async (_, listener) => {
    const { get } = await connect(listener);
    const giveUp = new AbortController();
    setTimeout(() => giveUp.abort(new Error('no answer in time')), 50);
    await expect(get(giveUp.signal).then((answer) => answer.body())).rejects.toThrow(
      'no answer in time',
    );
  },
);

test('a body that stalls is given up', async () => {
  const { get } = await connect((_, response) => {
    response.writeHead(200, { 'Content-Length': '1000' });
    response.write('half');
  }, 50);
  const answer = await get();
  await expect(answer.body()).rejects.toThrow('nothing came for 0.05 s');
});

test('a body in many pieces is put together', async () => {
  const pieces = Array.from({ length: 3_000 }, (_, index) => `piece ${index}, `.repeat(5));
  const { get } = await connect((_, response) => {
    for (const piece of pieces) response.write(piece);
    response.end();
  });
  expect((await (await get()).body()).toString()).toBe(pieces.join(''));
});

test.each([250_000, 250_001])('a body of %s bytes, packed or not', async (bytes) => {
  const body = Buffer.alloc(bytes, 'x');
  for (const [encoding, sent] of [
    ['identity', body],
    ['gzip', gzipSync(body)],
  ] as const) {
    const { get } = await connect((_, response) => {
      response.setHeader('Content-Encoding', encoding);
      response.end(sent);
    });
    const read = get().then((answer) => answer.body());
    if (bytes > 250_000) await expect(read).rejects.toThrow('a body of more than 250,000 bytes');
    else expect((await read).equals(body)).toBe(true);
  }
});

test('where nobody listens, that is said', async () => {
  const client = openHttpClient('http://localhost:1/');
  await expect(client.get('http://localhost:1/', {}, never)).rejects.toThrow(/ECONNREFUSED/);
  client.close();
});
