import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { listProjectFiles } from './project-files.js';

/**
 * What takes seconds: a test file that imports one of these, itself or through a helper, is
 * slow. So the tiers follow from the files, and no list of tests can grow old.
 */
const SLOW_MODULES = [
  // Processes, of our commands too.
  'node:child_process',
  'chaos/chaos.ts',
  'load/postgres/embedded/embedded-postgres.ts',
  'transform/transform.ts',
  // It asks each command for its help.
  'docs/commands.ts',
  'test/shared/share-once.ts',
];
/** It asks git, which answers in milliseconds. */
const QUICK_MODULE = 'test/house/project-files.ts';
const IMPORT = /\b(?:from |import\()'([^']+)'/g;

/** The project's test files, as paths from its root: fast ones and slow ones. */
export function listTests(): { readonly fast: string[]; readonly slow: string[] } {
  const files = listProjectFiles().filter((file) => /^test\/.+\.test\.ts$/.test(file));
  return {
    fast: files.filter((file) => !isSlow(file)),
    slow: files.filter((file) => isSlow(file)),
  };
}

/** Whether a test or a helper reaches what is slow; imports of the program are not followed. */
export function isSlow(file: string, seen = new Set<string>()): boolean {
  if (SLOW_MODULES.includes(file)) return true;
  if (file === QUICK_MODULE || seen.has(file) || !file.startsWith('test/')) return false;
  seen.add(file);
  const path = join(PROGRAM_FOLDER, file);
  const text = readFileSync(path, 'utf8');
  if (/\bSEED_FOLDER\b/.test(text)) return true;
  const imported = [...text.matchAll(IMPORT)].map(([, name = '']) => moduleOf(name, path));
  return imported.some((module) => isSlow(module, seen));
}

/** A relative import as a path from the root, any other by its name. */
function moduleOf(name: string, importer: string): string {
  if (!name.startsWith('.')) return name;
  const path = resolve(dirname(importer), name.replace(/\.js$/, '.ts'));
  return relative(PROGRAM_FOLDER, path).split(sep).join('/');
}
