import type { CommandModule } from 'yargs';
import { onDemand } from '../command/on-demand.js';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import { table } from '../command/table.js';
import type { HistoryEntry } from '../extract/archive/history.js';
import { describeHistory } from '../load/describe.js';
import { LOCAL } from '../load/postgres/target.js';

type HistoryArgs = CommonArgs & {
  readonly target: string | undefined;
  readonly url: string | undefined;
};

const archiveOf = onDemand(async () => (await import('../extract/archive/archive.js')).archiveOf);
const readHistory = onDemand(
  async () => (await import('../extract/archive/history.js')).readHistory,
);
const readLoads = onDemand(async () => (await import('../load/history.js')).readHistory);
const targetOf = onDemand(async () => (await import('../load/postgres/find-target.js')).targetOf);

export const historyCommand: CommandModule<CommonArgs, HistoryArgs> = {
  command: 'history',
  describe: 'list the snapshots of the archive, or the loads into a target, newest first',
  builder: (yargs) =>
    yargs
      .option('target', {
        type: 'string',
        describe: "list the loads into this target, for example 'local'",
      })
      .option('url', { type: 'string', describe: 'list the loads into this Postgres' })
      .example('npm run history', 'what was fetched, when and from where')
      .example('npm run history -- --target local', 'what was loaded there'),
  handler: (args) =>
    args.target === undefined && args.url === undefined
      ? runCommand(
          args,
          async ({ data }) => readHistory(await archiveOf(data)),
          ({ archive, snapshots }) => describe(archive, snapshots),
        )
      : runTargetHistory(args),
};

async function runTargetHistory(args: HistoryArgs): Promise<void> {
  const { target = LOCAL, url } = args;
  await runCommand(
    args,
    async ({ data, progress, signal }) =>
      readLoads({ data, target: await targetOf({ target, url }), signal }, progress),
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
