import { defineConfig } from 'vitest/config';
import { listTests } from './test/house/tiers.js';

const { fast, slow } = listTests();
/** A test that hangs is found all the same; a busy machine may take its time. */
const HANGS_MS = 20 * 60_000;

export default defineConfig({
  test: {
    testTimeout: HANGS_MS,
    hookTimeout: HANGS_MS,
    teardownTimeout: HANGS_MS,
    maxWorkers: 2,
    projects: [
      // Without a process for each file: loading modules is a sixth of the time.
      { extends: true, test: { name: 'fast', include: fast, isolate: false } },
      {
        extends: true,
        test: { name: 'slow', include: slow, globalSetup: ['test/shared/global-setup.ts'] },
      },
    ],
  },
});
