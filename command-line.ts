import yargs from 'yargs';
import { VERSION } from './command/program.js';
import { usageStrings } from './command/usage-strings.js';
import { DEFAULT_DATA } from './disk/data-folder.js';
import { archiveCommand } from './extract/archive/archive-command.js';
import { diffCommand } from './extract/archive/diff-command.js';
import { doctorCommand } from './extract/archive/doctor-command.js';
import { extractCommand } from './extract/command.js';
import { Fault } from './fault/fault.js';
import { commonFault } from './fault/faults.js';
import { loadCommand } from './load/command.js';
import { planCommand } from './load/plan-command.js';
import { dbCommand } from './load/postgres/embedded/db-command.js';
import { targetCommand } from './load/postgres/target-command.js';
import { rollbackCommand } from './load/rollback-command.js';
import { pipelineCommand } from './pipeline/command.js';
import { historyCommand } from './pipeline/history-command.js';
import { statusCommand } from './pipeline/status-command.js';
import { serveCommand } from './serve/command.js';
import { startCommand } from './serve/start-command.js';
import { transformCommand } from './transform/command.js';
import { exportCommand } from './transform/export/export-command.js';
import { queryCommand } from './transform/lake/query-command.js';
import { traceCommand } from './transform/trace/trace-command.js';

/** Help is as wide as the terminal, but not wider than this. */
const MOST_HELP_COLUMNS = 100;

/**
 * All commands and what they share, ready to parse `args`.
 *
 * @param columns how wide the terminal is
 */
export function commandLine(args: readonly string[], columns = MOST_HELP_COLUMNS) {
  return yargs([...args])
    .scriptName('lyzer-etl')
    .usage("Formula 1's whole history, from Jolpica's raw answers to tables in your own Postgres.")
    .option('data', {
      type: 'string',
      default: process.env.LYZER_DATA || DEFAULT_DATA,
      defaultDescription: 'LYZER_DATA, or data/',
      describe: 'folder of archive, lake and Postgres',
    })
    .option('json', {
      type: 'boolean',
      default: false,
      describe: 'print one JSON object',
    })
    .option('log', {
      choices: ['text', 'json'] as const,
      default: process.env.LYZER_LOG === 'json' ? ('json' as const) : ('text' as const),
      defaultDescription: 'LYZER_LOG, or text',
      describe: 'progress and faults on stderr: text, or lines of JSON',
    })
    .command(startCommand)
    .command(pipelineCommand)
    .command(extractCommand)
    .command(transformCommand)
    .command(loadCommand)
    .command(planCommand)
    .command(rollbackCommand)
    .command(targetCommand)
    .command(serveCommand)
    .command(dbCommand)
    .command(queryCommand)
    .command(exportCommand)
    .command(statusCommand)
    .command(historyCommand)
    .command(diffCommand)
    .command(doctorCommand)
    .command(traceCommand)
    .command(archiveCommand)
    .demandCommand(1, "no command given, one like 'pipeline' was expected")
    .strict()
    .recommendCommands()
    .updateStrings(usageStrings(lastWord(args)))
    .check(refuseMissingValues)
    .completion('completion', 'print a script that completes commands and options in bash or zsh')
    .version(VERSION)
    .wrap(Math.min(MOST_HELP_COLUMNS, columns))
    .fail((message, error) => {
      // Without a message, the error comes from a command's work, not from the arguments.
      if (error && (error instanceof Fault || !message)) throw error;
      // yargs writes JSON's quotes, and some faults on two lines.
      const what = hideSecrets(message, args).replaceAll('"', "'").replace(/\s+/g, ' ').trim();
      throw commonFault('USAGE', `${what}; --help lists what there is`);
    });
}

/** yargs takes an option without its value, a word where a number should be, and a repeated option. */
function refuseMissingValues(options: Record<string, unknown>): true {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === '') throw new Error(`no value given for '--${name}'`);
    if (Number.isNaN(value)) throw new Error(`'--${name}' takes a number`);
    if (Array.isArray(value) && name !== '_') throw new Error(`'--${name}' given twice`);
  }
  return true;
}

/** A message without the arguments that may have a password in them, like a URL without its --url. */
function hideSecrets(message: string, args: readonly string[]): string {
  const secrets = args.filter((arg) => /[@=]|:\//.test(arg));
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), message);
}

/** Of the words before the first option, the last: `stat` of `db stat --json`. */
function lastWord(words: readonly string[]): string {
  const end = words.findIndex((word) => word.startsWith('-'));
  return words.slice(0, end === -1 ? undefined : end).at(-1) ?? '';
}
