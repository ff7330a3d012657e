import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';

export type CliEnd = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

type CliOptions = {
  /** Node's own flags, unless the usual ones. */
  readonly nodeFlags?: readonly string[];
  readonly env?: Record<string, string>;
  /** User and group to run as; only root may say so. */
  readonly uid?: number;
  readonly gid?: number;
};

/** Starts `lyzer-etl` in a process of its own. */
export function startCli(args: readonly string[], options: CliOptions = {}) {
  const { LYZER_DATA: _, ...env } = process.env;
  const { nodeFlags = ['--import', 'tsx'] } = options;
  const child: ChildProcess = spawn(process.execPath, [...nodeFlags, 'cli.ts', ...args], {
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

/** Node's own flags in package.json's script of a command. */
export async function nodeFlagsOf(command: string): Promise<string[]> {
  const file = join(PROGRAM_FOLDER, 'package.json');
  const { scripts } = JSON.parse(await readFile(file, 'utf8'));
  const words: string[] = scripts[command].split(' ');
  return words.slice(1, words.indexOf('cli.ts'));
}

/** The lines of a text that ends in a line break. */
export function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
