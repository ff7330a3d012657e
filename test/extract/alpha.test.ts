import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { type DataFolder, PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { readSnapshot, versionFile } from '../../extract/archive/archive.js';
import { ALPHA, ERGAST } from '../../extract/archive/resource.js';
import { type ExtractOptions, extract } from '../../extract/extract.js';
import { EVERYTHING, type ExtractRequest } from '../../extract/plan/extract-request.js';
import { tempData } from '../temp-folder.js';
import { AFTER_BAKU, type AlphaServer, alphaServer, BAKU } from './alpha-server.js';
import { expectNoRepeats, extractFrom, startStandIn, testWithStandIn } from './stand-in.js';

const ONLY = ['seasons', 'races', 'results', ...ALPHA] as const;
const RESULTS = '2023/4/sprintqualifying';
const ALL_LISTS = [
  'core/rounds/?year=2023',
  'results/round_baku/SQ/',
  'core/drivers/?year=2023',
  'core/teams/?year=2023',
];

function run(
  data: DataFolder,
  { baseUrl }: Pick<AlphaServer, 'baseUrl'>,
  wish: Partial<ExtractRequest> = {},
  more: Partial<ExtractOptions> = {},
) {
  const { signal } = new AbortController();
  const request = { ...EVERYTHING, only: new Set(ONLY), ...wish };
  const how = { concurrency: 1, seed: false, now: AFTER_BAKU, firstDelayMs: 1, signal };
  // By the clock of this machine, all is long settled.
  const source = { baseUrl, recordedAt: '2023-05-02' };
  return extract({ data, source, request, ...how, ...more }, silentProgress);
}

async function bodyOf({ archive }: DataFolder, list: string): Promise<string> {
  const { lists } = await readSnapshot(archive);
  const bytes = await readFile(versionFile(archive, list, lists[list]?.version ?? ''));
  return gunzipSync(bytes).toString();
}

test('the new API is asked for rounds, sprint qualifying and the names in it, each once', async () => {
  const data = await tempData();
  const server = await alphaServer();
  const result = await run(data, server);
  expect(server.asked).toEqual(ALL_LISTS);
  expect(result).toMatchObject({ requests: 7, warnings: [] });
  const { lists } = await readSnapshot(data.archive);
  expect(Object.entries(lists).map(([list, { rows }]) => `${list} ${rows}`)).toEqual([
    ...['2023/4/sprintqualifying 3', '2023/alphadrivers 3', '2023/alpharounds 1'],
    ...['2023/alphateams 2', '2023/results 1', 'races 1', 'seasons 1'],
  ]);
  expect(await bodyOf(data, RESULTS)).toMatch(
    /^\{"metadata":\{"timestamp":"2026-07-27T18:00:02Z"\},"data":\{"code":"SQ",.*\}\n$/,
  );
});

test('an answer with nothing new but its timestamp confirms the version, and a new row makes one', async () => {
  const data = await tempData();
  await run(data, await alphaServer());
  const before = await readSnapshot(data.archive);
  const bytes = await bodyOf(data, RESULTS);

  // What was this server's second answer is its fifth now, and has another time.
  const server = await alphaServer();
  const alphaUrl = server.baseUrl.replace('/ergast/f1', '/f1/alpha');
  for (const name of ALL_LISTS) await fetch(`${alphaUrl}/${name}`);
  server.asked.length = 0;
  const again = await run(data, server);
  expect(server.asked).toEqual(['core/rounds/?year=2023', 'results/round_baku/SQ/']);
  const after = await readSnapshot(data.archive);
  for (const list of [RESULTS, '2023/alpharounds']) {
    expect(after.lists[list]?.version).toBe(before.lists[list]?.version);
  }
  // The lists of results and races are asked for again too, by narrower names.
  expect(again.changedLists).toBe(2);
  expect(await bodyOf(data, RESULTS)).toBe(bytes);

  const corrected = BAKU.map(([driver, team, place]) => [driver, team, place] as const);
  await run(data, await alphaServer(corrected));
  const { lists } = await readSnapshot(data.archive);
  expect(lists[RESULTS]?.version).not.toBe(before.lists[RESULTS]?.version);
});

test('results are not asked for again once they are settled, two weeks after the race', async () => {
  const data = await tempData();
  const server = await alphaServer();
  const { baseUrl } = server;
  await run(data, server);
  server.asked.length = 0;
  const now = new Date('2023-05-14T12:00:00Z');
  await run(data, server, {}, { now, source: { baseUrl, recordedAt: '2023-05-14' } });
  expect(server.asked).toEqual(['results/round_baku/SQ/']);
  server.asked.length = 0;
  await run(data, server, {}, { now: new Date('2023-05-15T12:00:00Z') });
  expect(server.asked).toEqual([]);
});

test('a round without that session, and results that are not known yet, are empty lists', async () => {
  const noSession = '{"error":"Invalid session filter for this round"}';
  const server = await alphaServer(BAKU, (url, _, response) => {
    if (!url.endsWith('/SQ/')) return false;
    response.writeHead(404).end(noSession);
    return true;
  });
  const data = await tempData();
  expect(await run(data, server)).toMatchObject({ warnings: [] });
  expect((await readSnapshot(data.archive)).lists[RESULTS]).toMatchObject({ pages: 1, rows: 0 });
  expect(await bodyOf(data, RESULTS)).toBe(`${noSession}\n`);

  const empty = await tempData();
  expect(await run(empty, await alphaServer([]))).toMatchObject({ warnings: [] });
  const { lists } = await readSnapshot(empty.archive);
  expect(Object.keys(lists)).not.toContain('2023/alphadrivers');
  expect(lists[RESULTS]).toMatchObject({ rows: 0 });
});

type Way = (request: IncomingMessage, response: ServerResponse) => void;
const WAYS: [string, Way, RegExp][] = [
  ['is gone', (_, response) => response.writeHead(404).end('<h1>Not Found</h1>'), /status 404/],
  ['is broken', (_, response) => response.writeHead(500).end('{}'), /status 500/],
  ['is another page', (_, response) => response.end('<html>'), /no JSON but '<html>'/],
  ['has another shape', (_, response) => response.end('{"data":{"rounds":[]}}'), /no 'data'/],
  ['breaks off', (request) => request.socket.destroy(), /socket hang up|ECONNRESET/],
  ['does not answer', () => {}, /no answer within/],
];

test.each(WAYS)('a new API that %s is a warning: all else is published', async (_, way, why) => {
  const data = await tempData();
  const server = await alphaServer(BAKU, (_, request, response) => {
    way(request, response);
    return true;
  });
  const result = await run(data, server, {}, { answerWithinMs: 50 });
  expect(result).toMatchObject({ isNew: true, fetchedLists: 3 });
  expect(result.warnings).toHaveLength(1);
  expect(result.warnings[0]).toMatch(/^'2023\/alpharounds' \(/);
  expect(result.warnings[0]).toMatch(why);
  expect(server.asked.length).toBeLessThanOrEqual(4);
  const { lists, failed } = await readSnapshot(data.archive);
  expect(Object.keys(lists)).toEqual(['2023/results', 'races', 'seasons']);
  expect(Object.keys(failed ?? {})).toEqual(['2023/alpharounds']);

  // The next run asks again, and forgets what failed.
  expect(await run(data, await alphaServer())).toMatchObject({ warnings: [] });
  expect((await readSnapshot(data.archive)).failed).toBeUndefined();
});

test('a list with fewer rows than its count is not asked for without end', async () => {
  const server = await alphaServer(BAKU, (_, __, response) => {
    const metadata = { count: 2, page_size: 100, current_page: 1, total_pages: 1 };
    response.end(JSON.stringify({ metadata, data: [{ id: 'round_1' }] }));
    return true;
  });
  const { warnings } = await run(await tempData(), server);
  expect(warnings).toEqual([expect.stringMatching(/1 rows where total says 2/)]);
  expect(server.asked).toHaveLength(3);
});

test('with --force, all lists of the new API are asked for again', async () => {
  const data = await tempData();
  await run(data, await alphaServer());
  const server = await alphaServer();
  await run(data, server, { force: true });
  expect(server.asked).toEqual(ALL_LISTS);
});

test('results of another round, and results that lost rows, replace nothing', async () => {
  const data = await tempData();
  await run(data, await alphaServer());
  const before = (await readSnapshot(data.archive)).lists[RESULTS];
  const lost = await run(data, await alphaServer([]));
  expect(lost.warnings).toEqual([`'${RESULTS}' (0 rows, 3 before)`]);
  expect((await readSnapshot(data.archive)).lists[RESULTS]).toEqual(before);
  const other = await alphaServer(BAKU, (url, _, response) => {
    if (!url.endsWith('/SQ/')) return false;
    const place = { season: { year: 2023 }, round: { number: 9 } };
    response.end(JSON.stringify({ data: { code: 'SQ', ...place, results: [] } }));
    return true;
  });
  expect((await run(data, other)).warnings[0]).toMatch(/'SQ' of '2023\/9' instead of/);
});

test('--only ergast leaves the new API out, and so does an address without one', async () => {
  const server = await alphaServer();
  const only = new Set(ONLY.filter((one) => ERGAST.some((other) => other === one)));
  expect(await run(await tempData(), server, { only })).toMatchObject({ requests: 3 });
  expect(server.asked).toEqual([]);
});

test('after kill -9 the answers of the new API are not asked for again', async () => {
  const data = await tempData();
  let onAsked = () => {};
  const asked = new Promise<void>((resolve) => {
    onAsked = resolve;
  });
  let isKilled = false;
  const server = await alphaServer(BAKU, (url) => {
    if (isKilled || !url.endsWith('/SQ/')) return false;
    onAsked();
    return true;
  });
  const where = ['--data', data.root, '--base-url', server.baseUrl, '--no-seed', '--rate', 'off'];
  const args = ['--import', 'tsx', 'cli.ts', 'extract', ...where, '--only', ONLY.join()];
  const killed = spawn(process.execPath, args, { cwd: PROGRAM_FOLDER, stdio: 'ignore' });
  onTestFinished(() => void killed.kill('SIGKILL'));
  await asked;
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(server.asked).toEqual(ALL_LISTS.slice(0, 2));
  isKilled = true;
  server.asked.length = 0;
  expect(await run(data, server, {}, { now: new Date() })).toMatchObject({ warnings: [] });
  expect(server.asked).toEqual(ALL_LISTS.slice(1));
});

testWithStandIn('all sprint qualifyings cost 24 requests of the real answers', async () => {
  const data = await tempData();
  const server = await startStandIn();
  const what = ['seasons', 'races', 'results', ...ALPHA] as const;
  const seasons = new Set([2021, 2022, 2023, 2024, 2025, 2026]);
  const only = new Set(what);
  const result = await extractFrom(data, server, { only, seasons });
  expect(result.warnings).toEqual([]);
  const { urls } = await expectNoRepeats(server, result);
  const asked = Object.keys(urls).filter((url) => url.startsWith('/f1/alpha/'));
  expect(asked).toHaveLength(24);
  const { lists } = await readSnapshot(data.archive);
  const sessions = Object.entries(lists).filter(([list]) => list.endsWith('/sprintqualifying'));
  const rows = sessions.map(([list, entry]) => `${list.split('/', 2).join('/')} ${entry.rows}`);
  expect(rows.filter((text) => text.startsWith('2023/'))).toEqual(
    [4, 9, 12, 17, 18, 20].map((round) => `2023/${round} 20`),
  );
  expect(sessions).toHaveLength(18);
  expect(lists['2023/alphadrivers']?.rows).toBe(22);
  expect(lists['2023/alphateams']?.rows).toBe(10);
});
