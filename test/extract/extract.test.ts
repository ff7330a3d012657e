import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { VERSION } from '../../command/program.js';
import { silentProgress } from '../../command/progress.js';
import type { DataFolder } from '../../disk/data-folder.js';
import { readHead, readSnapshot, verifyLists, versionFile } from '../../extract/archive/archive.js';
import { withArchive } from '../../extract/archive/with-archive.js';
import { type ExtractOptions, extract } from '../../extract/extract.js';
import { EVERYTHING } from '../../extract/plan/extract-request.js';
import { tempData } from '../temp-folder.js';
import {
  BETWEEN_ROUNDS,
  laterWorld,
  type Misbehaviour,
  pagesOf,
  type ReplayServer,
  replay,
  smallWorld,
} from './replay-server.js';

function run(data: DataFolder, { baseUrl }: ReplayServer, more: Partial<ExtractOptions> = {}) {
  const { signal } = new AbortController();
  const how = { concurrency: 3, seed: false, now: BETWEEN_ROUNDS, firstDelayMs: 10 };
  return extract(
    { data, source: { baseUrl }, request: EVERYTHING, signal, ...how, ...more },
    silentProgress,
  );
}

const fromNothing = [
  '2024/1/laps?0',
  '2024/1/pitstops?0',
  '2024/constructorstandings?0',
  '2024/driverstandings?0',
  '2024/qualifying?0',
  '2024/results?0',
  'circuits?0',
  'constructors?0',
  'drivers?0',
  'drivers?100',
  'races?0',
  'seasons?0',
  'status?0',
];

test('every list is asked for once, and its pages are kept to the byte', async () => {
  const data = await tempData();
  const world = smallWorld();
  const server = await replay(world);
  const result = await run(data, server);
  expect(result).toMatchObject({ isNew: true, lists: 12, fetchedLists: 12, requests: 13 });
  expect(server.asked.toSorted()).toEqual(fromNothing);
  const snapshot = await readSnapshot(data.archive);
  expect(snapshot).toMatchObject({ parent: null, source: { baseUrl: server.baseUrl } });
  for (const [list, entry] of Object.entries(snapshot.lists)) {
    const bytes = await readFile(versionFile(data.archive, list, entry.version));
    expect(gunzipSync(bytes).toString()).toBe(world[list]?.map((page) => `${page}\n`).join(''));
    expect(entry.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(entry.version.slice(-8)).toBe(entry.sha256.slice(0, 8));
  }
  expect(snapshot.lists.drivers).toMatchObject({ pages: 2, rows: 150 });
});

test('a refresh between rounds asks for the calendar and once more for the latest results', async () => {
  const data = await tempData();
  const server = await replay(smallWorld());
  const first = await run(data, server);
  server.asked.length = 0;
  const second = await run(data, server);
  expect(server.asked.toSorted()).toEqual(['2024/1/results?0', '2024/races?0']);
  // Both lists are new to the archive, which told the same by wider ones.
  expect(second).toMatchObject({ requests: 2, fetchedLists: 2, changedLists: 2 });
  expect((await readSnapshot(data.archive)).parent).toBe(first.snapshot);
});

test('a refresh after a round asks for its lists, the standings, and what was corrected', async () => {
  const data = await tempData();
  await run(data, await replay(smallWorld()));
  const server = await replay(laterWorld());
  await run(data, server, { now: new Date('2024-03-11T08:00:00Z') });
  expect(server.asked.toSorted()).toEqual([
    '2024/1/laps?0',
    '2024/1/pitstops?0',
    '2024/2/laps?0',
    '2024/2/pitstops?0',
    '2024/2/qualifying?0',
    '2024/constructorstandings?0',
    '2024/driverstandings?0',
    '2024/races?0',
    '2024/results?0',
  ]);
});

test('a round that is due but has no results yet is asked for nothing else', async () => {
  const data = await tempData();
  await run(data, await replay(smallWorld()));
  const server = await replay(smallWorld());
  await run(data, server, { now: new Date('2024-03-10T08:00:00Z') });
  expect(server.asked.toSorted()).toEqual(['2024/races?0', '2024/results?0']);
});

test('a season that is over and settled is not asked for again', async () => {
  const data = await tempData();
  await run(data, await replay(laterWorld()), { now: new Date('2024-03-11T08:00:00Z') });
  const late = { now: new Date('2024-05-01T08:00:00Z') };
  const server = await replay(laterWorld());
  // Confirmed by the clock of this machine, long after 2024.
  await run(data, server, late);
  expect(server.asked).toEqual([]);
});

test('--only and --seasons narrow what is asked', async () => {
  const server = await replay(smallWorld());
  const only = new Set(['laps', 'results'] as const);
  await run(await tempData(), server, {
    request: { ...EVERYTHING, only, seasons: new Set([2024]) },
  });
  expect(server.asked.filter((name) => !/laps|results/.test(name))).toEqual([]);
  expect(server.asked).toContain('2024/results?0');
});

test('--force asks again for what is held; equal bytes get no new file', async () => {
  const data = await tempData();
  const server = await replay(smallWorld());
  await run(data, server);
  server.asked.length = 0;
  const again = await run(data, server, { request: { ...EVERYTHING, force: true } });
  expect(again).toMatchObject({ fetchedLists: 12, changedLists: 0, requests: 13 });
  expect(server.asked.toSorted()).toEqual(fromNothing);
});

// The plan reads results, races and dimensions, but not laps: seed 101 of the chaos.
test.each(['2024/1/laps', '2024/results', 'races', 'drivers'])(
  '--force writes a damaged version of %s anew',
  async (list) => {
    const data = await tempData();
    const server = await replay(smallWorld());
    await run(data, server);
    const held = (await readSnapshot(data.archive)).lists[list]?.version ?? '';
    await writeFile(versionFile(data.archive, list, held), 'damaged');
    await run(data, server, { request: { ...EVERYTHING, force: true } });
    await verifyLists(data.archive, await readSnapshot(data.archive));
  },
);

test('it names itself and its version', async () => {
  const server = await replay(smallWorld());
  await run(await tempData(), server);
  expect([...server.userAgents]).toEqual([`lyzer-etl/${VERSION}`]);
});

const once =
  (misbehave: (...args: Parameters<Misbehaviour>) => void): Misbehaviour =>
  (request, response, tries) => {
    if (tries > 1 || !request.url?.includes('/drivers/')) return false;
    misbehave(request, response, tries);
    return true;
  };

test.each<[string, Misbehaviour]>([
  ['500', once((_, response) => response.writeHead(500).end())],
  [
    '429 with Retry-After',
    once((_, response) => response.writeHead(429, { 'Retry-After': '1' }).end()),
  ],
  ['a reset', once((request) => request.socket.resetAndDestroy())],
  ['HTML', once((_, response) => response.writeHead(200).end('<!doctype html>'))],
  ['half a body', once((_, response) => response.writeHead(200).end('{"MRData":{"limit":'))],
  ['no answer in time', once(() => {})],
  [
    'a cut body',
    once((_, response) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('{"MRData"');
      setTimeout(() => response.destroy(), 10);
    }),
  ],
])('%s is tried again', async (_, misbehave) => {
  const data = await tempData();
  const server = await replay(smallWorld(), misbehave);
  const { requests } = await run(data, server, { answerWithinMs: 2_000 });
  expect(requests).toBe(server.asked.length);
  expect(server.asked.filter((name) => name === 'drivers?0')).toHaveLength(2);
  await verifyLists(data.archive, await readSnapshot(data.archive));
});

test('a page edge that shifted between requests is asked for again', async () => {
  const world = smallWorld();
  const [first = '', second = ''] = world.drivers ?? [];
  const shifted: Misbehaviour = (request, response, tries) => {
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

test('edges that shift each time are gone around by the lists of each season', async () => {
  const shifting: Misbehaviour = (request, response) => {
    if (!request.url?.includes('/f1/drivers/?limit=100&offset=100')) return false;
    const [, second = ''] = smallWorld().drivers ?? [];
    response.writeHead(200).end(second.replace('driver_100', 'driver_99'));
    return true;
  };
  const drivers = Array.from({ length: 150 }, (_, index) => ({ driverId: `driver_${index}` }));
  const world = smallWorld();
  for (let season = 1950; season <= 2026; season++) {
    world[`${season}/drivers`] = pagesOf('DriverTable', 'Drivers', season === 2024 ? drivers : []);
  }
  const data = await tempData();
  await run(data, await replay(world, shifting));
  const { lists } = await readSnapshot(data.archive);
  expect(lists.drivers).toBeUndefined();
  expect(lists['2024/drivers']).toMatchObject({ rows: 150, pages: 2 });
});

test('a list that stays broken is named, and all else is kept', async () => {
  const broken: Misbehaviour = (request, response) => {
    if (!request.url?.includes('/2024/1/laps/')) return false;
    response.writeHead(500).end();
    return true;
  };
  const data = await tempData();
  const failing = run(data, await replay(smallWorld(), broken), { firstDelayMs: 1 });
  await expect(failing).rejects.toThrow(/^LISTS_FAILED: 1 lists stayed broken: '2024\/1\/laps'/);
  const partial = await readSnapshot(data.archive);
  expect(Object.keys(partial.lists)).toHaveLength(11);
  expect(Object.keys(partial.failed ?? {})).toEqual(['2024/1/laps']);
  const server = await replay(smallWorld());
  await run(data, server);
  expect(server.asked).toContain('2024/1/laps?0');
  expect((await readSnapshot(data.archive)).failed).toBeUndefined();
});

test('an address that refuses ends the run with the archive as it was', async () => {
  const data = await tempData();
  const server = await replay({});
  await expect(run(data, server)).rejects.toThrow(/^PAGE_REFUSED: .*check --base-url/);
  expect(await readHead(data.archive)).toBeUndefined();
});

test('an address that answers HTML gives up, and says what came', async () => {
  const html: Misbehaviour = (_, response) => !!response.writeHead(200).end('<!doctype html>');
  const data = await tempData();
  const server = await replay({}, html);
  await expect(run(data, server, { firstDelayMs: 1 })).rejects.toThrow(
    /^RETRIES_SPENT: .*no JSON but '<!doctype html>'/,
  );
  expect(server.asked.length).toBeLessThan(40);
});

test('what an interrupted run has fetched is not asked for again', async () => {
  const data = await tempData();
  const interruption = new AbortController();
  const server = await replay(smallWorld(), (request, _, tries) => {
    if (request.url?.includes('laps') && tries === 1) interruption.abort(new Error('Ctrl-C'));
    return false;
  });
  const { signal } = interruption;
  await expect(run(data, server, { signal, concurrency: 1 })).rejects.toThrow('Ctrl-C');
  expect(await readHead(data.archive)).toBeUndefined();
  const answered = server.asked.filter((name) => !name.includes('laps'));
  server.asked.length = 0;
  await run(data, server);
  expect(server.asked.filter((name) => answered.includes(name))).toEqual([]);
  expect([...answered, ...server.asked].toSorted()).toEqual(fromNothing);
});

test('a run is refused while another one uses the archive', async () => {
  const data = await tempData();
  const server = await replay(smallWorld());
  await withArchive(data.archive, async () => {
    await expect(run(data, server)).rejects.toThrow(/^ARCHIVE_BUSY: /);
  });
  expect(server.asked).toEqual([]);
  await run(data, server);
  expect(server.asked.toSorted()).toEqual(fromNothing);
});

test('a folder that cannot be one is a clear fault', async () => {
  const data = await tempData();
  await mkdir(data.archive);
  await writeFile(join(data.archive, 'lists'), 'a file');
  const server = await replay(smallWorld());
  await expect(run(data, server)).rejects.toThrow(/^WRITE_FAILED: .*--data/);
});
