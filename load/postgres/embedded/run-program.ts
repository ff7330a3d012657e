import { spawn } from 'node:child_process';
import { parse } from 'node:path';
import { causeText } from '../../../fault/fault.js';

/** The result of a program; `code` is -1 if it could not be started. */
export type ProgramRun = { readonly code: number; readonly output: string };

/** A user of the operating system. */
export type SystemUser = { readonly uid: number; readonly gid: number };

type RunOptions = {
  /** The user to run it as; only root may give one. */
  readonly user?: SystemUser | undefined;
  readonly input?: string;
};

/** Runs a program to its end and returns its output. Never throws. */
export function runProgram(
  file: string,
  args: readonly string[],
  { user, input = '' }: RunOptions = {},
): Promise<ProgramRun> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      ...user,
      // The other user may not be allowed to enter the current folder.
      cwd: parse(process.execPath).root,
      env: cleanEnvironment(),
      windowsHide: true,
    });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.stderr.on('data', (part: Buffer) => parts.push(part));
    child.on('error', (error) => resolve({ code: -1, output: causeText(error) }));
    child.on('close', (code) =>
      resolve({ code: code ?? -1, output: Buffer.concat(parts).toString('utf8') }),
    );
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** The last lines of a program's output that are not empty, on one line. */
export function lastWords(output: string, lines = 2): string {
  const said = output.split('\n').filter((line) => line.trim() !== '');
  return causeText(said.slice(-lines).join(' '));
}

// PGDATA, PGPORT and similar variables would change what the programs do. A locale would
// change the messages that we search for.
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
