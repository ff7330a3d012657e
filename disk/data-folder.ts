import { resolve } from 'node:path';
import { IS_INSTALLED } from '../fault/command-words.js';
import { userDataFolder } from './user-folders.js';

/** The folders below one data folder; data/README.md says what is in each. */
export type DataFolder = {
  readonly root: string;
  readonly archive: string;
  readonly lake: string;
  readonly postgres: string;
};

/** The folder of this program's own files. */
export const PROGRAM_FOLDER = resolve(import.meta.dirname, '..');

/**
 * The default folder of archive, lake and embedded Postgres: `data` of a clone. An installed
 * program keeps them with the user's other data, since npm deletes the program's own folder.
 */
export const DEFAULT_DATA = IS_INSTALLED ? userDataFolder() : resolve(PROGRAM_FOLDER, 'data');

/** The committed archive that a fresh machine starts from. */
export const SEED_FOLDER = resolve(PROGRAM_FOLDER, 'data', 'seed');

/** The folders below `root`, as absolute paths; creates nothing. */
export function dataFolder(root: string): DataFolder {
  const absolute = resolve(root);
  return {
    root: absolute,
    archive: resolve(absolute, 'archive'),
    lake: resolve(absolute, 'lake'),
    postgres: resolve(absolute, 'postgres'),
  };
}
