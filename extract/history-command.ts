import type { CommandModule } from 'yargs';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import { table } from '../command/table.js';
import type { HistoryEntry } from './history.js';

export const historyCommand: CommandModule<CommonArgs, CommonArgs> = {
  command: 'history',
  describe: 'list the snapshots of the archive, newest first',
  builder: (yargs) => yargs.example('npm run history', 'what was fetched when, and from whom'),
  handler: (args) =>
    runCommand(
      args,
      async ({ data }) => {
        const { archiveOf } = await import('./archive.js');
        const { readHistory } = await import('./history.js');
        return readHistory(await archiveOf(data));
      },
      ({ archive, snapshots }) => describe(archive, snapshots),
    ),
};

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
