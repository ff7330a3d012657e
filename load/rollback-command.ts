import type { CommandModule } from 'yargs';
import { longExample } from '../command/long-example.js';
import { onDemand } from '../command/on-demand.js';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import { describeHistory, describeLoad } from './describe.js';
import { type ChangeArgs, waitsOf, withChangeOptions } from './postgres/target-option.js';

type RollbackArgs = ChangeArgs & { readonly to: number };

const rollback = onDemand(async () => (await import('./rollback.js')).rollback);
const readHistory = onDemand(async () => (await import('./history.js')).readHistory);
const confirmChange = onDemand(async () => (await import('./confirm-change.js')).confirmChange);
const targetOf = onDemand(async () => (await import('./postgres/find-target.js')).targetOf);

export const rollbackCommand: CommandModule<CommonArgs, RollbackArgs> = {
  command: 'rollback',
  describe: 'restore the rows that a target had after an earlier load',
  builder: (yargs) =>
    withChangeOptions(yargs)
      .option('to', {
        type: 'number',
        demandOption: true,
        describe: 'the load, by its number; history --target lists them',
      })
      .example(
        ...longExample('npm run rollback -- --target prod --to 3', 'as it was after load 3'),
      ),
  handler: (args) =>
    runCommand(
      args,
      async ({ data, progress, signal }) => {
        const { to, yes } = args;
        const target = await targetOf(args);
        const confirmed = await confirmChange({
          ...{ target, yes },
          preview: async () =>
            describeHistory(await readHistory({ data, target, signal }, progress)),
        });
        return rollback({ data, target, to, confirmed, ...waitsOf(args), signal }, progress);
      },
      describeLoad,
    ),
};
