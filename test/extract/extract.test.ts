import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { DataFolder } from '../../command/data-folder.js';
import { VERSION } from '../../command/program.js';
import { silentProgress } from '../../command/progress.js';
import { readHead, readSnapshot, verifyLists, versionFile } from '../../extract/archive.js';
import { extract } from '../../extract/extract.js';
import { writeSnapshot } from '../../extract/write-archive.js';
import { tempData } from '../temp-folder.js';
import { type Fault, type ReplayServer, replay, smallWorld } from './replay-server.js';

const run = (data: DataFolder, { baseUrl }: ReplayServer, signal = new AbortController().signal) =>
  extract(
    { data, source: { baseUrl }, rate: [], concurrency: 3, seed: false, signal },
    silentProgress,
  );

test('every list is asked for once, and its pages are kept to the byte', async () => {
  const data = await tempData();
  const world = smallWorld();
  const server = await replay(world);
  const result = await run(data, server);
  expect(result).toMatchObject({ isNew: true, lists: 13, fetchedLists: 13, requests: 14 });
  expect(new Set(server.asked).size).toBe(server.asked.length);
  const snapshot = await readSnapshot(data.archive);
  expect(Object.keys(snapshot.lists).toSorted()).toEqual(Object.keys(world).toSorted());
  expect(snapshot).toMatchObject({ parent: null, source: { baseUrl: server.baseUrl } });
  for (const [list, entry] of Object.entries(snapshot.lists)) {
    const bytes = await readFile(versionFile(data.archive, list, entry.version));
    expect(gunzipSync(bytes).toString()).toBe(world[list]?.map((page) => `${page}\n`).join(''));
    expect(entry.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(entry.version.slice(-8)).toBe(entry.sha256.slice(0, 8));
  }
  expect(snapshot.lists.drivers).toMatchObject({ pages: 2, rows: 150 });
});

test('a round that has not been driven is not asked for laps or stops', async () => {
  const server = await replay(smallWorld());
  await run(await tempData(), server);
  expect(server.asked).toContain('2024/1/laps?0');
  expect(server.asked.filter((name) => name.startsWith('2024/2/'))).toEqual([]);
});

test('a second run asks for nothing and keeps the snapshot', async () => {
  const data = await tempData();
  const server = await replay(smallWorld());
  const first = await run(data, server);
  const second = await run(data, server);
  expect(second).toMatchObject({ snapshot: first.snapshot, isNew: false, requests: 0 });
});

test('only what the newest snapshot lacks is fetched, into a snapshot that names it as parent', async () => {
  const data = await tempData();
  const server = await replay(smallWorld());
  await run(data, server);
  const { lists, source } = await readSnapshot(data.archive);
  const { drivers: _, ...others } = lists;
  const lacking = await writeSnapshot(data.archive, null, source, others);
  server.asked.length = 0;
  const { snapshot } = await run(data, server);
  expect(server.asked).toEqual(['drivers?0', 'drivers?100']);
  const newest = await readSnapshot(data.archive);
  expect(newest).toMatchObject({ id: snapshot, parent: lacking.id });
  expect(newest.lists).toMatchObject(others);
});

test('it names itself and its version', async () => {
  const server = await replay(smallWorld());
  await run(await tempData(), server);
  expect([...server.userAgents]).toEqual([`lyzer-etl/${VERSION}`]);
});

const once =
  (misbehave: (...args: Parameters<Fault>) => void): Fault =>
  (request, response, tries) => {
    if (tries > 1 || !request.url?.includes('drivers')) return false;
    misbehave(request, response, tries);
    return true;
  };

test.each<[string, Fault]>([
  ['500', once((_, response) => response.writeHead(500).end())],
  [
    '429 with Retry-After',
    once((_, response) => response.writeHead(429, { 'Retry-After': '1' }).end()),
  ],
  ['a reset', once((request) => request.socket.resetAndDestroy())],
  ['HTML', once((_, response) => response.writeHead(200).end('<!doctype html>'))],
  ['half a body', once((_, response) => response.writeHead(200).end('{"MRData":{"limit":'))],
  [
    'a cut body',
    once((_, response) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('{"MRData"');
      setTimeout(() => response.destroy(), 10);
    }),
  ],
])('%s is tried again', async (_, fault) => {
  const data = await tempData();
  const server = await replay(smallWorld(), fault);
  const { requests } = await run(data, server);
  expect(requests).toBe(server.asked.length);
  expect(server.asked.filter((name) => name === 'drivers?0')).toHaveLength(2);
  await verifyLists(data.archive, await readSnapshot(data.archive));
});

test('a page edge that shifted between requests is asked for again', async () => {
  const world = smallWorld();
  const [first = '', second = ''] = world.drivers ?? [];
  const shifted: Fault = (request, response, tries) => {
    if (tries > 1 || !request.url?.includes('/drivers/?limit=100&offset=100')) return false;
    response.writeHead(200).end(second.replace('driver_100', 'driver_99'));
    return true;
  };
  const data = await tempData();
  const server = await replay(world, shifted);
  await run(data, server);
  expect(server.asked.filter((name) => name.startsWith('drivers?'))).toHaveLength(4);
  const entry = (await readSnapshot(data.archive)).lists.drivers;
  const file = versionFile(data.archive, 'drivers', entry?.version ?? '');
  expect(gunzipSync(await readFile(file)).toString()).toBe(`${first}\n${second}\n`);
});

test('a list that is refused ends the run, named, with the archive as it was', async () => {
  const data = await tempData();
  const { '2024/1/pitstops': _, ...world } = smallWorld();
  const server = await replay(world);
  await expect(run(data, server)).rejects.toThrow(/^PAGE_REFUSED: .*2024\/1\/pitstops/);
  expect(await readHead(data.archive)).toBeUndefined();
});

test('an interruption ends the run with the archive as it was', async () => {
  const data = await tempData();
  const interruption = new AbortController();
  const server = await replay(smallWorld(), (request) => {
    if (request.url?.includes('laps')) interruption.abort(new Error('Ctrl-C'));
    return false;
  });
  await expect(run(data, server, interruption.signal)).rejects.toThrow('Ctrl-C');
  expect(await readHead(data.archive)).toBeUndefined();
});

test.skipIf(process.getuid?.() === 0)('a read-only folder is one clear fault', async () => {
  const data = await tempData();
  await mkdir(data.archive);
  await chmod(data.archive, 0o500);
  const server = await replay(smallWorld());
  await expect(run(data, server)).rejects.toThrow(/^WRITE_FAILED: /);
});

test('a folder that cannot be one is a clear fault', async () => {
  const data = await tempData();
  await mkdir(data.archive);
  await writeFile(join(data.archive, 'lists'), 'a file');
  const server = await replay(smallWorld());
  await expect(run(data, server)).rejects.toThrow(/^WRITE_FAILED: .*--data/);
});
