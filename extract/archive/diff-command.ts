import type { CommandModule } from 'yargs';
import { groupBy } from '../../command/group-by.js';
import { longExample } from '../../command/long-example.js';
import { onDemand } from '../../command/on-demand.js';
import { type CommonArgs, runCommand } from '../../command/run-command.js';
import { table } from '../../command/table.js';
import type { Diff, RowCount } from './diff.js';

type DiffArgs = CommonArgs & { readonly from: string; readonly to: string };

const SHOWN_CHANGES = 200;

const archiveOf = onDemand(async () => (await import('./archive.js')).archiveOf);
const readSnapshot = onDemand(async () => (await import('./archive.js')).readSnapshot);
const diffSnapshots = onDemand(async () => (await import('./diff.js')).diffSnapshots);

export const diffCommand: CommandModule<CommonArgs, DiffArgs> = {
  command: 'diff <from> <to>',
  describe: 'print what differs between two snapshots, row by row',
  builder: (yargs) =>
    yargs
      .positional('from', { type: 'string', demandOption: true, describe: 'the older snapshot' })
      .positional('to', { type: 'string', demandOption: true, describe: 'the newer snapshot' })
      .example(
        ...longExample(
          'npm run diff -- 20260727T181500Z-1f0c9a22 20260803T070000Z-5b7e2c10',
          "who lost which points, and what is new, of two in 'npm run history'",
        ),
      ),
  handler: (args) =>
    runCommand(
      args,
      async ({ data }) => {
        const archive = await archiveOf(data);
        const from = await readSnapshot(archive, args.from);
        return diffSnapshots(archive, from, await readSnapshot(archive, args.to));
      },
      describeDiff,
    ),
};

/** Prints a difference as tables. */
export function describeDiff({ from, to, lists, counts, changes }: Diff): string {
  const { added, changed, removed } = lists;
  const head = `Lists from ${from} to ${to}: ${added.length} added, ${changed.length} changed, ${removed.length} removed.`;
  const rows = changes.flatMap(({ resource, key, fields }) => {
    const own = fields.filter(({ field }) => !isDescription(field));
    const texts = own.map(
      (change) => `${change.field} ${change.old ?? '-'} → ${change.new ?? '-'}`,
    );
    return own.length > 0 ? [[resource, key, texts.join(', ')]] : [];
  });
  const shown = rows.slice(0, SHOWN_CHANGES);
  const more = rows.length > shown.length ? [`… and ${rows.length - shown.length} more`] : [];
  const changedRows =
    rows.length > 0
      ? ['', 'Rows changed:', '', table(['resource', 'row', 'change'], shown), ...more]
      : [];
  const rounds = counts.length > 0 ? ['', 'Rows added and removed:', '', countTable(counts)] : [];
  const nothing = counts.length + rows.length === 0 ? ['No row differs.'] : [];
  return [head, ...changedRows, ...rounds, ...nothing].join('\n');
}

/** Names and addresses that a row repeats from its driver and the like; --json has them too. */
function isDescription(field: string): boolean {
  return /^(Driver|Constructor|Circuit)\.|^url$/.test(field) && !field.endsWith('Id');
}

/** One line for each round, with its resources side by side. */
function countTable(counts: readonly RowCount[]): string {
  const rows = [...groupBy(counts, ({ round }) => round ?? '')]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([round, group]) => [
      round === '' ? 'all' : round,
      group.map(({ resource, added, removed }) => words(resource, added, removed)).join(', '),
    ]);
  return table(['round', 'rows'], rows);
}

function words(resource: string, added: number, removed: number): string {
  const parts = [...(added > 0 ? [`+${added}`] : []), ...(removed > 0 ? [`-${removed}`] : [])];
  return `${resource} ${parts.join(' ')}`;
}
