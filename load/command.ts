import type { CommandModule } from 'yargs';
import { EXIT, Fault } from '../command/fault.js';
import { type CommonArgs, runCommand } from '../command/run-command.js';
import { table } from '../command/table.js';
import type { LoadResult } from './load.js';
import { nameTarget } from './target/target.js';

type LoadArgs = CommonArgs & {
  readonly target: string;
  readonly url: string | undefined;
  readonly snapshot: string | undefined;
};

const LOCAL = 'local';

export const loadCommand: CommandModule<CommonArgs, LoadArgs> = {
  command: 'load',
  describe: 'bring the lake into Postgres',
  builder: (yargs) =>
    yargs
      .option('target', {
        type: 'string',
        default: LOCAL,
        describe: "'local' is the embedded Postgres, started when needed",
      })
      .option('url', {
        type: 'string',
        describe: 'another Postgres: postgres://user:password@host:port/database',
      })
      .option('snapshot', { type: 'string', describe: 'load the lake of an older snapshot' })
      .example('npm run load', 'load the lake into the embedded Postgres'),
  handler: (args) =>
    runCommand(
      args,
      async ({ data, progress, signal }) => {
        refuseUnknownTarget(args.target);
        // Loaded when it is needed: DuckDB costs other commands memory and start-up time.
        const { load } = await import('./load.js');
        return load({ data, url: args.url, snapshot: args.snapshot, signal }, progress);
      },
      describeLoad,
    ),
};

/** The result of a load in a person's words: a table, and where the rows are now. */
export function describeLoad(result: LoadResult): string {
  const target = nameTarget(result.target);
  if (result.unchanged) {
    return `Target ${target} holds snapshot ${result.snapshot} already (load ${result.loadId}): nothing was written.`;
  }
  const head = ['table', 'rows', 'added', 'changed', 'removed', 'seconds'];
  const lines = result.tables.map(({ schema, name, rows, added, changed, removed, seconds }) => [
    `${schema}.${name}`,
    ...[rows, added, changed, removed].map(formatCount),
    seconds.toFixed(2),
  ]);
  const done = `Load ${result.loadId} of snapshot ${result.snapshot} into target ${target}: ${result.seconds.toFixed(1)} s.`;
  return [table(head, lines), '', done].join('\n');
}

function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

function refuseUnknownTarget(target: string) {
  if (target === LOCAL) return;
  throw new Fault(
    'TARGET_UNKNOWN',
    `no target '${target}' (known: ${LOCAL}); name another Postgres with --url`,
    EXIT.usage,
  );
}
