import type { CommandModule } from 'yargs';
import { longExample } from '../../command/long-example.js';
import { onDemand } from '../../command/on-demand.js';
import { type CommonArgs, runCommand } from '../../command/run-command.js';
import type { ExportFormat, ExportResult } from './export-lake.js';

type ExportArgs = CommonArgs & {
  readonly format: ExportFormat;
  readonly to: string | undefined;
  readonly tables: string | undefined;
  readonly snapshot: string | undefined;
};

// Not from export-lake.ts: that would load DuckDB for every command.
const FORMATS: readonly ExportFormat[] = ['csv', 'json', 'parquet', 'sqlite', 'sql'];

const exportLake = onDemand(async () => (await import('./export-lake.js')).exportLake);

/** `export`: tables of the lake for other tools. */
export const exportCommand: CommandModule<CommonArgs, ExportArgs> = {
  command: 'export',
  describe: 'write tables of the lake for other tools, with README and licence',
  builder: (yargs) =>
    yargs
      .option('format', {
        choices: FORMATS,
        demandOption: true,
        describe: 'csv, json, parquet: a file per table; sqlite, sql: one file',
      })
      .option('to', { type: 'string', describe: 'folder to write [export/<format> in --data]' })
      .option('tables', { type: 'string', describe: 'only these, like race,race_result [all]' })
      .option('snapshot', { type: 'string', describe: 'from the lake of an older snapshot' })
      .example('npm run export -- --format sqlite', 'all tables in one SQLite file')
      .example(
        ...longExample(
          'npm run export -- --format csv --tables race,race_result --to ~/f1',
          'two tables as CSV',
        ),
      ),
  handler: (args) =>
    runCommand(
      args,
      ({ data, progress, signal }) => {
        const { format, to, snapshot } = args;
        const tables = args.tables?.split(',').map((name) => name.trim());
        return exportLake({ data, format, to, tables, snapshot, signal }, progress);
      },
      describeExport,
    ),
};

function describeExport({ folder, snapshot, tables, seconds }: ExportResult): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0).toLocaleString('en');
  const size = `${tables.length} tables, ${rows} rows`;
  return `Wrote ${folder} in ${seconds.toFixed(1)} s (${size} of snapshot ${snapshot})`;
}
