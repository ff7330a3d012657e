import type { CommandModule } from 'yargs';
import { type DataFolder, DEFAULT_DATA } from '../command/data-folder.js';
import {
  type CommandContext,
  type CommonArgs,
  printResult,
  withContext,
} from '../command/run-command.js';
import { parsePort } from '../load/embedded/db-command.js';
import { type Server, startServer, stopServer } from '../load/embedded/embedded-postgres.js';
import { describePipeline } from './command.js';
import type { PipelineResult } from './pipeline.js';

type StartArgs = CommonArgs & { readonly port: number | undefined };

export const startCommand: CommandModule<CommonArgs, StartArgs> = {
  command: 'start',
  describe: 'do the main job, then keep the embedded Postgres up until Ctrl-C',
  builder: (yargs) =>
    yargs
      .option('port', { type: 'number', describe: 'port of the embedded Postgres [a free one]' })
      .example('npm start', "F1's whole history in a Postgres of your own"),
  handler: (args) => withContext(args, (context) => start(args, context)),
};

/** Runs the pipeline, says how to connect, waits for Ctrl-C and stops the server. */
async function start(args: StartArgs, context: CommandContext): Promise<void> {
  const { data, progress, signal } = context;
  try {
    const server = await startServer(data.postgres, { port: parsePort(args.port) });
    // Loaded when it is needed: DuckDB costs other commands memory and start-up time.
    const { pipeline } = await import('./pipeline.js');
    const result = await pipeline(context, progress);
    printResult(args, result, () => describeStart(result, server, data));
    await aborted(signal);
  } finally {
    await stopServer(data.postgres);
  }
}

function describeStart(
  result: PipelineResult,
  { host, port, database, user }: Server,
  data: DataFolder,
): string {
  const elsewhere = data.root === DEFAULT_DATA ? '' : ` -- --data '${data.root}'`;
  return [
    describePipeline(result),
    '',
    `Postgres is up: database '${database}' at ${host}:${port}, user '${user}'. To connect:`,
    '',
    `  psql "$(npm run --silent db url${elsewhere})"`,
    '',
    'Ctrl-C stops it; the data stay.',
  ].join('\n');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // Waiting for a signal does not keep Node alive; a timer does.
    const alive = setInterval(() => {}, 60_000);
    const end = () => {
      clearInterval(alive);
      resolve();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
