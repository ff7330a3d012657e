import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../command/data-folder.js';
import { leastMs } from '../extract/limiter.js';
import { parseRate } from '../extract/rate.js';
import { isStandInHere, runStandIn } from '../test/extract/run-stand-in.js';

/** On both sides: the stand-in counts in fixed windows of the clock, we in sliding ones. */
const RATE = '40/s,4000/10s';
const WHAT = ['--no-seed', '--rate', RATE];

const planSchema = z.object({ requests: z.number(), lowerBound: z.number() });
const resultSchema = z.object({ requests: z.number(), seconds: z.number() });

/** Everything from nothing, by the command itself, from the stand-in for Jolpica at its limits. */
export async function bench(): Promise<string> {
  if (!isStandInHere) return 'extract: skipped, no stand-in for Jolpica beside this clone';
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-bench-'));
  const server = await runStandIn('--rate', RATE);
  try {
    const where = ['extract', '--data', folder, '--base-url', server.baseUrl, ...WHAT, '--json'];
    const plan = planSchema.parse(JSON.parse((await runCli([...where, '--plan'])).stdout));
    const run = await runCli(where);
    const { requests, seconds } = resultSchema.parse(JSON.parse(run.stdout));
    const { throttled, repeats } = await server.stats();
    const leastSeconds = leastMs(parseRate(RATE), requests) / 1000;
    return [
      `extract of everything from nothing, ${RATE} on both sides`,
      `  requests                       ${requests}, planned ${plan.requests}, lower bound ${plan.lowerBound}`,
      `  refused, repeated              ${throttled}, ${repeats}, to be 0, 0`,
      `  wall time                      ${seconds.toFixed(1)} s`,
      `  legal minimum                  ${leastSeconds.toFixed(1)} s`,
      `  ratio, but for one second      ${((seconds - 1) / leastSeconds).toFixed(3)}, to be at most 1.02`,
      `  peak memory of the command     ${run.peakMegabytes.toFixed(0)} MB, to be under 200`,
    ].join('\n');
  } finally {
    server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the command as a person would, with a word at its exit on the most memory it had. */
async function runCli(args: readonly string[]) {
  const told =
    "process.on('exit', () => process.stderr.write(`maxRSS ${process.resourceUsage().maxRSS}\\n`))";
  const inspector = `data:text/javascript,${encodeURIComponent(told)}`;
  const node = ['--import', 'tsx', '--import', inspector, 'cli.ts', ...args];
  const run = spawn(process.execPath, node, {
    cwd: PROGRAM_FOLDER,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([
    text(run.stdout),
    text(run.stderr),
    once(run, 'exit'),
  ]);
  const kilobytes = Number(/maxRSS (\d+)/.exec(stderr)?.[1]);
  if (run.exitCode !== 0) throw new Error(`extract ended with ${run.exitCode}: ${stderr}`);
  return { stdout, peakMegabytes: kilobytes / 1024 };
}
