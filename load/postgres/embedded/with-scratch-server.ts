import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Server, startServer, stopServer } from './embedded-postgres.js';

/**
 * Lends `work` an embedded Postgres in a temporary folder, then stops and removes it.
 *
 * @throws {Fault} SERVER_*, as startServer does
 */
export async function withScratchServer<Result>(
  work: (server: Server) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-etl-scratch-'));
  // Where root runs this, Postgres runs as another user, who must be able to enter.
  await chmod(folder, 0o755);
  const postgresFolder = join(folder, 'postgres');
  try {
    return await work(await startServer(postgresFolder));
  } finally {
    await stopServer(postgresFolder);
    await rm(folder, { recursive: true, force: true });
  }
}
