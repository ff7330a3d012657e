import { type DataFolder, dataFolder } from '../disk/data-folder.js';
import { commandWords } from '../fault/command-words.js';
import { EXIT, Fault } from '../fault/fault.js';
import { commonFault } from '../fault/faults.js';
import { type Progress, stderrProgress } from './progress.js';

/** Options of every command; registered once in command-line.ts. */
export type CommonArgs = { readonly data: string; readonly json: boolean };

/** What a command's work receives. */
export type CommandContext = {
  readonly data: DataFolder;
  readonly progress: Progress;
  /** Aborted by Ctrl-C or SIGTERM: stop soon and leave everything whole. */
  readonly signal: AbortSignal;
};

/**
 * Runs a command's one function and prints its result: as one JSON object with
 * `--json`, otherwise as the text that `describe` returns.
 * A fault becomes one line on stderr and the process's exit code.
 */
export async function runCommand<Result extends object>(
  args: CommonArgs,
  work: (context: CommandContext) => Promise<Result>,
  describe: (result: Result) => string,
): Promise<void> {
  await withContext(args, async (context) => printResult(args, await work(context), describe));
}

/** Prints a command's result on stdout, as JSON or as text. */
export function printResult<Result extends object>(
  { json }: CommonArgs,
  result: Result,
  describe: (result: Result) => string,
): void {
  process.stdout.write(`${json ? JSON.stringify(result) : commandWords(describe(result))}\n`);
}

/** Runs work that prints its own result; handles signals and faults as runCommand does. */
export async function withContext(
  args: CommonArgs,
  work: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const interruption = new AbortController();
  const interrupt = () => {
    // A second Ctrl-C ends the process at once.
    if (interruption.signal.aborted) process.exit(EXIT.interrupted);
    interruption.abort(commonFault('INTERRUPTED', 'stopped on request'));
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const progress = stderrProgress();
  try {
    await work({ data: dataFolder(args.data), progress, signal: interruption.signal });
  } catch (error) {
    progress.close();
    process.exitCode = reportError(
      interruption.signal.aborted ? interruption.signal.reason : error,
    );
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

/** Prints an error on stderr and returns the exit code for it. */
export function reportError(error: unknown): number {
  if (error instanceof Fault) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`BUG: this should not happen, please report it\n${stack}\n`);
  return EXIT.failed;
}
