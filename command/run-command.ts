import { type DataFolder, dataFolder } from '../disk/data-folder.js';
import { commandWords } from '../fault/command-words.js';
import { causeText, EXIT, Fault } from '../fault/fault.js';
import { commonFault } from '../fault/faults.js';
import { logLine } from './json-log.js';
import { type Progress, stderrProgress } from './progress.js';
import { wrap } from './wrap.js';

/** Options of every command; registered once in command-line.ts. */
export type CommonArgs = {
  readonly data: string;
  readonly json: boolean;
  readonly log: LogFormat;
};

/** How progress and faults are written to stderr. */
export type LogFormat = 'text' | 'json';

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
 * A fault becomes one line on stderr and the process's exit code; with `--json` it is on stdout too.
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
  const text = json ? JSON.stringify(result) : wrap(commandWords(describe(result)));
  process.stdout.write(`${text}\n`);
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
  const progress = stderrProgress(args.log);
  try {
    await work({ data: dataFolder(args.data), progress, signal: interruption.signal });
  } catch (error) {
    progress.close();
    const reason = interruption.signal.aborted ? interruption.signal.reason : error;
    process.exitCode = reportError(reason, args);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

/**
 * Prints an error on stderr and returns the exit code for it.
 *
 * @param args with `json`, stdout gets it as an object too: `{"error": {"code", "message", "exitCode"}}`
 */
export function reportError(
  error: unknown,
  { json, log }: Pick<CommonArgs, 'json' | 'log'> = { json: false, log: 'text' },
): number {
  const { code, message, exitCode, text } = told(error);
  const line = logLine('error', { code, message, exitCode });
  process.stderr.write(log === 'json' ? line : `${text}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message, exitCode } })}\n`);
  return exitCode;
}

function told(error: unknown) {
  if (error instanceof Fault) {
    const { code, exitCode } = error;
    return { code, message: error.message.slice(code.length + 2), exitCode, text: error.message };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text = `BUG: this should not happen, please report it\n${stack}`;
  return { code: 'BUG', message: causeText(error), exitCode: EXIT.failed, text };
}
