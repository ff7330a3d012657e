import type { Argv } from 'yargs';
import type { CommonArgs } from '../../command/run-command.js';
import { LOCAL } from './find-target.js';

/** The options that name a target. */
export type TargetArgs = CommonArgs & {
  readonly target: string;
  readonly url: string | undefined;
};

/** The options of commands that change a target. */
export type ChangeArgs = TargetArgs & { readonly yes: boolean; readonly wait: number };

export function withTargetOptions<Args extends CommonArgs>(yargs: Argv<Args>) {
  return yargs
    .option('target', {
      type: 'string',
      default: LOCAL,
      describe: "a saved target, or 'local': the embedded Postgres, started when needed",
    })
    .option('url', {
      type: 'string',
      describe: 'a Postgres that is not saved: postgres://user@host:port/database',
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
      describe: 'seconds to wait for another load to end',
    })
    .check(({ wait }) => {
      if (wait >= 0) return true;
      throw new Error('--wait must be 0 or more seconds');
    });
}
