import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Job, jobSchema } from '../../../serve/jobs/job-file.js';
import { replay } from '../../extract/replay-server.js';
import { tempData } from '../../temp-folder.js';
import { askJobs } from '../ask-jobs.js';
import { browse, testInChromium } from '../chromium.js';
import { serveData } from '../served.js';
import { BETWEEN, lakeBetween, RESULTS_DUE, roundsDriven } from '../two-rounds.js';

const TOKEN = 'the-token-of-ci';
const sha256 = createHash('sha256').update(TOKEN).digest('hex');
const MINUTE_MS = 60_000;

const newPage = browse();

/** A lake between two rounds, served with refreshes, and a stand-in for Jolpica; we set the time. */
async function serveBetween() {
  const world = { lists: roundsDriven(1), isDown: false, isSlow: false };
  const held: ServerResponse[] = [];
  const jolpica = await replay(world.lists, (_, response) => {
    if (world.isSlow) held.push(response);
    if (!world.isDown) return world.isSlow;
    response.writeHead(400, { 'Content-Type': 'application/json' }).end('{"detail":"down"}');
    return true;
  });
  const data = await tempData();
  await lakeBetween(data, jolpica.baseUrl);
  const time = { now: BETWEEN, looks: 0 };
  const now = () => {
    time.looks += 1;
    return time.now;
  };
  const { url } = await serveData(data, {
    baseUrl: jolpica.baseUrl,
    tokens: async () => [{ name: 'ci', scope: 'run', sha256 }],
    refresh: { isAuto: true, loads: false },
    clock: { now, lookEveryMs: 20 },
  });
  const { ask, start, ended } = askJobs(url, TOKEN);
  const runs = async () => runsSchema.parse(await (await ask('GET')).json()).runs;
  const get = async (path: string) => (await fetch(url + path)).json();
  return {
    ...{ url, jolpica, world, ask, start, ended, runs, get },
    setTime: (to: Date, plusMs = 0) => {
      time.now = new Date(to.getTime() + plusMs);
    },
    /** The schedule looks at the time again, and once more: what it did the first time is done. */
    looked: async () => {
      const before = time.looks;
      while (time.looks < before + 3) await sleep(10);
    },
    /** Breaks off what was kept waiting; it is asked for again, and answered. */
    letGo: () => {
      world.isSlow = false;
      for (const response of held) response.destroy();
    },
    /** The only job that runs. */
    running: async (): Promise<Job> => {
      for (;;) {
        const [newest] = await runs();
        if (newest?.state === 'running') return newest;
        await sleep(20);
      }
    },
    driveSecondRound: () => void Object.assign(world.lists, roundsDriven(2)),
    runNumber: async (count: number): Promise<Job> => {
      for (;;) {
        const [newest, ...older] = await runs();
        if (newest && older.length === count - 1 && newest.state !== 'running') return newest;
        await sleep(20);
      }
    },
  };
}

const runsSchema = z.object({ runs: z.array(jobSchema) });

test('a refresh in which a list lost its rows serves all others, and names it', async () => {
  const server = await serveBetween();
  server.driveSecondRound();
  const noRaces = roundsDriven(1)['2024/2/results'] ?? [];
  Object.assign(server.world.lists, { '2024/races': noRaces });
  server.setTime(RESULTS_DUE);
  expect(await server.runNumber(1)).toMatchObject({
    ...{ kind: 'refresh', state: 'failed' },
    fault: { code: 'LISTS_SHRUNK', detail: expect.stringContaining("'2024/races'") },
  });
  expect(await server.get('/api/v1/tables/race_result')).toMatchObject({ total: 4 });
});

test('when the results can be there, they are fetched, and the new lake is served', async () => {
  const server = await serveBetween();
  expect(await server.get('/health')).toMatchObject({
    refresh: { dueAt: RESULTS_DUE.toISOString() },
  });
  server.setTime(RESULTS_DUE, -1);
  await server.looked();
  expect(await server.runs()).toEqual([]);
  expect(await server.get('/api/v1/tables/race_result')).toMatchObject({ total: 2 });
  server.driveSecondRound();
  server.setTime(RESULTS_DUE);
  expect(await server.runNumber(1)).toMatchObject({
    ...{ kind: 'refresh', by: 'schedule', state: 'done', startedAt: RESULTS_DUE.toISOString() },
    result: { extract: { isNew: true }, transform: { repeated: false } },
  });
  expect(await server.get('/api/v1/tables/race_result')).toMatchObject({ total: 4 });
  // After Jeddah Verstappen had 51 points and Pérez 36 (formula1.com, standings of 2024).
  expect(await server.get('/api/v1/seasons/2024/progress')).toMatchObject({
    rows: [
      { ref: 'max_verstappen', round: 1, points: 26 },
      { ref: 'max_verstappen', round: 2, points: 51 },
      { ref: 'perez', round: 1, points: 18 },
      { ref: 'perez', round: 2, points: 36 },
    ],
  });
  // The next one is for corrections, twelve hours after the start.
  await server.looked();
  expect(await server.runs()).toHaveLength(1);
  expect(await server.get('/health')).toMatchObject({
    refresh: { last: 'done', dueAt: '2024-03-10T05:00:00.000Z' },
  });
});

test('one that fails leaves the lake, is told, and tried again an hour later', async () => {
  const server = await serveBetween();
  server.driveSecondRound();
  server.world.isDown = true;
  server.setTime(RESULTS_DUE);
  expect(await server.runNumber(1)).toMatchObject({
    state: 'failed',
    fault: { code: 'PAGE_REFUSED' },
  });
  const anHourLater = new Date(RESULTS_DUE.getTime() + 60 * MINUTE_MS).toISOString();
  expect(await server.get('/health')).toMatchObject({
    status: 'ok',
    refresh: { last: 'failed', dueAt: anHourLater },
  });
  expect(await server.get('/api/v1/overview')).toMatchObject({
    refresh: { last: 'failed', dueAt: anHourLater },
    runs: [{ kind: 'refresh', state: 'failed', code: 'PAGE_REFUSED' }],
  });
  expect(await server.get('/api/v1/tables/race_result')).toMatchObject({ total: 2 });
  server.world.isDown = false;
  server.setTime(RESULTS_DUE, 60 * MINUTE_MS - 1);
  await server.looked();
  expect(await server.runs()).toHaveLength(1);
  server.setTime(RESULTS_DUE, 60 * MINUTE_MS);
  expect(await server.runNumber(2)).toMatchObject({ state: 'done', startedAt: anHourLater });
  expect(await server.get('/api/v1/tables/race_result')).toMatchObject({ total: 4 });
});

test('it waits for a job that somebody asked for, and then goes ahead', async () => {
  const server = await serveBetween();
  server.driveSecondRound();
  // At that rate the job waits for an hour after its first request.
  const { id } = await server.start({ kind: 'extract', options: { rate: '1/h', force: true } });
  server.setTime(RESULTS_DUE);
  await server.looked();
  expect(await server.runs()).toMatchObject([{ id, kind: 'extract', state: 'running' }]);
  expect((await server.ask('DELETE', `/${id}`)).status).toBe(202);
  expect(await server.ended(id)).toMatchObject({ state: 'cancelled' });
  expect(await server.runNumber(2)).toMatchObject({ kind: 'refresh', state: 'done' });
  expect(await server.get('/api/v1/tables/race_result')).toMatchObject({ total: 4 });
});

test('nobody starts a job while it runs', async () => {
  const server = await serveBetween();
  server.driveSecondRound();
  server.world.isSlow = true;
  server.setTime(RESULTS_DUE);
  const { id } = await server.running();
  const refused = await server.ask('POST', '', { kind: 'extract' });
  expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'RUN_BUSY' }]);
  expect(await server.get('/health')).toEqual({
    ...{ status: 'ok', version: expect.any(String) },
    refresh: { last: 'running' },
  });
  await server.looked();
  expect(await server.runs()).toMatchObject([{ id, kind: 'refresh', state: 'running' }]);
  server.letGo();
  expect(await server.runNumber(1)).toMatchObject({ id, state: 'done' });
});

testInChromium('the dashboard tells a refresh that failed, and when the next is due', async () => {
  const server = await serveBetween();
  server.world.isDown = true;
  server.setTime(RESULTS_DUE);
  await server.runNumber(1);
  const { page } = await newPage({ timezoneId: 'UTC' });
  await page.goto(server.url);
  await page.getByText('failed: PAGE_REFUSED').waitFor();
  await page.getByText('The next refresh is due 9 Mar 2024, 21:00.').waitFor();
});
