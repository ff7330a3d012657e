import type { CommandModule } from 'yargs';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import type { TransformResult } from './transform.js';

type TransformArgs = CommonArgs & {
  readonly snapshot: string | undefined;
  readonly threads: number | undefined;
};

/** `transform`: archive to lake. */
export const transformCommand: CommandModule<CommonArgs, TransformArgs> = {
  command: 'transform',
  describe: 'turn the raw answers of a snapshot into clean tables (Parquet and one DuckDB file)',
  builder: (yargs) =>
    yargs
      .option('snapshot', {
        type: 'string',
        describe: "snapshot to take [the archive's newest, else the seed's]",
      })
      .option('threads', {
        type: 'number',
        describe: 'threads that DuckDB may use [one per core, at most 8]',
      })
      .check(({ threads }) => {
        if (threads === undefined || (Number.isInteger(threads) && threads > 0)) return true;
        throw new Error('--threads must be a whole number above 0');
      })
      .example('npm run transform', 'the newest snapshot')
      .example('npm run transform -- --threads 1 --json', 'one core, result as JSON'),
  handler: (args) =>
    runCommand(
      args,
      async ({ data, progress, signal }) => {
        // Loaded when it is needed: DuckDB costs other commands memory and start-up time.
        const { transform } = await import('./transform.js');
        const { snapshot, threads } = args;
        return transform({ data, snapshot, threads, signal }, progress);
      },
      describeTransform,
    ),
};

/** What a person wants to know of a transform. */
export function describeTransform(result: TransformResult): string {
  const rows = result.tables.reduce((sum, table) => sum + table.rows, 0).toLocaleString('en');
  const held = `${result.tables.length} tables, ${rows} rows`;
  if (result.repeated) {
    return `Nothing to do: ${result.lake} holds snapshot ${result.snapshot} already (${held})`;
  }
  return `Made ${result.lake} in ${result.seconds.toFixed(1)} s (${held})`;
}
