import { setTimeout as sleep } from 'node:timers/promises';
import { LOCK_SECONDS, type Session } from '../postgres/with-transaction.js';

const WAIT_MS = 200;
const PAUSE_MS = 300;
const TRIES = 20;

/**
 * Runs statements that need an exclusive lock. Other sessions queue behind a statement that waits
 * for one, so it waits 0.2 s at most, lets them pass, and tries again.
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
