import { basename, resolve } from 'node:path';

/** Whether the program is a package that npm installed. Otherwise it is a clone of the repository. */
export const IS_INSTALLED = basename(resolve(import.meta.dirname, '../..')) === 'node_modules';

/**
 * Names commands as the user can type them: a clone's `npm run load -- --target prod` is
 * `lyzer-etl load --target prod` where the package is installed.
 */
export function commandWords(text: string, isInstalled = IS_INSTALLED): string {
  if (!isInstalled) return text;
  return text
    .replace(/\bnpm start\b( --(?= ))?/g, 'lyzer-etl start')
    .replace(/\bnpm run (?:--silent )?([a-z]+)( --(?= ))?/g, 'lyzer-etl $1');
}
