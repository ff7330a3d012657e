import { join } from 'node:path';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { reportError } from '../command/run-command.js';
import { DEFAULT_DATA, dataFolder, PROGRAM_FOLDER } from '../disk/data-folder.js';
import { writeWhole } from '../disk/write-whole.js';
import { EXIT } from '../fault/fault.js';
import { commonFault } from '../fault/faults.js';
import { readLake } from '../transform/lake/lake.js';
import { describeReconciliation } from './describe-reconciliation.js';
import { reconcile } from './reconcile.js';
import { TRUTH_PAGE, truthPage } from './truth-page.js';

// `npm run reconcile`: the lake beside f1db, value by value.
try {
  const args = await yargs(hideBin(process.argv))
    .scriptName('npm run reconcile --')
    .option('data', {
      type: 'string',
      default: process.env.LYZER_DATA || DEFAULT_DATA,
      defaultDescription: 'LYZER_DATA, or data/',
      describe: 'folder of the lake',
    })
    .option('f1db', {
      type: 'string',
      default: join(PROGRAM_FOLDER, '..', 'shared', 'f1db'),
      defaultDescription: '../shared/f1db',
      describe: "folder of f1db's release as CSV files, or of its YAML made to tables",
    })
    .option('write', {
      type: 'boolean',
      default: false,
      describe: 'write docs/truth.md anew',
    })
    .strict()
    .version(false)
    .fail((message, error) => {
      throw error ?? commonFault('USAGE', `${message}; --help lists what there is`);
    })
    .parseAsync();
  const reconciliation = await reconcile(await readLake(dataFolder(args.data).lake), args.f1db);
  if (args.write) await writeWhole(TRUTH_PAGE, truthPage(reconciliation));
  process.stdout.write(`${describeReconciliation(reconciliation)}\n`);
  if (reconciliation.differences.some((difference) => difference.class === null)) {
    process.exitCode = EXIT.failed;
  }
} catch (error) {
  process.exitCode = reportError(error);
}
