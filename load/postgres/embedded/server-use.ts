import postgres from 'postgres';
import { SERVER_HOST } from './ask-server.js';
import { type Server, startServer, stopServer } from './embedded-postgres.js';

/** The embedded Postgres, for as long as this process says that it uses it. */
export type ServerUse = {
  readonly server: Server;
  /** Ends the use. Stops the server unless another process uses it, and says which it was. */
  end(): Promise<{ readonly stopped: boolean }>;
};

/** 'Used' in ASCII: who uses the server shares this lock, who stops it has it alone. */
const USE_LOCK = 0x55_73_65_64;
const START_TRIES = 5;

/**
 * Starts the embedded Postgres of a data folder if it does not run, and uses it. The server itself
 * counts its users, by a lock of their sessions: one that is killed is no user any more.
 *
 * @throws {Fault} as startServer does
 */
export async function useServer(
  postgresFolder: string,
  options: { readonly port?: number | undefined },
): Promise<ServerUse> {
  for (let tries = 1; ; tries++) {
    const server = await startServer(postgresFolder, options);
    const sql = connect(server);
    try {
      // Waits while the last user stops the server, and fails when it is down: it is started again.
      await sql`select pg_advisory_lock_shared(${USE_LOCK})`;
      return { server, end: () => endUse(postgresFolder, sql) };
    } catch (error) {
      await sql.end({ timeout: 1 });
      if (tries === START_TRIES) throw error;
    }
  }
}

async function endUse(postgresFolder: string, sql: postgres.Sql): Promise<{ stopped: boolean }> {
  try {
    if (!(await becomeLast(sql))) return { stopped: false };
    // Under the lock, so that a new user waits, and starts the server again.
    return await stopServer(postgresFolder);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Gives the shared lock back and takes the whole one; false if others share it. */
async function becomeLast(sql: postgres.Sql): Promise<boolean> {
  try {
    await sql`select pg_advisory_unlock_shared(${USE_LOCK})`;
    const [row] = await sql<{ isLast: boolean }[]>`
      select pg_try_advisory_lock(${USE_LOCK}) as "isLast"`;
    return row?.isLast ?? false;
  } catch {
    // The server is down already.
    return true;
  }
}

function connect({ port, user, password }: Server): postgres.Sql {
  return postgres({
    ...{ host: SERVER_HOST, port, user, password, database: 'postgres', ssl: false },
    ...{ max: 1, max_lifetime: null, fetch_types: false, onnotice: () => {} },
    connection: { application_name: 'lyzer-etl start' },
  });
}
