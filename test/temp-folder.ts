import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type DataFolder, dataFolder } from '../disk/data-folder.js';

/** An empty data folder that goes when the test ends. */
export async function tempData(): Promise<DataFolder> {
  const root = await mkdtemp(join(tmpdir(), 'lyzer-etl-test-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return dataFolder(root);
}
