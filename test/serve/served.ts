import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { type DataFolder, dataFolder } from '../../disk/data-folder.js';
import { type ServeOptions, serve } from '../../serve/serve.js';
import { copyOneRace, copySeedLake } from '../shared/lakes.js';

/** Serves a data folder on a free port of loopback until the test ends. */
export async function serveData(data: DataFolder, options: Partial<ServeOptions> = {}) {
  const server = await serve({ data, host: '127.0.0.1', port: 0, ...options }, silentProgress);
  onTestFinished(() => server.close());
  return server;
}

/** Serves the seed's lake to all tests of a file. */
export function serveSeed(options: Partial<ServeOptions> = {}) {
  return serveFile(copySeedLake, options);
}

/** Serves a lake with one race, see ONE_RACE, to all tests of a file. */
export function serveOneRace(options: Partial<ServeOptions> = {}) {
  return serveFile(copyOneRace, options);
}

function serveFile(fill: (data: DataFolder) => Promise<void>, options: Partial<ServeOptions> = {}) {
  const served = { url: '', data: dataFolder('none') };
  let close = async () => {};
  beforeAll(async () => {
    const data = dataFolder(await mkdtemp(join(tmpdir(), 'lyzer-etl-test-')));
    await fill(data);
    const where = { data, host: '127.0.0.1', port: 0 };
    // Without the ledger, so that answers are those of the archive to the byte.
    const correctionsFolder = join(data.root, 'none');
    const server = await serve({ ...where, correctionsFolder, ...options }, silentProgress);
    Object.assign(served, { url: server.url, data });
    close = async () => {
      await server.close();
      await rm(data.root, { recursive: true, force: true });
    };
  });
  afterAll(() => close());
  return served;
}
