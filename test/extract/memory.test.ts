import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startCli } from '../run-cli.js';
import { tempData } from '../temp-folder.js';
import { startStandIn, testWithStandIn } from './stand-in.js';

const MOST_MEGABYTES = 200;
const SAMPLE_MS = 20;
const isLinux = process.platform === 'linux';
const skipped = isLinux ? '' : ' (skipped: /proc is needed)';

// What takes most at once: the longest list, and many lists of many pages.
(isLinux ? testWithStandIn : test.skip)(
  `it takes under ${MOST_MEGABYTES} MB, as the packed program runs it${skipped}`,
  async () => {
    const data = await tempData();
    const { baseUrl } = await startStandIn();
    const where = ['--data', data.root, '--base-url', baseUrl, '--no-seed', '--rate', 'off'];
    for (const what of [
      ['--only', 'results,qualifying'],
      ['--only', 'laps', '--seasons', '2021-2023'],
    ]) {
      const { child, closed } = startCli(['extract', ...where, ...what]);
      const peak = await peakMegabytes(child.pid ?? 0);
      expect((await closed).code).toBe(0);
      expect(peak).toBeGreaterThan(0);
      expect(peak).toBeLessThan(MOST_MEGABYTES);
    }
  },
);

/** The most memory that a process ever had, by the time it ended. */
async function peakMegabytes(pid: number): Promise<number> {
  for (let kilobytes = 0; ; await sleep(SAMPLE_MS)) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    if (found === undefined) return (kilobytes * 1024) / 1e6;
    kilobytes = Number(found);
  }
}
