import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { PROGRAM_FOLDER } from '../../../disk/data-folder.js';
import { MOST_DESCRIPTORS } from '../../../serve/query/query-pool.js';
import { CLI } from '../../run-cli.js';
import { askQuery, ENDLESS, queriesOf, TOKEN, TOKENS, untilQueries } from '../ask-query.js';
import { serveData, serveOneRace } from '../served.js';

const served = serveOneRace();
const ME = process.pid;
/** No query meets it. */
const LONG_MS = 3_600_000;

function serveQueries(withinMs: number) {
  return serveData(served.data, { tokens: TOKENS, query: { withinMs } });
}

/** Asks what does not end, and gives the way to hang up. */
function askEndless(url: string) {
  const hangUp = new AbortController();
  const gone = askQuery(url, ENDLESS, { signal: hangUp.signal }).catch(() => 'gone');
  return { gone, hangUp: () => hangUp.abort() };
}

test('a query without an end is ended, and the server answers meanwhile', async () => {
  const { url } = await serveQueries(3_000);
  const asked = askQuery(url, ENDLESS);
  expect((await fetch(`${url}/ergast/f1/drivers/`)).status).toBe(200);
  const response = await asked;
  expect([response.status, await response.json()]).toMatchObject([422, { code: 'QUERY_TOO_LONG' }]);
  expect(await queriesOf(ME)).toEqual([]);
});

test('two at a time; a third is told to come again, and may when one has hung up', async () => {
  const { url } = await serveQueries(LONG_MS);
  const [one, other] = [askEndless(url), askEndless(url)];
  const running = await untilQueries(ME, 2);
  const third = await askQuery(url, 'select 1');
  expect([third.status, await third.json()]).toMatchObject([503, { code: 'QUERY_BUSY' }]);
  expect(third.headers.get('retry-after')).toBe('1');
  one.hangUp();
  expect(await one.gone).toBe('gone');
  const [left] = await untilQueries(ME, 1);
  expect(running).toContain(left);
  expect(await untilAnswered(url)).toBe(200);
  other.hangUp();
  expect(await untilQueries(ME, 0)).toEqual([]);
});

test.runIf(existsSync('/proc/self/fd'))('the process of a query can open no file', async () => {
  const { url } = await serveQueries(60_000);
  const { gone, hangUp } = askEndless(url);
  const [query] = await untilQueries(ME, 1);
  while ((await readdir(`/proc/${query}/fd`)).length < MOST_DESCRIPTORS) await sleep(50);
  hangUp();
  expect(await gone).toBe('gone');
});

test('a server that is closed leaves no query', async () => {
  const server = await serveQueries(LONG_MS);
  const { gone } = askEndless(server.url);
  await untilQueries(ME, 1);
  await server.close();
  expect(await queriesOf(ME)).toEqual([]);
  expect(await gone).toBe('gone');
});

test('a server that is killed leaves no query either', async () => {
  const [reader] = await TOKENS();
  const args = [CLI, 'serve', '--query', '--port', '0', '--json'];
  const server = spawn(process.execPath, [...args, '--data', served.data.root], {
    cwd: PROGRAM_FOLDER,
    env: {
      ...process.env,
      XDG_CONFIG_HOME: served.data.root,
      LYZER_SERVE_TOKENS: `reader:read:${reader?.sha256}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  const [line] = await once(server.stdout, 'data');
  const { gone } = askEndless(JSON.parse(String(line)).url);
  const [query = 0] = await untilQueries(server.pid ?? 0, 1);
  server.kill('SIGKILL');
  expect(await gone).toBe('gone');
  await untilGone(query);
});

test('who does not take the answer loses it, and others get theirs', async () => {
  const { url } = await serveQueries(5_000);
  const { port } = new URL(url);
  const sql = encodeURIComponent("select repeat('x', 1000) from range(16000)");
  const begun: Promise<unknown>[] = [];
  for (const _ of ['one', 'other']) {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    onTestFinished(() => void socket.destroy());
    begun.push(once(socket, 'readable'));
    socket.write(
      `GET /api/v1/query?sql=${sql} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`,
    );
  }
  // Both answers lie on the way then, and both places are taken.
  await Promise.all(begun);
  expect(await untilAnswered(url)).toBe(200);
});

async function untilAnswered(url: string) {
  for (;;) {
    const { status } = await askQuery(url, 'select 1');
    // On a busy machine the time may be over before it answers.
    if (status !== 503 && status !== 422) return status;
    await sleep(50);
  }
}

async function untilGone(pid: number) {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await sleep(50);
  }
}
