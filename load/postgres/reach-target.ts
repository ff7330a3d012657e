import type { Progress } from '../../command/progress.js';
import type { DataFolder } from '../../disk/data-folder.js';
import { type Server, startServer } from './embedded/embedded-postgres.js';
import type { Target } from './target.js';
import { LOCAL } from './target.js';

/**
 * Returns the target. If none was named, starts the embedded Postgres of the data folder and
 * returns that.
 *
 * @throws {Fault} SERVER_*, as startServer does
 */
export async function reachTarget(
  data: DataFolder,
  target: Target | undefined,
  progress: Progress,
): Promise<Target> {
  if (target !== undefined) return target;
  const server = await startServer(data.postgres);
  if (server.note !== undefined) progress.note(server.note);
  return localTarget(server);
}

/** The embedded Postgres as a target. */
export function localTarget({ host, port, database, user, password }: Server): Target {
  return {
    ...{ name: LOCAL, host, port, database, user, password },
    tls: 'disable',
    ...{ tlsCaFile: undefined, tlsCertFile: undefined, tlsKeyFile: undefined },
    schemaPrefix: '',
    isProduction: false,
  };
}
