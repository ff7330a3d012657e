import type { CommandModule } from 'yargs';
import { longExample } from '../../command/long-example.js';
import { onDemand } from '../../command/on-demand.js';
import { type CommonArgs, runCommand } from '../../command/run-command.js';
import { table } from '../../command/table.js';
import { ROW } from '../row-line.js';
import type { TracedColumn, TracedRow, TraceResult } from './trace.js';

type TraceArgs = CommonArgs & { readonly table: string; readonly row: string };

const trace = onDemand(async () => (await import('./trace.js')).trace);

/** `trace`: shows where a row comes from. */
export const traceCommand: CommandModule<CommonArgs, TraceArgs> = {
  command: 'trace <table> <row>',
  describe: 'show where a row comes from: list, file, page, what Jolpica sent, corrections',
  builder: (yargs) =>
    yargs
      .positional('table', { type: 'string', demandOption: true, describe: 'table of core' })
      .positional('row', {
        type: 'string',
        demandOption: true,
        describe: 'UUID, or natural key by season, round, driver and so on',
      })
      .example(
        ...longExample('npm run trace -- race_result 2021/22/max_verstappen', "a result's origin"),
      )
      .example(...longExample('npm run trace -- lap 2001/13/alesi/75', 'a lap that was corrected')),
  handler: (args) =>
    runCommand(args, ({ data }) => trace({ data, table: args.table, row: args.row }), describe),
};

function describe({ table: name, snapshot, rows }: TraceResult): string {
  const head = `${rows.length === 1 ? 'One row' : `${rows.length} rows`} of ${name}, snapshot ${snapshot}`;
  return [head, ...rows.map(describeRow)].join('\n\n');
}

function describeRow({ list, file, page, path, columns, corrections }: TracedRow): string {
  const places =
    list === null
      ? [['list', 'none: Jolpica lacks the row']]
      : [
          ['list', list],
          ['file', file ?? ''],
          ['page', `at offset ${page}`],
          ['path', path ?? ''],
        ];
  const body = table(
    ['column', 'value', 'sent', 'field', ''],
    columns.map((column) => [
      column.name,
      column.value ?? '',
      column.raw ?? '',
      column.field ?? '',
      how(
        column,
        corrections.some((line) => line.column === column.name),
      ),
    ]),
  );
  const touched = corrections.map((line) => `${changeOf(line)}, see ${line.source}`);
  return [table(['', ''], places).trim(), body, ...touched].join('\n');
}

function changeOf({ column, old, new: value }: TracedRow['corrections'][number]): string {
  if (column === ROW) return value === null ? 'removed' : 'added';
  return `corrected: ${column} ${old ?? 'null'} -> ${value ?? 'null'}`;
}

function how({ value, raw, field }: TracedColumn, isCorrected: boolean): string {
  if (isCorrected) return 'corrected';
  if (field === null) return 'reckoned';
  return value === raw ? '' : 'differs';
}
