import type { Argv } from 'yargs';

/** The option that lets a load remove many rows; `--yes` does not imply it. */
export type RemovalsArgs = { readonly 'allow-removals': boolean };

export function withRemovalsOption<Args>(yargs: Argv<Args>) {
  return yargs.option('allow-removals', {
    type: 'boolean',
    default: false,
    describe: 'load even if many rows go or the snapshot is older',
  });
}
