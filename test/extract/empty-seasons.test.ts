import { expect, test } from 'vitest';
import type { DataFolder } from '../../disk/data-folder.js';
import type { ExtractRequest } from '../../extract/plan/extract-request.js';
import { archiveStatus } from '../../pipeline/archive-status.js';
import { runCli } from '../run-cli.js';
import { tempData } from '../temp-folder.js';
import { emptyElsewhere, partialWorld } from './partial-world.js';
import { type ReplayServer, replay } from './replay-server.js';
import { extractFrom } from './stand-in.js';

const SEASONS = [2018, 2019, 2020, 2021, 2022, 2023];
/** A calendar may come at any time for the season that runs, and for no other. */
const RUNNING = [`${new Date().getUTCFullYear()}/races?0`];

const ONLY_RESULTS = { only: new Set(['results'] as const), seasons: new Set(SEASONS) };

/** What an extraction of today asks. */
async function asksFor(data: DataFolder, server: ReplayServer, wish: Partial<ExtractRequest> = {}) {
  server.asked.length = 0;
  await extractFrom(data, server, wish, { now: new Date() });
  return server.asked.toSorted();
}

// Issue 12, point 2: 77 calendars and 58 seasons of results at each run.
test.each([
  ['no results at all', []],
  ['results of one season in the middle', [2021]],
  ['results of the last seasons', [2022, 2023]],
  ['results of the first season', [2018]],
])('a source with %s is not asked again for past seasons', async (_, withResults) => {
  const world = partialWorld(SEASONS, withResults);
  const server = await replay(world, emptyElsewhere(world));
  const data = await tempData();
  await asksFor(data, server);
  // The years that the source does not know are asked for once more, now by name.
  const second = await asksFor(data, server);
  expect(second.filter((name) => !/^202[4-9]\/races/.test(name))).toEqual([]);
  expect(await asksFor(data, server)).toEqual(RUNNING);
});

test('status names no race as due that the source was asked for in vain', async () => {
  const world = partialWorld(SEASONS, [2021]);
  const server = await replay(world, emptyElsewhere(world));
  const data = await tempData();
  await asksFor(data, server);
  expect((await archiveStatus(data, new Date())).due).toEqual([]);
});

test('the command asks once for what a source does not have', async () => {
  const world = partialWorld([2018], []);
  const server = await replay(world, emptyElsewhere(world));
  const data = await tempData();
  const run = () =>
    runCli(
      ...['extract', '--data', data.root, '--base-url', server.baseUrl],
      ...['--rate', 'off', '--no-seed', '--seasons', '2018-2020', '--json'],
    );
  expect(await run()).toMatchObject({ code: 0 });
  expect(JSON.parse((await run()).stdout)).toMatchObject({ requests: 0, isNew: false });
});

test('without a calendar of its own, too, an archive asks once for seasons without results', async () => {
  const world = partialWorld(SEASONS, []);
  const server = await replay(world, emptyElsewhere(world));
  const data = await tempData();
  await asksFor(data, server, ONLY_RESULTS);
  expect(await asksFor(data, server, ONLY_RESULTS)).toEqual([]);
});

test('--force asks again for seasons without results', async () => {
  const world = partialWorld(SEASONS, []);
  const server = await replay(world, emptyElsewhere(world));
  const data = await tempData();
  await asksFor(data, server);
  expect(await asksFor(data, server, { ...ONLY_RESULTS, force: true })).toContain('2018/results?0');
});

test('answers of an old recording are not taken for today’s', async () => {
  const old = partialWorld(SEASONS, []);
  const data = await tempData();
  const { baseUrl } = await replay(old, emptyElsewhere(old));
  const source = { baseUrl, recordedAt: '2018-01-01' };
  await extractFrom(data, { baseUrl }, {}, { now: new Date(), source });
  const world = partialWorld(SEASONS, SEASONS);
  const asked = await asksFor(data, await replay(world, emptyElsewhere(world)));
  expect(asked.filter((name) => name.endsWith('/results?0'))).toEqual(
    SEASONS.flatMap((season) => [`${season}/1/results?0`, `${season}/2/results?0`]),
  );
});
