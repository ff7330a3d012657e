import { join } from 'node:path';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { reportError } from '../command/run-command.js';
import { DEFAULT_DATA, dataFolder, PROGRAM_FOLDER } from '../disk/data-folder.js';
import { readLake } from '../transform/lake/lake.js';
import { reconcile } from './reconcile.js';

try {
  const args = await yargs(hideBin(process.argv))
    .option('data', { type: 'string', default: process.env.LYZER_DATA || DEFAULT_DATA })
    .option('f1db', {
      type: 'string',
      default: join(PROGRAM_FOLDER, '..', 'shared', 'f1db'),
      describe: "folder of f1db's tables as CSV files",
    })
    .strict()
    .parseAsync();
  const lake = await readLake(dataFolder(args.data).lake);
  const { counts, differences } = await reconcile(lake, args.f1db);
  const unclassified = differences.filter(({ explanations }) => explanations !== 1);
  for (const { subject, field, compared, equal } of counts) {
    const of = differences.filter((d) => d.subject === subject && d.field === field);
    const open = of.filter(({ explanations }) => explanations !== 1).length;
    console.log([subject, field, compared, equal, of.length, open].join('\t'));
  }
  console.log('unclassified', unclassified.length);
} catch (error) {
  process.exitCode = reportError(error);
}
