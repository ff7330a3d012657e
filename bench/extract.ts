import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';
import { leastMs } from '../extract/fetch/limiter.js';
import { parseRate } from '../extract/fetch/rate.js';
import { EVERYTHING } from '../extract/plan/extract-request.js';
import { makePlan } from '../extract/plan/plan.js';
import { readPlanState } from '../extract/plan/plan-state.js';
import { isStandInHere, runStandIn } from '../test/extract/run-stand-in.js';

/** On both sides: the stand-in counts in fixed windows of the clock, we in sliding ones. */
const RATE = '40/s,4000/10s';
/** The day after the last round that the recording has: later ones are not due yet. */
const NOW = new Date('2026-07-27T18:00:00Z');

const runSchema = z.object({
  result: z.object({ requests: z.number(), seconds: z.number() }),
  peakMegabytes: z.number(),
});

/** Everything from nothing, in a process of its own, from the stand-in for Jolpica at its limits. */
export async function bench(): Promise<string> {
  if (!isStandInHere) return 'extract: skipped, no stand-in for Jolpica beside this clone';
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-bench-'));
  const server = await runStandIn('--rate', RATE);
  try {
    const rate = parseRate(RATE);
    const request = { ...EVERYTHING, rate };
    const archive = join(folder, 'archive');
    const plan = makePlan(await readPlanState(archive, undefined, request, NOW));
    const { result, peakMegabytes } = await runExtract(folder, server.baseUrl);
    const { throttled, repeats } = await server.stats();
    const leastSeconds = leastMs(rate, result.requests) / 1000;
    const most = 1.02 * leastSeconds + 1;
    const ratio = (result.seconds / leastSeconds).toFixed(3);
    return [
      `extract of everything from nothing, ${RATE} on both sides`,
      `  requests               ${result.requests}, planned ${plan.requests}, lower bound ${plan.lowerBound}`,
      `  refused, repeated      ${throttled}, ${repeats}, to be 0, 0`,
      `  wall time              ${result.seconds.toFixed(1)} s, to be at most ${most.toFixed(1)} s`,
      `  legal minimum          ${leastSeconds.toFixed(1)} s, ratio ${ratio}`,
      `  peak memory            ${peakMegabytes.toFixed(0)} MB, to be under 200`,
    ].join('\n');
  } finally {
    server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function runExtract(folder: string, baseUrl: string) {
  const script = join('bench', 'extract-run.ts');
  const how = JSON.stringify({ rate: parseRate(RATE), now: NOW });
  const args = ['--import', 'tsx', script, folder, baseUrl, how];
  const run = spawn(process.execPath, args, {
    cwd: PROGRAM_FOLDER,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [stdout] = await Promise.all([text(run.stdout), once(run, 'exit')]);
  if (run.exitCode !== 0) throw new Error(`the extraction ended with ${run.exitCode}`);
  return runSchema.parse(JSON.parse(stdout));
}
