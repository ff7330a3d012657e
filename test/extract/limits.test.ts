import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished } from 'vitest';
import { type DataFolder, PROGRAM_FOLDER } from '../../command/data-folder.js';
import { readSnapshot } from '../../extract/archive.js';
import { parseRate } from '../../extract/rate.js';
import { tempData } from '../temp-folder.js';
import { extractFrom, startStandIn, testWithStandIn } from './stand-in.js';

const RATE = '4/s,500/h';
// Seasons 1 page, circuits 1, constructors 3, drivers 9, status 2; races 12, sprint 6.
const DIMENSIONS = ['seasons', 'circuits', 'constructors', 'drivers', 'status'] as const;

testWithStandIn('at the real limits nothing is refused, nor right after a run', async () => {
  const data = await tempData();
  const server = await startStandIn('--rate', RATE);
  const rate = parseRate(RATE);
  await extractFrom(data, server, { rate, only: new Set(DIMENSIONS) });
  await extractFrom(data, server, { rate, only: new Set(['races', 'sprint'] as const) });
  expect(await server.stats()).toMatchObject({ requests: 34, throttled: 0, repeats: 0 });
});

testWithStandIn('of two commands at once one does the work and the other is refused', async () => {
  const data = await tempData();
  const server = await startStandIn('--rate', RATE);
  const runs = await Promise.all([runCli(data, server.baseUrl), runCli(data, server.baseUrl)]);
  expect(runs.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 3]);
  const refused = runs.find(({ exitCode }) => exitCode === 3);
  expect(refused?.stderr).toMatch(/^ARCHIVE_BUSY: another run uses '.*'; wait for it to end/m);
  expect(await server.stats()).toMatchObject({ throttled: 0, repeats: 0, requests: 16 });
  expect(Object.keys((await readSnapshot(data.archive)).lists)).toHaveLength(5);
});

async function runCli({ root }: DataFolder, baseUrl: string) {
  const where = ['--data', root, '--base-url', baseUrl, '--no-seed'];
  const what = ['--only', DIMENSIONS.join(), '--rate', RATE];
  const args = ['--import', 'tsx', 'cli.ts', 'extract', ...where, ...what];
  const run = spawn(process.execPath, args, {
    cwd: PROGRAM_FOLDER,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void run.kill('SIGKILL'));
  const [stderr] = await Promise.all([text(run.stderr), once(run, 'exit')]);
  return { exitCode: run.exitCode, stderr };
}
