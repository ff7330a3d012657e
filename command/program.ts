import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';

// Our own file needs no check; zod would cost every start 40 ms.
const { name, version }: { name: string; version: string } = JSON.parse(
  readFileSync(join(PROGRAM_FOLDER, 'package.json'), 'utf8'),
);

/** The program's version, as in package.json. */
export const VERSION = version;

/** Name and version, as sent to Jolpica and written into what the program makes. */
export const PROGRAM = `${name}/${version}`;
