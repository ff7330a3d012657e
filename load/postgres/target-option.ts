import type { Argv } from 'yargs';
import type { CommonArgs } from '../../command/run-command.js';
import { LOCAL } from './target.js';

/** A day. */
const MOST_SECONDS = 86_400;

/** The options that name a target. */
export type TargetArgs = CommonArgs & {
  readonly target: string;
  readonly url: string | undefined;
  readonly 'schema-prefix': string | undefined;
};

/** The options of commands that change a target. */
export type ChangeArgs = TargetArgs & { readonly yes: boolean; readonly wait: number } & {
  readonly 'stall-timeout': number;
};

export function withTargetOptions<Args extends CommonArgs>(yargs: Argv<Args>) {
  return yargs
    .option('target', {
      type: 'string',
      default: LOCAL,
      describe: "a saved target, 'env': that of DATABASE_URL, or 'local': the embedded Postgres",
    })
    .option('url', {
      type: 'string',
      describe: 'a Postgres that is not saved: postgres://user@host:port/database',
    })
    .option('schema-prefix', {
      type: 'string',
      describe: 'with --url: prefix of our schemas, like dev_ [none]',
    });
}

export function withChangeOptions<Args extends CommonArgs>(yargs: Argv<Args>) {
  return withTargetOptions(yargs)
    .option('yes', {
      type: 'boolean',
      default: false,
      describe: 'do not ask before a change of production',
    })
    .option('wait', {
      type: 'number',
      default: 30,
      describe: 'seconds to wait for another load',
    })
    .option('stall-timeout', {
      type: 'number',
      default: 300,
      describe: 'seconds that the connection may be silent before it is given up',
    })
    .check(({ wait, 'stall-timeout': stall }) => {
      if (wait < 0) throw new Error('--wait must be 0 or more seconds');
      if (stall > 0 && stall <= MOST_SECONDS) return true;
      throw new Error(`--stall-timeout must be more than 0 and at most ${MOST_SECONDS} seconds`);
    });
}

/** How long a change may wait, in milliseconds. */
export function waitsOf({ wait, 'stall-timeout': stall }: ChangeArgs) {
  return { lockWaitMs: wait * 1000, stallMs: stall * 1000 };
}
