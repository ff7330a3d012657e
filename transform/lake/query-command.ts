import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CommandModule } from 'yargs';
import { countOf } from '../../command/count-of.js';
import { longExample } from '../../command/long-example.js';
import { onDemand } from '../../command/on-demand.js';
import {
  type CommandContext,
  type CommonArgs,
  printResult,
  withContext,
} from '../../command/run-command.js';
import { table } from '../../command/table.js';

const FORMATS = ['table', 'csv', 'json', 'markdown', 'parquet'] as const;
type Format = (typeof FORMATS)[number];

/** Of a file whose name says what it is to be. */
const FORMAT_OF: Readonly<Record<string, Format>> = {
  csv: 'csv',
  json: 'json',
  md: 'markdown',
  parquet: 'parquet',
  txt: 'table',
};

type QueryArgs = CommonArgs & {
  readonly sql: string | undefined;
  readonly file: string | undefined;
  readonly saved: string | undefined;
  readonly list: boolean;
  readonly format: Format | undefined;
  readonly to: string | undefined;
  readonly snapshot: string | undefined;
};

const query = onDemand(async () => (await import('./query.js')).query);
const print = onDemand(async () => (await import('./query-output.js')).print);
const writeAnswer = onDemand(async () => (await import('./write-answer.js')).writeAnswer);
const readSql = onDemand(async () => (await import('./read-sql.js')).readSql);
const listSaved = onDemand(async () => (await import('./read-sql.js')).listSaved);

/** `query`: a question in SQL to the lake. */
export const queryCommand: CommandModule<CommonArgs, QueryArgs> = {
  command: 'query [sql]',
  describe: 'ask the lake a question in SQL; it can only be read',
  builder: (yargs) =>
    yargs
      .positional('sql', {
        type: 'string',
        describe: "one SELECT in DuckDB's SQL; the tables are in docs/tables.md [stdin]",
      })
      .option('file', { type: 'string', describe: 'file with the SQL' })
      .option('saved', { type: 'string', describe: 'name of a saved query' })
      .option('list', { type: 'boolean', default: false, describe: 'print the saved queries' })
      .option('format', {
        choices: FORMATS,
        describe: 'table: the first 1,000 rows; all others: all rows [table]',
      })
      .option('to', { type: 'string', describe: 'file to write; its ending gives the format' })
      .option('snapshot', { type: 'string', describe: 'ask the lake of an older snapshot' })
      .check(checkOptions)
      .example(
        ...longExample(
          'npm run query -- "from race where season = 2024"',
          'the calendar of a season',
        ),
      )
      .example(
        ...longExample(
          'npm run query -- "from lap" --to laps.parquet',
          'all laps, for other tools; laps.csv, .json, .md likewise',
        ),
      )
      .example('npm run query -- --list', 'questions with their SQL at hand')
      .example('npm run --silent query < my.sql', 'SQL from stdin'),
  handler: (args) =>
    withContext(args, async (context) => {
      if (args.list) return printSaved(args, context);
      const { data, signal } = context;
      const { snapshot, to } = args;
      const sql = await readSql(data, args);
      await query({ data, sql, snapshot, signal }, async (answer) => {
        if (to === undefined) return toStdout(await print(answer, formatOfStdout(args)));
        const written = await writeAnswer(answer, formatOfFile(args.format, to) ?? 'csv', to);
        printResult(args, written, ({ file, rows }) => `Wrote ${file} (${countOf(rows, 'row')})`);
      });
    }),
};

async function printSaved(args: QueryArgs, { data }: CommandContext): Promise<void> {
  const queries = await listSaved(data);
  printResult(args, { queries }, () =>
    table(
      ['name', 'question'],
      queries.map(({ name, question }) => [name, question]),
    ),
  );
}

function checkOptions({ sql, file, saved, list, format, to, json }: QueryArgs): true {
  const given = [sql, file, saved, list || undefined].filter((source) => source !== undefined);
  if (given.length > 1) throw new Error('SQL, --file, --saved and --list: give one of them');
  if (given.length === 0 && process.stdin.isTTY) {
    throw new Error('no SQL given: give it, --file, --saved or --list');
  }
  if (json && format !== undefined && to === undefined) {
    throw new Error('--json is a form of its own: leave out --json or --format');
  }
  if (format === 'parquet' && to === undefined) throw new Error('parquet goes into a file: --to');
  if (to !== undefined && formatOfFile(format, to) === undefined) {
    const endings = Object.keys(FORMAT_OF).join(', ');
    throw new Error(`--to: a file that ends in ${endings} was expected, or --format`);
  }
  return true;
}

function formatOfStdout({ json, format = 'table' }: QueryArgs) {
  return json || format === 'parquet' ? 'object' : format;
}

function formatOfFile(format: Format | undefined, to: string): Format | undefined {
  return format ?? FORMAT_OF[to.slice(to.lastIndexOf('.') + 1)];
}

/** No faster than stdout takes it; whoever reads it may stop early, as `head` does. */
async function toStdout(parts: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(parts), process.stdout, { end: false });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return;
    throw error;
  }
}
