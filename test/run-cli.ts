import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';
import { COMPILED_FOLDER } from '../package/compile.js';

/** The program as it is packed; it starts in a third of the time that its sources take. */
export const CLI = join(COMPILED_FOLDER, 'cli.js');

export type CliEnd = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

type CliOptions = {
  /** Node's own flags. */
  readonly nodeFlags?: readonly string[];
  readonly env?: Record<string, string>;
  /** User and group to run as; only root may say so. */
  readonly uid?: number;
  readonly gid?: number;
};

/** Starts `lyzer-etl` in a process of its own. */
export function startCli(args: readonly string[], options: CliOptions = {}) {
  const { LYZER_DATA: _, ...env } = process.env;
  const { nodeFlags = [] } = options;
  const child: ChildProcess = spawn(process.execPath, [...nodeFlags, CLI, ...args], {
    ...options,
    cwd: PROGRAM_FOLDER,
    env: { ...env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const closed = new Promise<CliEnd>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    stderr += part;
  });
  const printed = new Promise<string>((resolve) => {
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      stdout += part;
      if (stdout.endsWith('\n')) resolve(stdout);
    });
    child.on('close', () => resolve(stdout));
  });
  return { child, closed, printed };
}

/** Runs `lyzer-etl` to its end. */
export function runCli(...args: string[]): Promise<CliEnd> {
  return startCli(args).closed;
}

/** The lines of a text that ends in a line break. */
export function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
