import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTokens } from '../../serve/access/tokens.js';
import { nextRefreshMs } from '../../serve/jobs/refresh-schedule.js';
import { tempData } from '../temp-folder.js';
import { serveData } from './served.js';

test('an address that asks too often is told so', async () => {
  const { url } = await serveData(await tempData(), { requestsPerMinute: 3 });
  const statuses: number[] = [];
  for (let count = 0; count < 5; count += 1) statuses.push((await fetch(`${url}/health`)).status);
  expect(statuses).toEqual([200, 200, 200, 429, 429]);
  const refused = await fetch(`${url}/health`);
  expect(await refused.json()).toEqual({ code: 'RATE_LIMITED', detail: expect.any(String) });
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
});

test('a port that is taken is told in one line', async () => {
  const data = await tempData();
  const { url } = await serveData(data);
  const port = Number(new URL(url).port);
  await expect(serveData(data, { port })).rejects.toMatchObject({ code: 'PORT_IN_USE' });
  await expect(serveData(data, { port: 70_000 })).rejects.toMatchObject({ code: 'PORT_INVALID' });
  await expect(serveData(data, { host: '192.0.2.1' })).rejects.toMatchObject({
    code: 'HOST_INVALID',
  });
});

test('options that cannot be are told in one line', async () => {
  const data = await tempData();
  await expect(serveData(data, { requestsPerMinute: -5 })).rejects.toMatchObject({
    code: 'RATE_LIMIT_INVALID',
  });
  await expect(serveData(data, { baseUrl: 'jolpica' })).rejects.toMatchObject({
    code: 'BASE_URL_INVALID',
  });
});

test('a server without a lake writes nothing', async () => {
  const data = await tempData();
  const { url } = await serveData(data);
  expect((await fetch(`${url}/ready`)).status).toBe(503);
  expect(await readdir(data.root)).toEqual([]);
});

test.each(['ci:run', 'ci:admin:0', `ci:run:${'z'.repeat(64)}`])(
  'LYZER_SERVE_TOKENS of %s is refused',
  async (LYZER_SERVE_TOKENS) => {
    const file = join((await tempData()).root, 'tokens.json');
    await expect(readTokens(file, { LYZER_SERVE_TOKENS })).rejects.toMatchObject({
      code: 'TOKENS_INVALID',
    });
  },
);

test('a token may come from the environment', async () => {
  const file = join((await tempData()).root, 'tokens.json');
  const sha256 = 'a'.repeat(64);
  const tokens = await readTokens(file, { LYZER_SERVE_TOKENS: `ci:run:${sha256}` });
  expect(tokens).toEqual([{ name: 'ci', scope: 'run', sha256 }]);
});

// China 2024: a sprint weekend. Times are UTC.
const CHINA = {
  season: '2024',
  round: '5',
  circuitId: 'shanghai',
  text: JSON.stringify({
    date: '2024-04-21',
    time: '07:00:00Z',
    Qualifying: { date: '2024-04-20', time: '07:00:00Z' },
    Sprint: { date: '2024-04-20', time: '03:00:00Z' },
    SprintQualifying: { date: '2024-04-19', time: '07:30:00Z' },
    FirstPractice: { date: '2024-04-19', time: '03:30:00Z' },
  }),
};

test.each([
  ['2024-04-01T00:00:00Z', '2024-04-19T09:30:00Z', 'after sprint qualifying'],
  ['2024-04-19T09:30:00Z', '2024-04-20T05:00:00Z', 'after the sprint'],
  ['2024-04-20T05:00:00Z', '2024-04-20T09:00:00Z', 'after qualifying'],
  ['2024-04-20T09:00:00Z', '2024-04-21T10:00:00Z', 'after the race'],
  ['2024-04-21T10:00:00Z', '2024-04-21T19:00:00Z', 'for corrections'],
  ['2024-04-21T19:00:00Z', '2024-04-22T19:00:00Z', 'for what comes late'],
])('from %s on the next refresh is due at %s, %s', (after, due) => {
  expect(nextRefreshMs([CHINA], Date.parse(after))).toBe(Date.parse(due));
});

test('after the last race nothing is due, and an old race without a time ends by evening', () => {
  expect(nextRefreshMs([CHINA], Date.parse('2024-05-01T00:00:00Z'))).toBeUndefined();
  const old = { ...CHINA, text: JSON.stringify({ date: '1950-05-13' }) };
  expect(nextRefreshMs([old], Date.parse('1950-05-13T00:00:00Z'))).toBe(
    Date.parse('1950-05-13T23:00:00Z'),
  );
});
