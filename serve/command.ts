import type { CommandModule } from 'yargs';
import { type CommonArgs, withContext } from '../command/run-command.js';

type ServeArgs = CommonArgs & {
  readonly host: string;
  readonly port: number | undefined;
  readonly 'rate-limit': number | undefined;
};

export const serveCommand: CommandModule<CommonArgs, ServeArgs> = {
  command: 'serve',
  describe: 'answer over HTTP: tables, metrics, and everything as Jolpica does',
  builder: (yargs) =>
    yargs
      .option('host', { type: 'string', default: '127.0.0.1', describe: 'address to listen on' })
      .option('port', { type: 'number', describe: 'port to listen on [8787, or a free one]' })
      .option('rate-limit', {
        type: 'number',
        describe:
          'most requests a minute from one address; 0 for no limit [0 on this machine, else 1200]',
      })
      .example('npm run serve', 'http://127.0.0.1:8787/ergast/f1/ answers as Jolpica does'),
  handler: (args) =>
    withContext(args, async ({ data, progress, signal }) => {
      // Loaded when it is needed: DuckDB costs other commands memory and start-up time.
      const { serve } = await import('./serve.js');
      const { host, port } = args;
      const server = await serve(
        { data, host, port, requestsPerMinute: args['rate-limit'] },
        progress,
      );
      try {
        process.stdout.write(`${args.json ? JSON.stringify({ url: server.url }) : server.url}\n`);
        await server.until(signal);
      } finally {
        await server.close();
      }
    }),
};
