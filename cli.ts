import { join } from 'node:path';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { PROGRAM_FOLDER } from './command/data-folder.js';
import { EXIT, Fault } from './command/fault.js';
import { VERSION } from './command/program.js';
import { reportError } from './command/run-command.js';
import { archiveCommand } from './extract/archive-command.js';
import { extractCommand } from './extract/command.js';
import { diffCommand } from './extract/diff-command.js';
import { doctorCommand } from './extract/doctor-command.js';
import { historyCommand } from './extract/history-command.js';
import { loadCommand } from './load/command.js';
import { dbCommand } from './load/db-command.js';
import { pipelineCommand } from './pipeline/command.js';
import { startCommand } from './pipeline/start-command.js';
import { transformCommand } from './transform/command.js';

const HELP_COLUMNS = 100;

try {
  await yargs(hideBin(process.argv))
    .scriptName('lyzer-etl')
    .usage("Formula 1's whole history, from Jolpica's raw answers to tables in your own Postgres.")
    .option('data', {
      type: 'string',
      default: process.env.LYZER_DATA ?? join(PROGRAM_FOLDER, 'data'),
      defaultDescription: 'LYZER_DATA, or data/',
      describe: 'folder of archive, lake and embedded Postgres',
    })
    .option('json', {
      type: 'boolean',
      default: false,
      describe: 'print the result as one JSON object',
    })
    .command(startCommand)
    .command(pipelineCommand)
    .command(extractCommand)
    .command(transformCommand)
    .command(loadCommand)
    .command(dbCommand)
    .command(historyCommand)
    .command(diffCommand)
    .command(doctorCommand)
    .command(archiveCommand)
    .demandCommand(1, "no command given, one like 'pipeline' was expected")
    .strict()
    .recommendCommands()
    .version(VERSION)
    .wrap(HELP_COLUMNS)
    .fail((message, error) => {
      if (error) throw error;
      const what = message.replace(/\s+/g, ' ').trim();
      throw new Fault('USAGE', `${what}; --help tells what there is`, EXIT.usage);
    })
    .parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
