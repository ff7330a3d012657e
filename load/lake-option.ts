import type { Argv } from 'yargs';
import type { CommonArgs } from '../command/run-command.js';

/** The options that say which lake to load or plan. */
export type LakeArgs = CommonArgs & {
  readonly snapshot: string | undefined;
  readonly 'stale-ok': boolean;
};

export function withLakeOptions<Args extends CommonArgs>(yargs: Argv<Args>) {
  return yargs
    .option('snapshot', { type: 'string', describe: 'take the lake of an older snapshot' })
    .option('stale-ok', {
      type: 'boolean',
      default: false,
      describe: 'take the lake as it is, though a transform would make another',
    });
}
