import { setTimeout as sleep } from 'node:timers/promises';
import { LOCK_SECONDS, type Session } from '../postgres/with-transaction.js';

const WAIT_MS = 200;
const PAUSE_MS = 300;
const TRIES = 20;

/**
 * Runs statements that need a table or view for themselves. While they wait for it, others
 * wait behind them: so they wait for a moment only, give way, and try again.
 */
export async function withBriefLocks(session: Session, work: () => Promise<void>): Promise<void> {
  const { sql, signal } = session;
  for (let tries = 1; ; tries += 1) {
    await sql`savepoint brief_locks`;
    try {
      await sql.unsafe(`set local lock_timeout = ${WAIT_MS}`);
      await work();
      await sql.unsafe(`set local lock_timeout = '${LOCK_SECONDS}s'`);
      await sql`release savepoint brief_locks`;
      return;
    } catch (error) {
      const isLocked = error instanceof Error && 'code' in error && error.code === '55P03';
      if (!isLocked || tries === TRIES) throw error;
      await sql`rollback to savepoint brief_locks`;
      await sleep(PAUSE_MS, undefined, { signal });
    }
  }
}
