import type { CommandModule } from 'yargs';
import { longExample } from '../command/long-example.js';
import { onDemand } from '../command/on-demand.js';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import { table } from '../command/table.js';
import {
  countWarnings,
  describeCheck,
  describeDrift,
  describeWarnings,
} from './checks/describe-findings.js';
import type { TransformResult } from './transform.js';
import type { TryResult } from './try-models.js';

type TransformArgs = CommonArgs & {
  readonly snapshot: string | undefined;
  readonly threads: number | undefined;
  readonly select: string | undefined;
};

const transform = onDemand(async () => (await import('./transform.js')).transform);
const tryModels = onDemand(async () => (await import('./try-models.js')).tryModels);

/** `transform`: archive to lake. */
export const transformCommand: CommandModule<CommonArgs, TransformArgs> = {
  command: 'transform',
  describe: 'turn the raw answers of a snapshot into clean tables (Parquet and one DuckDB file)',
  builder: (yargs) =>
    yargs
      .option('snapshot', {
        type: 'string',
        describe: "snapshot to transform [the archive's newest, else the seed's]",
      })
      .option('threads', {
        type: 'number',
        describe: 'threads that DuckDB may use [one per core, at most 8]',
      })
      .option('select', {
        type: 'string',
        describe: "try one model, with '+' all that read it too; writes nothing",
      })
      .check(({ threads }) => {
        if (threads === undefined || (Number.isInteger(threads) && threads > 0)) return true;
        throw new Error('--threads must be a whole number above 0');
      })
      .example('npm run transform', 'the newest snapshot')
      .example(
        ...longExample('npm run transform -- --threads 1 --json', 'one core, result as JSON'),
      )
      .example(...longExample('npm run transform -- --select race_result+', 'work on a model')),
  handler: (args) =>
    runCommand(
      args,
      async ({ data, progress, signal }) => {
        const { snapshot, threads, select } = args;
        const options = { data, snapshot, threads, signal };
        return select === undefined
          ? transform(options, progress)
          : tryModels({ ...options, select }, progress);
      },
      (result) => ('lake' in result ? describeTransform(result) : describeTry(result)),
    ),
};

/** Describes a transform, with its warnings. */
export function describeTransform(result: TransformResult): string {
  const { warnings, corrections, drift } = result;
  const needless = corrections.filter((table) => table.needless > 0);
  return [
    summarizeTransform(result),
    ...(warnings.length === 0 ? [] : ['', describeWarnings(warnings)]),
    ...drift.map((found) => `  warning: ${describeDrift(found)}`),
    ...needless.map(
      ({ table: name, needless: lines }) =>
        `  warning: ${lines} corrections of '${name}' are not needed with this snapshot`,
    ),
  ].join('\n');
}

/** Describes a transform in two lines, with the number of its warnings. */
export function summarizeTransform(result: TransformResult): string {
  const { checks, warnings, corrections, drift } = result;
  const rows = result.tables.reduce((sum, each) => sum + each.rows, 0).toLocaleString('en');
  const size = `${result.tables.length} tables, ${rows} rows`;
  const head = result.repeated
    ? `Nothing to do: ${result.lake} has snapshot ${result.snapshot} already (${size})`
    : `Made ${result.lake} in ${result.seconds.toFixed(1)} s (${size})`;
  const applied = corrections.reduce((sum, each) => sum + each.applied, 0).toLocaleString('en');
  const found = countWarnings(warnings, drift.length);
  return `${head}\n${checks} checks made, ${applied} values corrected, ${found}`;
}

function describeTry({ models, warnings, seconds }: TryResult): string {
  const tried = models.map(({ name, rows, sample }) => {
    const head = Object.keys(sample[0] ?? {});
    const lines = sample.map((row) => head.map((column) => String(row[column] ?? '')));
    return `${name}, ${rows.toLocaleString('en')} rows\n${table(head, lines)}`;
  });
  const found = warnings.map((check) => `${check.severity}: ${describeCheck(check)}`);
  return [...tried, ...found, `Tried in ${seconds.toFixed(1)} s; nothing was written`].join('\n\n');
}
