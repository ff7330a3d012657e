import { expect } from 'vitest';
import { type DataFolder, SEED_FOLDER } from '../../../disk/data-folder.js';
import { readHead, readSnapshot } from '../../../extract/archive/archive.js';
import { effectiveRows } from '../../../extract/archive/effective-rows.js';
import { readAllBodies } from '../../../extract/archive/read-pages.js';
import { tempData } from '../../temp-folder.js';
import { expectNoRepeats, extractFrom, startStandIn, testWithStandIn } from '../stand-in.js';

const FAULTS = '500=0.05,reset=0.05,truncate=0.05,html=0.03,notjson=0.02,slow=0.02,429=0.03';
const quick = { firstDelayMs: 10 };

/** Every page of an archive's newest snapshot is the seed's, to the byte. */
async function expectSeedPages({ archive }: DataFolder, lists: readonly string[]) {
  const [seed, fresh] = [await readSnapshot(SEED_FOLDER), await readSnapshot(archive)];
  expect(Object.keys(fresh.lists)).toEqual(lists);
  for (const list of lists) {
    const pages = await readAllBodies(archive, list, fresh.lists[list]?.version ?? '');
    const seedPages = await readAllBodies(SEED_FOLDER, list, seed.lists[list]?.version ?? '');
    expect(Buffer.concat(pages).equals(Buffer.concat(seedPages)), list).toBe(true);
  }
}

testWithStandIn('with faults of every kind the archive is the same as without', async () => {
  const data = await tempData();
  const server = await startStandIn('--faults', FAULTS, '--seed', '3');
  const wish = { seasons: new Set([2023]), only: new Set(['laps', 'pitstops'] as const) };
  // What was slow was served all the same; what was cut counts neither way.
  const stats = await expectNoRepeats(server, await extractFrom(data, server, wish, quick));
  expect(stats.faulted).toBeGreaterThan(30);
  const rounds = Array.from({ length: 22 }, (_, index) => `2023/${index + 1}`);
  await expectSeedPages(
    data,
    rounds.flatMap((round) => [`${round}/laps`, `${round}/pitstops`]),
  );
});

testWithStandIn('answers that never come are given up after the time limit', async () => {
  const data = await tempData();
  const server = await startStandIn('--faults', 'hang=1');
  const only = new Set(['status'] as const);
  const run = extractFrom(data, server, { only }, { firstDelayMs: 1, answerWithinMs: 100 });
  await expect(run).rejects.toThrow(/^LISTS_FAILED: .*'status' \(.*no answer within 0.1 s/);
  expect(Object.keys((await readSnapshot(data.archive)).failed ?? {})).toEqual(['status']);
});

testWithStandIn('answers that never come now and then cost their time limit only', async () => {
  const data = await tempData();
  const server = await startStandIn('--faults', 'hang=0.05', '--seed', '3');
  const only = new Set(['results'] as const);
  await extractFrom(data, server, { only }, { ...quick, answerWithinMs: 1_000 });
  expect((await server.stats()).faulted).toBeGreaterThan(5);
  await expectSeedPages(data, ['results']);
});

testWithStandIn(
  'with rows that come in another order each time no driver is lost or doubled',
  async () => {
    const data = await tempData();
    const server = await startStandIn('--unstable');
    await extractFrom(data, server, { only: new Set(['drivers'] as const) }, quick);
    const { lists } = await readSnapshot(data.archive);
    const keys: string[] = [];
    for await (const { key } of effectiveRows(data.archive, lists, 'drivers')) keys.push(key);
    expect([keys.length, new Set(keys).size]).toEqual([865, 865]);
  },
);

testWithStandIn('an address that answers HTML only leaves the archive as it was', async () => {
  const data = await tempData();
  const server = await startStandIn('--faults', 'html=1');
  const run = extractFrom(data, server, {}, { firstDelayMs: 1 });
  await expect(run).rejects.toThrow(/^RETRIES_SPENT: .*no JSON but '<!doctype html>/);
  expect(await readHead(data.archive)).toBeUndefined();
  expect((await server.stats()).requests).toBeLessThan(40);
});
