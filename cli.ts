import { join } from 'node:path';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { PROGRAM_FOLDER } from './command/data-folder.js';
import { EXIT, Fault } from './command/fault.js';
import { VERSION } from './command/program.js';
import { reportError } from './command/run-command.js';
import { extractCommand } from './extract/command.js';

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
  .command(extractCommand)
  .demandCommand(1, 'COMMAND_MISSING: no command given; --help lists them')
  .strict()
  .recommendCommands()
  .version(VERSION)
  .fail((message, error) => {
    if (error) throw error;
    throw new Fault('USAGE', `${message}; --help tells what there is`, EXIT.usage);
  })
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = reportError(error);
  });
