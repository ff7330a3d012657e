import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CommandModule } from 'yargs';
import { longExample } from '../../command/long-example.js';
import { onDemand } from '../../command/on-demand.js';
import { type CommonArgs, withContext } from '../../command/run-command.js';
import type { QueryFormat } from './query-output.js';

const FORMATS = ['table', 'csv', 'json'] as const;

type QueryArgs = CommonArgs & {
  readonly sql: string;
  readonly format: (typeof FORMATS)[number] | undefined;
  readonly snapshot: string | undefined;
};

const query = onDemand(async () => (await import('./query.js')).query);
const print = onDemand(async () => (await import('./query-output.js')).print);

/** `query`: a question in SQL to the lake. */
export const queryCommand: CommandModule<CommonArgs, QueryArgs> = {
  command: 'query <sql>',
  describe: 'ask the lake a question in SQL; it can only be read',
  builder: (yargs) =>
    yargs
      .positional('sql', {
        type: 'string',
        demandOption: true,
        describe: "one SELECT in DuckDB's SQL; the tables are in docs/tables.md",
      })
      .option('format', {
        choices: FORMATS,
        describe: 'table: the first 1,000 rows; csv, json: all [table]',
      })
      .option('snapshot', { type: 'string', describe: 'ask the lake of an older snapshot' })
      .check(({ format, json }) => {
        if (!json || format === undefined) return true;
        throw new Error('--json is a form of its own: leave out --json or --format');
      })
      .example(
        ...longExample(
          'npm run query -- "from race where season = 2024"',
          'the calendar of a season',
        ),
      )
      .example(
        ...longExample(
          'npm run --silent query -- "from lap" --format csv > laps.csv',
          'all laps, for a spreadsheet',
        ),
      ),
  handler: (args) =>
    withContext(args, async ({ data, signal }) => {
      const format: QueryFormat = args.json ? 'object' : (args.format ?? 'table');
      const { sql, snapshot } = args;
      await query({ data, sql, snapshot, signal }, async (answer) =>
        toStdout(await print(answer, format)),
      );
    }),
};

/** No faster than stdout takes it; whoever reads it may stop early, as `head` does. */
async function toStdout(parts: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(parts), process.stdout, { end: false });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return;
    throw error;
  }
}
