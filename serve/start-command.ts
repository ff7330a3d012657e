import type { CommandModule } from 'yargs';
import { onDemand } from '../command/on-demand.js';
import {
  type CommandContext,
  type CommonArgs,
  printResult,
  withContext,
} from '../command/run-command.js';
import { type DataFolder, DEFAULT_DATA } from '../disk/data-folder.js';
import { parsePort } from '../load/postgres/embedded/db-command.js';
import type { Server } from '../load/postgres/embedded/embedded-postgres.js';
import { type RemovalsArgs, withRemovalsOption } from '../load/removals-option.js';
import { describePipeline } from '../pipeline/command.js';
import type { PipelineResult } from '../pipeline/pipeline.js';
import { describeUrl, readSavedTokens } from './command.js';

type StartArgs = CommonArgs &
  RemovalsArgs & {
    readonly port: number | undefined;
    readonly 'http-port': number | undefined;
  };

const pipeline = onDemand(async () => (await import('../pipeline/pipeline.js')).pipeline);
const useServer = onDemand(
  async () => (await import('../load/postgres/embedded/server-use.js')).useServer,
);
const serve = onDemand(async () => (await import('./serve.js')).serve);

export const startCommand: CommandModule<CommonArgs, StartArgs> = {
  command: 'start',
  describe: 'run the pipeline, then keep Postgres up and serve over HTTP until Ctrl-C',
  builder: (yargs) =>
    withRemovalsOption(yargs)
      .option('port', { type: 'number', describe: 'port of the embedded Postgres [a free one]' })
      .option('http-port', { type: 'number', describe: 'port of the server [8787, or a free one]' })
      .example('npm start', "F1's whole history in a Postgres of your own"),
  handler: (args) => withContext(args, (context) => start(args, context)),
};

const STOPPED = 'start      server and Postgres are stopped; the data stays';
const STAYS_UP = "start      the server is stopped; Postgres stays up, another 'npm start' uses it";

/** Runs the pipeline, serves, prints how to connect, waits for Ctrl-C and stops all. */
async function start(args: StartArgs, context: CommandContext): Promise<void> {
  const { data, progress, signal } = context;
  const port = parsePort(args.port);
  // A wrong port should fail now, not after the half minute of work.
  const httpPort = parsePort(args['http-port'], 'http-port');
  const use = await useServer(data.postgres, { port });
  let isServed = false;
  try {
    const allowRemovals = args['allow-removals'];
    const result = await pipeline({ data, signal, allowRemovals }, progress);
    const http = await serve(
      {
        data,
        host: '127.0.0.1',
        port: httpPort,
        tokens: readSavedTokens,
        refresh: { isAuto: false, loads: true },
      },
      progress,
    );
    try {
      const { url } = http;
      printResult(args, { ...result, serving: url }, () =>
        describeStart(result, use.server, data, url),
      );
      isServed = true;
      await http.until(signal);
    } finally {
      await http.close();
    }
  } finally {
    const { stopped } = await use.end();
    if (isServed) progress.note(stopped ? STOPPED : STAYS_UP);
  }
}

function describeStart(
  result: PipelineResult,
  { host, port, database, user }: Server,
  data: DataFolder,
  url: string,
): string {
  const elsewhere = data.root === DEFAULT_DATA ? '' : ` -- --data '${data.root}'`;
  return [
    describePipeline(result),
    '',
    `Postgres is up: database '${database}' at ${host}:${port}, user '${user}'. To connect:`,
    '',
    `  psql "$(npm run --silent db url${elsewhere})"`,
    '',
    describeUrl(url),
    '',
    "Ctrl-C stops both, but Postgres only if no other 'npm start' uses it; the data stays.",
  ].join('\n');
}
