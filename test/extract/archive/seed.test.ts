import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { SEED_FOLDER } from '../../../disk/data-folder.js';
import { readSnapshot, verifyLists, versionFile } from '../../../extract/archive/archive.js';
import { ERGAST, isAlpha, resourceOf } from '../../../extract/archive/resource.js';
import { tempData } from '../../temp-folder.js';
import { expectNoRepeats, extractFrom, startStandIn, testWithStandIn } from '../stand-in.js';

test('the seed is whole', async () => {
  const seed = await readSnapshot(SEED_FOLDER);
  await verifyLists(SEED_FOLDER, seed);
  expect(Object.keys(seed.lists)).toHaveLength(1072);
  expect(seed.source).toMatchObject({
    recordedAt: '2026-07-27',
    note: expect.stringMatching(/sprint qualifying of 2023: .* recorded from Jolpica's own server/),
  });
});

testWithStandIn('an extraction of all Ergast lists equals the seed to the byte', async () => {
  const data = await tempData();
  const server = await startStandIn();
  const result = await extractFrom(data, server, { only: new Set(ERGAST) });
  const { plannedRequests } = result;
  const stats = await expectNoRepeats(server, result);
  expect(stats).toMatchObject({ requests: plannedRequests, throttled: 0 });
  expect(plannedRequests).toBeLessThanOrEqual(7494);

  const [seed, fresh] = [await readSnapshot(SEED_FOLDER), await readSnapshot(data.archive)];
  const isErgast = (list: string) => !isAlpha(resourceOf(list));
  expect(Object.keys(fresh.lists)).toEqual(Object.keys(seed.lists).filter(isErgast));
  for (const [list, { version }] of Object.entries(fresh.lists)) {
    const seedVersion = seed.lists[list]?.version ?? '';
    const seedPages = gunzipSync(await readFile(versionFile(SEED_FOLDER, list, seedVersion)));
    const pages = gunzipSync(await readFile(versionFile(data.archive, list, version)));
    expect(pages.equals(seedPages), list).toBe(true);
  }
});
