import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { compile } from '../../package/compile.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the test files of one run share, see share-once.ts; goes when the run ends. */
    sharedFolder: string;
  }
}

/** Makes the folder of a run, empty, and compiles the program that its tests start. */
export default async function setUp(project: TestProject) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'lyzer-etl-shared-')));
  // Postgres runs as another user when root runs the tests.
  await chmod(folder, 0o755);
  project.provide('sharedFolder', folder);
  await compile();
  return () => rm(folder, { recursive: true, force: true });
}
