import type { CommandModule } from 'yargs';
import { onDemand } from '../../../command/on-demand.js';
import { type CommonArgs, runCommand } from '../../../command/run-command.js';
import type { DataFolder } from '../../../disk/data-folder.js';
import { commonFault } from '../../../fault/faults.js';
import { loadFault } from '../../faults.js';
import type { Server } from './embedded-postgres.js';

const embedded = () => import('./embedded-postgres.js');
const findServer = onDemand(async () => (await embedded()).findServer);
const startServer = onDemand(async () => (await embedded()).startServer);
const stopServer = onDemand(async () => (await embedded()).stopServer);

type DbStartArgs = CommonArgs & { readonly port: number | undefined };

const startCommand: CommandModule<CommonArgs, DbStartArgs> = {
  command: 'start',
  describe: 'start the embedded Postgres if it does not run',
  builder: (yargs) =>
    yargs
      .option('port', { type: 'number', describe: 'port to listen on (default: any free one)' })
      .example('npm run db -- start --port 15432', 'start it on port 15432'),
  handler: (args) =>
    runCommand(
      args,
      async ({ data, progress }) => {
        const server = await startServer(data.postgres, { port: parsePort(args.port) });
        if (server.note !== undefined) progress.note(server.note);
        return withoutSecrets(server);
      },
      ({ host, port, startedNow }) =>
        `The embedded Postgres ${startedNow ? 'was started' : 'runs already'} on ${host}:${port}; 'npm run db url' prints how to connect.`,
    ),
};

const stopCommand: CommandModule<CommonArgs, CommonArgs> = {
  command: 'stop',
  describe: 'stop the embedded Postgres; its data stays',
  builder: (yargs) => yargs.example('npm run db stop', 'stop it'),
  handler: (args) =>
    runCommand(
      args,
      ({ data }) => stopServer(data.postgres),
      ({ stopped }) =>
        stopped ? 'The embedded Postgres was stopped.' : 'The embedded Postgres was not running.',
    ),
};

const urlCommand: CommandModule<CommonArgs, CommonArgs> = {
  command: 'url',
  describe: 'print the URL to connect to, with its password',
  builder: (yargs) =>
    yargs.example('psql "$(npm run --silent db url)"', 'connect with psql, if it is installed'),
  handler: (args) =>
    runCommand(
      args,
      async ({ data }) => {
        try {
          return { url: await runningUrl(data) };
        } catch (error) {
          if (!args.json) process.stdout.write(`${REFUSED_URL}\n`);
          throw error;
        }
      },
      ({ url }) => url,
    ),
};

/** `psql ""` would connect to any server that is there; this URL psql refuses, and shows why. */
const REFUSED_URL = 'postgres://the-embedded-postgres-does-not-run:see-npm-run-db-start/';

async function runningUrl(data: DataFolder): Promise<string> {
  const server = await findServer(data.postgres);
  if (server !== undefined) return server.url;
  throw loadFault(
    'DB_STOPPED',
    `the embedded Postgres of '${data.root}' does not run; start it with 'npm run db start'`,
  );
}

export const dbCommand: CommandModule<CommonArgs, CommonArgs> = {
  command: 'db',
  describe: 'start or stop the embedded Postgres, or print its URL',
  builder: (yargs) =>
    yargs
      .command(startCommand)
      .command(stopCommand)
      .command(urlCommand)
      .demandCommand(1, "no command given, 'start', 'stop' or 'url' was expected")
      .example('npm run db url', 'print the URL to connect to'),
  handler: () => {},
};

function withoutSecrets({ host, port, user, database, startedNow }: Server) {
  return { host, port, user, database, startedNow };
}

/** @throws {Fault} PORT_INVALID */
export function parsePort(port: number | undefined, option = 'port'): number | undefined {
  if (port === undefined) return undefined;
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw commonFault(
    'PORT_INVALID',
    `'${port}' given as --${option}, a whole number from 1 to 65535 was expected`,
  );
}
