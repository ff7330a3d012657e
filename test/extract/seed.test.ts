import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { PROGRAM_FOLDER, SEED_FOLDER } from '../../command/data-folder.js';
import { silentProgress } from '../../command/progress.js';
import { readSnapshot, verifyLists, versionFile } from '../../extract/archive.js';
import { extract } from '../../extract/extract.js';
import { tempData } from '../temp-folder.js';

// The stand-in for Jolpica with its full history lies beside the clone where we develop.
const STAND_IN = join(PROGRAM_FOLDER, '..', 'shared', 'jolpica', 'serve.mjs');
const isHere = existsSync(STAND_IN);
const skipped = isHere ? '' : ' (skipped: no stand-in for Jolpica beside this clone)';

async function startStandIn(): Promise<string> {
  const server = spawn(process.execPath, [STAND_IN, '--port', '0', '--rate', 'off'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void server.kill());
  for await (const line of createInterface({ input: server.stdout })) return line;
  throw new Error('the stand-in did not start');
}

test('the seed is whole', async () => {
  const seed = await readSnapshot(SEED_FOLDER);
  await verifyLists(SEED_FOLDER, seed);
  expect(Object.keys(seed.lists)).toHaveLength(1063);
  expect(seed.source).toMatchObject({ recordedAt: '2026-07-27' });
});

test.skipIf(!isHere)(
  `an extraction of everything equals the seed to the byte${skipped}`,
  async () => {
    const data = await tempData();
    const baseUrl = await startStandIn();
    const { signal } = new AbortController();
    const wish = { seasons: undefined, only: undefined, force: false, sinceDays: 14, rate: [] };
    // The day after the last round that the recording has.
    const now = new Date('2026-07-27T18:00:00Z');
    const options = { data, source: { baseUrl }, wish, concurrency: 8, seed: false, signal, now };
    const { requests, plannedRequests } = await extract(options, silentProgress);
    expect(requests).toBe(plannedRequests);

    const stats = await (await fetch(new URL('/__stats', baseUrl))).json();
    expect(stats).toMatchObject({ requests, repeats: 0, throttled: 0 });
    expect(requests).toBeLessThanOrEqual(7494);

    const [seed, fresh] = [await readSnapshot(SEED_FOLDER), await readSnapshot(data.archive)];
    expect(Object.keys(fresh.lists)).toEqual(Object.keys(seed.lists));
    for (const [list, { version }] of Object.entries(fresh.lists)) {
      const seedVersion = seed.lists[list]?.version ?? '';
      const seedPages = gunzipSync(await readFile(versionFile(SEED_FOLDER, list, seedVersion)));
      const pages = gunzipSync(await readFile(versionFile(data.archive, list, version)));
      expect(pages.equals(seedPages), list).toBe(true);
    }
  },
  120_000,
);
