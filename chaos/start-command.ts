import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';
import { COMPILED_FOLDER } from '../package/compile.js';

export type CommandEnd = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** It was ended because it did not end by itself. */
  readonly hangs: boolean;
};

/** A command of the program in a process group of its own. */
export type RunningCommand = {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly ended: Promise<CommandEnd>;
  /** What it printed so far. */
  stdout(): string;
  /** Sends a signal to it; nothing if it has ended. */
  signal(name: NodeJS.Signals): void;
};

export type CommandOptions = { readonly clockAheadMs?: number; readonly configFolder: string };

/** With it, `serve` answers SQL. */
export const TOKEN = 'the-token-of-chaos';
const TOKENS = `chaos:read:${createHash('sha256').update(TOKEN).digest('hex')}`;

const CLI = join(COMPILED_FOLDER, 'cli.js');
/** All that a command waits for takes less, on the slowest machine tried. */
const HANGS_MS = 5 * 60_000;
const groups = new Set<number>();

/** Starts a command; `clockAheadMs` is how far its clock is ahead, of JavaScript only. */
export function startCommand(
  args: readonly string[],
  { clockAheadMs = 0, configFolder }: CommandOptions,
): RunningCommand {
  const { LYZER_DATA: _, LYZER_LOG: __, ...env } = process.env;
  const clock = clockAheadMs === 0 ? [] : ['--import', clockModule(clockAheadMs)];
  const child = spawn(process.execPath, [...clock, CLI, ...args], {
    cwd: PROGRAM_FOLDER,
    env: { ...env, XDG_CONFIG_HOME: configFolder, LYZER_SERVE_TOKENS: TOKENS },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const pid = child.pid ?? 0;
  groups.add(pid);
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    stdout += part;
  });
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    stderr += part;
  });
  let hangs = false;
  const watch = setTimeout(() => {
    hangs = child.kill('SIGKILL');
  }, HANGS_MS);
  const ended = new Promise<CommandEnd>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr, hangs }));
  }).finally(() => clearTimeout(watch));
  const signal = (name: NodeJS.Signals) => void child.kill(name);
  return { child, pid, ended, stdout: () => stdout, signal };
}

/** The process groups of commands in which a process still runs. */
export function groupsAlive(): number[] {
  for (const group of groups) {
    try {
      process.kill(-group, 0);
    } catch {
      groups.delete(group);
    }
  }
  return [...groups];
}

/** Ends all that was started, with what it started itself. */
export function killAll() {
  for (const group of groupsAlive()) process.kill(-group, 'SIGKILL');
}

/** JavaScript that sets the clock ahead, to be loaded before the program. */
function clockModule(aheadMs: number): string {
  const code = `const Real = Date;
globalThis.Date = class Date extends Real {
  constructor(...given) { if (given.length) super(...given); else super(Real.now() + ${aheadMs}); }
  static now() { return Real.now() + ${aheadMs}; }
};
const origin = performance.timeOrigin + ${aheadMs};
Object.defineProperty(performance, 'timeOrigin', { get: () => origin });`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
