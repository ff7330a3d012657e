import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Server, startServer, stopServer } from './embedded-postgres.js';

/**
 * Starts an embedded Postgres in a temporary folder, runs `work` with it, then removes it.
 *
 * @throws {Fault} SERVER_*, as startServer does
 */
export async function withScratchServer<Result>(
  work: (server: Server) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-etl-scratch-'));
  // If root runs this, Postgres runs as another user, who must be able to enter the folder.
  await chmod(folder, 0o755);
  const postgresFolder = join(folder, 'postgres');
  try {
    return await work(await startServer(postgresFolder));
  } finally {
    await stopServer(postgresFolder);
    await rm(folder, { recursive: true, force: true });
  }
}
