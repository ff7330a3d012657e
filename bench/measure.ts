import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';

/** Seconds that work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Runs a process to its end and returns what it printed.
 *
 * @throws {Error} with its last words when it did not end well
 */
export async function runProcess(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const run = spawn(command, args, {
    cwd: PROGRAM_FOLDER,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([
    text(run.stdout),
    text(run.stderr),
    once(run, 'close'),
  ]);
  if (run.exitCode === 0) return stdout;
  const lastWords = `${stdout}${stderr}`.trim().split('\n').slice(-3).join(' ');
  throw new Error(`'${command}' ended with ${run.exitCode} (${lastWords})`);
}
