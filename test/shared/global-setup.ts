import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the test files of one run share, see share-once.ts; goes when the run ends. */
    sharedFolder: string;
  }
}

/** Makes the folder of a run, empty: a run of one fast file pays for nothing else. */
export default async function setUp(project: TestProject) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'lyzer-etl-shared-')));
  // Postgres runs as another user when root runs the tests.
  await chmod(folder, 0o755);
  project.provide('sharedFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}
