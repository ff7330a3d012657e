import { expect, test } from 'vitest';
import { startCli } from '../run-cli.js';
import { tempData } from '../temp-folder.js';
import { peakMegabytes } from './peak-megabytes.js';
import { startStandIn, testWithStandIn } from './stand-in.js';

const MOST_MEGABYTES = 200;
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
