import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PROGRAM_FOLDER } from './data-folder.js';

const packageSchema = z.object({ name: z.string(), version: z.string() });

const { name, version } = packageSchema.parse(
  JSON.parse(readFileSync(join(PROGRAM_FOLDER, 'package.json'), 'utf8')),
);

/** The program's version, as in package.json. */
export const VERSION = version;

/** Name and version, as sent to Jolpica and written into what the program makes. */
export const PROGRAM = `${name}/${version}`;
