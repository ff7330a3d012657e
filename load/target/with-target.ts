import postgres from 'postgres';
import { EXIT, Fault } from '../../command/fault.js';
import { openSocket } from './open-socket.js';
import { toTargetFault } from './postgres-fault.js';
import { nameTarget, type Target } from './target.js';

const CONNECT_SECONDS = 10;
const LOCK_SECONDS = 10;
const OLDEST_VERSION = 14;
/** 'Lyze' in ASCII: the advisory lock that all loads into a database take. */
const LOAD_LOCK = 0x4c_79_7a_65;

/** A target's one connection. */
export type Sql = postgres.Sql;

/**
 * Connects to a target, runs `work`, and disconnects whatever happens.
 *
 * @throws {Fault} TARGET_* for what the server or the network refuses
 */
export async function withTarget<Result>(
  target: Target,
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  const { host, port, user, password, database, tls } = target;
  let isLost = false;
  const ssl = tls === 'disable' ? (false as const) : tls;
  const options = {
    ...{ host, port, user, password, database, ssl },
    max: 1,
    connect_timeout: CONNECT_SECONDS,
    max_lifetime: null,
    fetch_types: false,
    onnotice: () => {},
    onclose: () => {
      isLost = true;
    },
    connection: { application_name: 'lyzer-etl' },
    // Missing in the package's types.
    socket: () => openSocket(target, CONNECT_SECONDS * 1000),
  };
  const connection = postgres(options);
  try {
    return await work(neverReconnecting(connection, () => isLost));
  } catch (error) {
    throw toTargetFault(error, target);
  } finally {
    await connection.end({ timeout: 1 });
  }
}

/**
 * Runs `work` in one transaction that only one load at a time can be in; all it
 * did is there afterwards, or none of it. A signal cancels what the server is at.
 *
 * @throws {Fault} LOAD_RUNNING, TARGET_OLD
 */
export async function withLoadTransaction<Result>(
  sql: Sql,
  target: Target,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  // Not sql.begin: when the connection is lost it still sends a rollback, which
  // in npm postgres 3.4.9 is an uncaught error that ends the process.
  await sql`begin`;
  const stopListening = await cancelOnAbort(sql, target, signal);
  try {
    await refuseOldServer(sql, target);
    await takeLoadLock(sql, target);
    await sql.unsafe(`
      set local lock_timeout = '${LOCK_SECONDS}s';
      set local idle_in_transaction_session_timeout = 0;
      set local search_path = pg_catalog, pg_temp;
      set local datestyle = 'ISO, YMD';
      set local timezone = 'UTC';
      set local work_mem = '64MB';
      set local maintenance_work_mem = '256MB';
      set local client_min_messages = warning`);
    const result = await work();
    await sql`commit`;
    return result;
  } catch (error) {
    await rollBack(sql);
    throw error;
  } finally {
    stopListening();
  }
}

// A statement may run for many seconds, and its own connection is busy with it.
async function cancelOnAbort(sql: Sql, target: Target, signal: AbortSignal) {
  const [session] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const cancel = () => {
    withTarget(target, (other) => other`select pg_cancel_backend(${session?.pid ?? 0})`).catch(
      () => {},
    );
  };
  signal.addEventListener('abort', cancel, { once: true });
  return () => signal.removeEventListener('abort', cancel);
}

// npm postgres connects anew for the next query: within a transaction, that
// query would then be on its own.
function neverReconnecting(connection: Sql, isLost: () => boolean): Sql {
  const refuse = () => {
    if (isLost()) throw Object.assign(new Error('it was closed'), { code: 'CONNECTION_CLOSED' });
  };
  return new Proxy(connection, {
    apply(target, self, args) {
      refuse();
      return Reflect.apply(target, self, args);
    },
    get(target, name) {
      if (name === 'unsafe') refuse();
      return Reflect.get(target, name);
    },
  });
}

// The first error is the one to tell of; a lost connection is rolled back by the server.
async function rollBack(sql: Sql) {
  try {
    await sql`rollback`;
  } catch {}
}

async function refuseOldServer(sql: Sql, target: Target) {
  const [row] = await sql<{ version: number }[]>`
    select current_setting('server_version_num')::integer / 10000 as version`;
  if (row !== undefined && row.version >= OLDEST_VERSION) return;
  throw new Fault(
    'TARGET_OLD',
    `target ${nameTarget(target)} is Postgres ${row?.version}, ${OLDEST_VERSION} or later was expected; update the server`,
    EXIT.refused,
  );
}

async function takeLoadLock(sql: Sql, target: Target) {
  const [row] = await sql<{ taken: boolean }[]>`
    select pg_try_advisory_xact_lock(${LOAD_LOCK}) as taken`;
  if (row?.taken) return;
  throw new Fault(
    'LOAD_RUNNING',
    `another load into target ${nameTarget(target)} is running; wait until it is done and try again`,
  );
}
