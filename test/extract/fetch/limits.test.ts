import { expect } from 'vitest';
import type { DataFolder } from '../../../disk/data-folder.js';
import { readSnapshot, verifyLists } from '../../../extract/archive/archive.js';
import { runCli } from '../../run-cli.js';
import { tempData } from '../../temp-folder.js';
import { startStandIn, testWithStandIn } from '../stand-in.js';

const RATE = '4/s,500/h';
const SEASONS = ['--seasons', '2021-2023'];
// Calendars 3 pages, qualifying 15, sprints 4, standings 6, stops 67; then results 15.
const FIRST = 'races,qualifying,sprint,driverstandings,constructorstandings,pitstops';

testWithStandIn(
  'at the real limits nothing is refused in 110 requests, of two commands at once, nor right after',
  async () => {
    const data = await tempData();
    const server = await startStandIn('--rate', RATE);
    const first = () => extractNow(data, server.baseUrl, '--only', FIRST);
    const runs = await Promise.all([first(), first()]);
    expect(runs.map(({ code }) => code).toSorted()).toEqual([0, 3]);
    expect(runs.find(({ code }) => code === 3)?.stderr).toMatch(
      /^ARCHIVE_BUSY: another run uses '.*' \('.*lock': process \d+ on '.*' since .*\); wait for it to end/m,
    );
    const after = await extractNow(data, server.baseUrl, '--only', 'results');
    expect(after.code).toBe(0);
    expect(await server.stats()).toMatchObject({ requests: 110, throttled: 0, repeats: 0 });
    const snapshot = await readSnapshot(data.archive);
    await verifyLists(data.archive, snapshot);
    expect(Object.keys(snapshot.lists)).toHaveLength(84);
  },
);

function extractNow({ root }: DataFolder, baseUrl: string, ...what: readonly string[]) {
  const where = ['--data', root, '--base-url', baseUrl, '--no-seed', '--rate', RATE];
  return runCli('extract', ...where, ...SEASONS, ...what);
}
