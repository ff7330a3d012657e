import type { CommandModule } from 'yargs';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import { table } from '../command/table.js';
import type { HistoryEntry } from '../extract/archive/history.js';

type HistoryArgs = CommonArgs & { readonly target: string | undefined };

export const historyCommand: CommandModule<CommonArgs, HistoryArgs> = {
  command: 'history',
  describe: 'list the snapshots of the archive, or the loads into a target, newest first',
  builder: (yargs) =>
    yargs
      .option('target', {
        type: 'string',
        describe: "list the loads into this target, for example 'local'",
      })
      .example('npm run history', 'what was fetched, when and from where')
      .example('npm run history -- --target local', 'what was loaded there'),
  handler: (args) =>
    args.target === undefined
      ? runCommand(
          args,
          async ({ data }) => {
            const { archiveOf } = await import('../extract/archive/archive.js');
            const { readHistory } = await import('../extract/archive/history.js');
            return readHistory(await archiveOf(data));
          },
          ({ archive, snapshots }) => describe(archive, snapshots),
        )
      : runTargetHistory(args, args.target),
};

async function runTargetHistory(args: CommonArgs, name: string): Promise<void> {
  // Imported late: the archive's history needs no Postgres.
  const [{ readHistory }, { describeHistory }, { findTarget }] = await Promise.all([
    import('../load/history.js'),
    import('../load/describe.js'),
    import('../load/postgres/find-target.js'),
  ]);
  await runCommand(
    args,
    async ({ data, progress, signal }) =>
      readHistory({ data, target: await findTarget(name), signal }, progress),
    describeHistory,
  );
}

function describe(archive: string, snapshots: readonly HistoryEntry[]): string {
  const rows = snapshots.map(({ id, createdAt, lists, newLists, failedLists, source }) => [
    id,
    createdAt,
    String(lists),
    String(newLists),
    String(failedLists),
    source.note ?? source.baseUrl,
  ]);
  const head = ['snapshot', 'made at', 'lists', 'new', 'failed', 'from'];
  return [`Snapshots of ${archive}, newest first:`, '', table(head, rows)].join('\n');
}
