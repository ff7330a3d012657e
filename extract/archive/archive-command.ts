import type { CommandModule } from 'yargs';
import { countOf } from '../../command/count-of.js';
import { onDemand } from '../../command/on-demand.js';
import { type CommonArgs, runCommand } from '../../command/run-command.js';
import { extractFault } from '../faults.js';

type PruneArgs = CommonArgs & { readonly keep: number };

const prune = onDemand(async () => {
  const { pruneArchive } = await import('./prune.js');
  const { withArchive } = await import('./with-archive.js');
  return (archive: string, keep: number) => withArchive(archive, () => pruneArchive(archive, keep));
});

const pruneCommand: CommandModule<CommonArgs, PruneArgs> = {
  command: 'prune',
  describe: 'remove old snapshots, and files that no kept snapshot needs',
  builder: (yargs) =>
    yargs
      .option('keep', {
        type: 'number',
        demandOption: true,
        describe: 'how many snapshots to keep, the newest',
      })
      .example('npm run archive -- prune --keep 5', 'keep five states to go back to'),
  handler: (args) =>
    runCommand(
      args,
      async ({ data }) => {
        if (!Number.isInteger(args.keep) || args.keep < 1) {
          const sentence = `'${args.keep}' given as --keep, a whole number from 1 on was expected`;
          throw extractFault('OPTION_INVALID', sentence);
        }
        return prune(data.archive, args.keep);
      },
      ({ removed, kept, files }) =>
        `${countOf(removed.length, 'snapshot')} and ${countOf(files, 'file')} removed, ${countOf(kept.length, 'snapshot')} kept.`,
    ),
};

export const archiveCommand: CommandModule<CommonArgs, CommonArgs> = {
  command: 'archive',
  describe: 'look after the archive: prune',
  builder: (yargs) =>
    yargs
      .command(pruneCommand)
      .demandCommand(1, "no command given, 'prune' was expected")
      .example('npm run archive -- prune --keep 5', 'keep five states to go back to'),
  handler: () => {},
};
