import { join } from 'node:path';
import { build } from 'esbuild';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';
import { writeWhole } from '../disk/write-whole.js';

/** The folder of the compiled program. It lies beside `sql` and `data`, as the sources' rooms do. */
export const COMPILED_FOLDER = join(PROGRAM_FOLDER, 'compiled');

/** The files that Node starts: the command line, and the process that answers one query. */
const ENTRIES = ['cli.ts', 'serve/query/child.ts'];

/**
 * Compiles the program to JavaScript, one file per part that is loaded on its own. What comes
 * from npm stays outside. A program that runs meanwhile goes on with its own files.
 */
export async function compile(): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: PROGRAM_FOLDER,
    entryPoints: ENTRIES,
    outdir: COMPILED_FOLDER,
    // All in one folder: the one above is the program's own, as it is in the sources.
    entryNames: '[name]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
    write: false,
  });
  for (const { path, contents } of outputFiles) await writeWhole(path, contents);
}
