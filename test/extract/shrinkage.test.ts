import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DataFolder } from '../../disk/data-folder.js';
import { readSnapshot } from '../../extract/archive/archive.js';
import type { ExtractRequest } from '../../extract/plan/extract-request.js';
import { isFarFewer } from '../../extract/plan/shrinkage.js';
import { runCli } from '../run-cli.js';
import { tempData } from '../temp-folder.js';
import {
  answer,
  BETWEEN_ROUNDS,
  laterWorld,
  pagesOf,
  type ReplayServer,
  replay,
  smallWorld,
} from './replay-server.js';
import { extractFrom } from './stand-in.js';

const NO_RACES = [answer(0, 0, 'RaceTable', { Races: [] })];
const AFTER_TWO_ROUNDS = new Date('2024-03-11T08:00:00Z');
const FORCE = { force: true };

function run(data: DataFolder, server: ReplayServer, wish: Partial<ExtractRequest> = {}) {
  return extractFrom(data, server, wish, { now: BETWEEN_ROUNDS, firstDelayMs: 1 });
}

test.each([
  [24, 22, false],
  [22, 20, false],
  [20, 18, false],
  [20, 17, true],
  // One round of a season's results.
  [479, 459, true],
  [26_115, 26_105, false],
  [26_115, 26_104, true],
  [3, 2, true],
  [1, 0, true],
  [0, 0, false],
  [20, 40, false],
])('%i rows, then %i: far fewer is %j', (before, after, expected) => {
  expect(isFarFewer(after, before)).toBe(expected);
});

test('more rows are never far fewer, and no rows always are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 700_000 }), fc.nat(100), (before, more) => {
      expect(isFarFewer(before + more, before)).toBe(false);
      expect(isFarFewer(0, before)).toBe(true);
    }),
  );
});

test('the command names a list that lost its rows, keeps it and all else, and asks again', async () => {
  const data = await tempData();
  const extract = async (world: Record<string, string[]>, ...options: string[]) => {
    const { baseUrl, asked } = await replay(world);
    const end = await runCli(
      ...['extract', '--data', data.root, '--base-url', baseUrl],
      ...['--rate', 'off', '--no-seed', '--seasons', '2024', ...options],
    );
    return { ...end, asked };
  };
  const wide = ['--only', 'seasons,races,results,drivers,constructors,circuits,qualifying'];
  expect(await extract(wholeWorld(), ...wide)).toMatchObject({ code: 0 });
  const before = await readSnapshot(data.archive);

  const world = wholeWorld();
  world['2024/drivers'] = pagesOf('DriverTable', 'Drivers', [{ driverId: 'driver_1' }]);
  for (let time = 0; time < 2; time++) {
    const refused = await extract(world, ...wide, '--force');
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/LISTS_SHRUNK: .*'2024\/drivers' \(1 row, 150 before\)/);
    expect(refused.stderr).toContain('--accept-shrinkage');
    expect(refused.asked).toContain('2024/drivers?0');
    const { lists, failed } = await readSnapshot(data.archive);
    expect(lists['2024/drivers']).toEqual(before.lists['2024/drivers']);
    expect(Object.keys(failed ?? {})).toEqual(['2024/drivers']);
  }

  const accepted = await extract(world, ...wide, '--force', '--accept-shrinkage');
  expect(accepted).toMatchObject({ code: 0 });
  const after = await readSnapshot(data.archive);
  expect(after.lists['2024/drivers']?.rows).toBe(1);
  expect(after.failed).toBeUndefined();
});

/** The small world, with the lists of its season too. */
function wholeWorld(): Record<string, string[]> {
  const world = smallWorld();
  for (const resource of ['drivers', 'constructors', 'circuits']) {
    world[`2024/${resource}`] = world[resource] ?? [];
  }
  return world;
}

test('a season list without rows does not hide those of the list of all seasons', async () => {
  const data = await tempData();
  await run(data, await replay(smallWorld()));
  const world = { ...smallWorld(), '2024/races': NO_RACES };
  await expect(run(data, await replay(world))).rejects.toThrow(
    /^LISTS_SHRUNK: .*'2024\/races' \(0 rows, 2 before\)/,
  );
  const { lists, failed } = await readSnapshot(data.archive);
  expect(lists['2024/races']).toBeUndefined();
  // The list of the round came as well, and is in the snapshot.
  expect(lists['2024/1/results']).toMatchObject({ rows: 1 });
  expect(failed).toEqual({ '2024/races': '0 rows, 2 before' });
});

test('a round whose results are gone is named, and not taken for one still to come', async () => {
  const data = await tempData();
  await run(data, await replay(smallWorld()));
  const server = await replay({ ...smallWorld(), '2024/1/results': NO_RACES });
  await expect(run(data, server)).rejects.toThrow(/'2024\/1\/results' \(0 rows, 1 before\)/);
  await run(data, server, { acceptShrinkage: true });
  expect((await readSnapshot(data.archive)).lists['2024/1/results']).toMatchObject({ rows: 0 });
});

test('laps that shrank when results were corrected are asked for again by the next run', async () => {
  const data = await tempData();
  await run(data, await replay(smallWorld()));
  const world = { ...laterWorld(), '2024/1/laps': NO_RACES };
  const late = { now: AFTER_TWO_ROUNDS, firstDelayMs: 1 };
  for (let time = 0; time < 2; time++) {
    const server = await replay(world);
    await expect(extractFrom(data, server, {}, late)).rejects.toThrow(
      /^LISTS_SHRUNK: .*'2024\/1\/laps' \(0 rows, 1 before\)/,
    );
    expect(server.asked.filter((name) => name === '2024/1/laps?0')).toHaveLength(1);
  }
  const server = await replay(world);
  await extractFrom(data, server, { acceptShrinkage: true }, late);
  expect((await readSnapshot(data.archive)).lists['2024/1/laps']).toMatchObject({ rows: 0 });
});

test('a run of other lists does not forget which ones are missing', async () => {
  const data = await tempData();
  await run(data, await replay(smallWorld()));
  const world = { ...smallWorld(), '2024/races': NO_RACES };
  await expect(run(data, await replay(world))).rejects.toThrow('LISTS_SHRUNK');
  await run(data, await replay(smallWorld()), { ...FORCE, only: new Set(['status']) });
  expect(Object.keys((await readSnapshot(data.archive)).failed ?? {})).toEqual(['2024/races']);
  await run(data, await replay(smallWorld()));
  expect((await readSnapshot(data.archive)).failed).toBeUndefined();
});

test('a page with rows but total 0 is asked for again, and named when it stays so', async () => {
  const broken = (smallWorld()['2024/1/laps'] ?? []).map((page) =>
    page.replace('"total":"1"', '"total":"0"'),
  );
  const world = { ...smallWorld(), '2024/1/laps': broken };
  const server = await replay(world);
  await expect(run(await tempData(), server)).rejects.toThrow(
    /^LISTS_FAILED: .*'2024\/1\/laps' \(.*total '0' beside 1 row/,
  );
  expect(server.asked.filter((name) => name === '2024/1/laps?0')).toHaveLength(10);
});

test('broken and shrunk lists of one run are named together, as refused', async () => {
  const data = await tempData();
  await run(data, await replay(smallWorld()));
  const world = { ...smallWorld(), '2024/races': NO_RACES, '2024/1/results': ['<!doctype html>'] };
  const ended = run(data, await replay(world));
  await expect(ended).rejects.toThrow(
    /'2024\/races' \(0 rows.*broken: '2024\/1\/results' \(PAGE_FAILED/,
  );
  await expect(ended).rejects.toMatchObject({ code: 'LISTS_SHRUNK', exitCode: 3 });
});
