import type { Argv } from 'yargs';

/** The option by which a load may remove much; `--yes` does not imply it. */
export type RemovalsArgs = { readonly 'allow-removals': boolean };

export function withRemovalsOption<Args>(yargs: Argv<Args>) {
  return yargs.option('allow-removals', {
    type: 'boolean',
    default: false,
    describe: 'let it remove many rows, or bring an older snapshot',
  });
}
