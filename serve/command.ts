import type { CommandModule } from 'yargs';
import { onDemand } from '../command/on-demand.js';
import { type CommonArgs, runCommand, withContext } from '../command/run-command.js';
import { SCOPES, type TokenScope } from './access/token-scope.js';

type ServeArgs = CommonArgs & {
  readonly host: string;
  readonly port: number | undefined;
  readonly 'rate-limit': number | undefined;
  readonly refresh: string;
  readonly 'base-url': string | undefined;
  readonly query: boolean;
};

type TokenArgs = CommonArgs & { readonly name: string; readonly scope: TokenScope };

/** A question in SQL may take so long, and so may its answer's way to the client. */
const QUERY_WITHIN_MS = 10_000;

const serve = onDemand(async () => (await import('./serve.js')).serve);

export const serveCommand: CommandModule<CommonArgs, ServeArgs> = {
  command: 'serve',
  describe: 'serve a dashboard, all tables and metrics, and the answers of Jolpica over HTTP',
  builder: (yargs) =>
    yargs
      .command(tokenCommand)
      .option('host', {
        type: 'string',
        default: '127.0.0.1',
        describe: 'address to listen on',
        global: false,
      })
      .option('port', {
        type: 'number',
        describe: 'port to listen on [8787, or a free one]',
        global: false,
      })
      .option('rate-limit', {
        type: 'number',
        global: false,
        describe:
          'maximum requests per minute from one address, 0: no limit [0 on loopback, else 1200]',
      })
      .option('refresh', {
        type: 'string',
        choices: ['off', 'auto'],
        default: 'off',
        global: false,
        describe: 'auto: extract and transform after each session of the calendar',
      })
      .option('base-url', {
        type: 'string',
        describe: 'server that jobs fetch from [Jolpica]',
        global: false,
      })
      .option('query', {
        type: 'boolean',
        default: false,
        global: false,
        describe: 'answer SQL at /api/v1/query for clients with a token',
      })
      .example('npm run serve', 'http://127.0.0.1:8787/ergast/f1/ answers as Jolpica does'),
  handler: (args) =>
    withContext(args, async ({ data, progress, signal }) => {
      const { host, port } = args;
      const server = await serve(
        {
          data,
          host,
          port,
          requestsPerMinute: args['rate-limit'],
          baseUrl: args['base-url'],
          tokens: readSavedTokens,
          refresh: { isAuto: args.refresh === 'auto', loads: false },
          query: args.query ? { withinMs: QUERY_WITHIN_MS } : undefined,
        },
        progress,
      );
      try {
        const { url } = server;
        process.stdout.write(
          `${args.json ? JSON.stringify({ url }) : `${describeUrl(url)}\n\nCtrl-C stops it.`}\n`,
        );
        await server.until(signal);
      } finally {
        await server.close();
      }
    }),
};

const tokenCommand: CommandModule<CommonArgs, TokenArgs> = {
  command: 'token',
  describe: 'make a token for jobs and SQL over HTTP; it is shown once, only its hash is stored',
  builder: (yargs) =>
    yargs
      .option('name', {
        type: 'string',
        default: 'default',
        describe: 'replaces the token with that name',
      })
      .option('scope', {
        type: 'string',
        choices: SCOPES,
        default: 'run' as const,
        describe:
          'read: see jobs and targets, run SQL if that is on; run: also start and cancel jobs',
      })
      .example('npm run serve token -- --name ci', 'a token that may start jobs'),
  handler: (args) =>
    runCommand(
      args,
      async () => {
        const { name, scope } = args;
        const { addToken, tokensFile } = await import('./access/tokens.js');
        return { name, scope, token: await addToken(tokensFile(), name, scope) };
      },
      ({ name, scope, token }) =>
        `Token '${name}' (${scope}), shown only now; a running server takes it at once:\n\n  ${token}`,
    ),
};

/** The tokens of this device and of the environment, as they are now. */
export async function readSavedTokens() {
  const { readTokens, tokensFile } = await import('./access/tokens.js');
  return readTokens(tokensFile());
}

/** Describes the server's URLs for a person. */
export function describeUrl(url: string): string {
  return [
    'Serving:',
    '',
    `  ${url}/            dashboard`,
    `  ${url}/docs        the API, and a page to try it`,
    `  ${url}/ergast/f1/  answers as Jolpica does`,
  ].join('\n');
}
