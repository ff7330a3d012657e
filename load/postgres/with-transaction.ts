import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '../../command/progress.js';
import { loadFault } from '../faults.js';
import { nameTarget, type Target } from './target.js';
import { type Sql, withTarget } from './with-target.js';

/** How long a load waits for a row or table that another session has locked. */
export const LOCK_SECONDS = 10;
const ROLLBACK_WAIT_MS = 5_000;
const OLDEST_VERSION = 14;
/** 'Lyze' in ASCII: the advisory lock of all loads into a database. */
const LOAD_LOCK = 0x4c_79_7a_65;

/** A connection with its target and the signal that stops work on it. */
export type Session = {
  readonly sql: Sql;
  readonly target: Target;
  readonly signal: AbortSignal;
};

/**
 * Settings that make text of values and names the same on every server. A session whose client is
 * gone without a word ends within minutes, and with it its locks. Rows that row level security
 * hides are an error: without them, a comparison would be wrong.
 */
const SETTINGS = `
  set local idle_in_transaction_session_timeout = '10min';
  set local tcp_keepalives_idle = 60;
  set local tcp_keepalives_interval = 10;
  set local tcp_keepalives_count = 6;
  set local row_security = off;
  set local quote_all_identifiers = off;
  set local search_path = pg_catalog, pg_temp;
  set local datestyle = 'ISO, YMD';
  set local timezone = 'UTC';
  set local work_mem = '64MB';
  set local maintenance_work_mem = '256MB';
  set local client_min_messages = warning`;

/**
 * Runs `work` in one transaction, which only one load at a time can have. It commits all of the
 * work or nothing. A signal cancels the running statement.
 *
 * @throws {Fault} LOAD_RUNNING after `lockWaitMs`, TARGET_OLD, TARGET_ENCODING
 */
export async function withLoadTransaction<Result>(
  session: Session,
  { lockWaitMs, progress }: { readonly lockWaitMs: number; readonly progress: Progress },
  work: () => Promise<Result>,
): Promise<Result> {
  return withTransaction(session, 'begin', async () => {
    await takeLoadLock(session, lockWaitMs, progress);
    await session.sql.unsafe(`set local lock_timeout = '${LOCK_SECONDS}s'`);
    return work();
  });
}

/**
 * Runs `work` in a read-only transaction that sees one state of the target.
 *
 * @throws {Fault} TARGET_OLD, TARGET_ENCODING
 */
export async function withReadTransaction<Result>(
  session: Session,
  work: () => Promise<Result>,
): Promise<Result> {
  return withTransaction(session, 'begin isolation level repeatable read, read only', work);
}

async function withTransaction<Result>(
  session: Session,
  begin: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const { sql, signal } = session;
  // Not sql.begin: when the connection is lost it still sends a rollback, which
  // in npm postgres 3.4.9 is an uncaught error that ends the process.
  await sql.unsafe(begin);
  const stopListening = await cancelOnAbort(session);
  try {
    await refuseServer(session);
    await sql.unsafe(SETTINGS);
    const result = await work();
    signal.throwIfAborted();
    await sql`commit`;
    return result;
  } catch (error) {
    await rollBack(sql);
    // A cancelled statement throws its own error; throw the signal's reason instead.
    throw signal.aborted ? signal.reason : error;
  } finally {
    stopListening();
  }
}

// A statement may run for many seconds and keeps its connection busy: cancel from another one.
async function cancelOnAbort({ sql, target, signal }: Session) {
  const [session] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const cancel = () => {
    withTarget(target, (other) => other`select pg_cancel_backend(${session?.pid ?? 0})`).catch(
      () => {},
    );
  };
  signal.addEventListener('abort', cancel, { once: true });
  return () => signal.removeEventListener('abort', cancel);
}

// Ignores errors: the first one is the cause, and the server itself rolls a lost connection back.
// Does not wait long for a server that does not answer.
async function rollBack(sql: Sql) {
  const answer = (async () => sql`rollback`)().catch(() => {});
  await Promise.race([answer, sleep(ROLLBACK_WAIT_MS, undefined, { ref: false })]);
}

async function refuseServer({ sql, target }: Session) {
  const [row] = await sql<{ version: number; encoding: string }[]>`
    select
        current_setting('server_version_num')::integer / 10000 as version,
        current_setting('server_encoding') as encoding`;
  if (row === undefined || row.version < OLDEST_VERSION) {
    throw loadFault(
      'TARGET_OLD',
      `target ${nameTarget(target)} is Postgres ${row?.version}, ${OLDEST_VERSION} or later was expected; update the server`,
    );
  }
  if (row.encoding === 'UTF8') return;
  throw loadFault(
    'TARGET_ENCODING',
    `target ${nameTarget(target)} has encoding ${row.encoding}, UTF8 was expected; create a database with 'encoding UTF8'`,
  );
}

async function takeLoadLock({ sql, target }: Session, lockWaitMs: number, progress: Progress) {
  const [row] = await sql<{ taken: boolean }[]>`
    select pg_try_advisory_xact_lock(${LOAD_LOCK}) as taken`;
  if (row?.taken) return;
  const seconds = lockWaitMs / 1000;
  if (lockWaitMs > 0) {
    progress.note(`another load into '${target.name}' is running: waiting up to ${seconds} s`);
    await sql.unsafe(`set local lock_timeout = ${lockWaitMs}`);
    try {
      await sql`select pg_advisory_xact_lock(${LOAD_LOCK})`;
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error;
    }
  }
  throw loadFault(
    'LOAD_RUNNING',
    `another load into target ${nameTarget(target)} is still running after ${seconds} s; wait for its end and try again`,
  );
}
