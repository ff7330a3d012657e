import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';

const answerSchema = z.tuple([
  z.object({
    filename: z.string(),
    size: z.number(),
    files: z.array(z.object({ path: z.string() })),
  }),
]);
const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()) });

export type InstalledPackage = {
  /** An empty folder of a user, who has nothing but the package. */
  readonly home: string;
  /** Bytes of the packed file. */
  readonly bytes: number;
  readonly files: readonly string[];
  /** What the package's binary starts. */
  readonly program: string;
  remove(): Promise<void>;
};

/**
 * Packs the program and unpacks it into an empty folder, beside its dependencies and no others.
 * Those are links into the clone's, so that no test needs a network.
 */
export async function installPackage(): Promise<InstalledPackage> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'lyzer-etl-test-')));
  // Postgres runs as another user when root runs the tests.
  await chmod(home, 0o755);
  // The run of tests has compiled the program already.
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', home];
  const answer = execFileSync('npm', pack, {
    cwd: PROGRAM_FOLDER,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename, size, files }] = answerSchema.parse(JSON.parse(answer));
  const packages = join(home, 'node_modules');
  const folder = join(packages, 'lyzer-etl');
  await mkdir(folder, { recursive: true });
  execFileSync('tar', ['-xzf', join(home, filename), '--strip-components=1', '-C', folder]);
  await linkDependencies(folder, packages);
  return {
    home,
    bytes: size,
    files: files.map(({ path }) => path),
    program: join(folder, 'compiled', 'cli.js'),
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

async function linkDependencies(folder: string, packages: string) {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  for (const name of Object.keys(manifestSchema.parse(JSON.parse(text)).dependencies)) {
    const link = join(packages, name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(PROGRAM_FOLDER, 'node_modules', name), link);
  }
}
