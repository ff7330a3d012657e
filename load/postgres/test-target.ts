import type { Progress } from '../../command/progress.js';
import type { DataFolder } from '../../disk/data-folder.js';
import { hasLedger, readLoads } from '../ledger.js';
import { planMigrations } from '../schema/migrate.js';
import { readMissingRights } from '../schema/rights.js';
import { reachTarget } from './reach-target.js';
import { type ShownTarget, showTarget, type Target } from './target.js';
import { withTarget } from './with-target.js';
import { type Session, withReadTransaction } from './with-transaction.js';

export type TargetTest = {
  readonly target: ShownTarget;
  /** The server's version, for example `15.20`. */
  readonly version: string;
  /** The protocol of the encrypted connection; null if it is not encrypted. */
  readonly tls: string | null;
  readonly migrations: { readonly applied: number; readonly pending: readonly string[] };
  /** The rights that a load would lack; empty if none. */
  readonly missingRights: readonly string[];
  readonly lastLoad: {
    readonly id: number;
    readonly startedAt: string;
    readonly snapshot: string;
  } | null;
};

/**
 * Connects to a target and checks whether a load would work. Changes nothing.
 *
 * @throws {Fault} TARGET_*, MIGRATION_CHANGED
 */
export async function testTarget(
  options: {
    readonly data: DataFolder;
    readonly target: Target | undefined;
    readonly signal: AbortSignal;
  },
  progress: Progress,
): Promise<TargetTest> {
  const target = await reachTarget(options.data, options.target, progress);
  return withTarget(target, (sql) => {
    const session = { sql, target, signal: options.signal };
    return withReadTransaction(session, async () => {
      const { applied, pending } = await planMigrations(session);
      const [last] = (await hasLedger(session)) ? await readLoads(session) : [];
      return {
        target: showTarget(target),
        ...(await readServer(session)),
        migrations: { applied: applied.length, pending: pending.map(({ name }) => name) },
        missingRights: await readMissingRights(session, pending.length > 0),
        lastLoad:
          last === undefined
            ? null
            : { id: last.id, startedAt: last.startedAt, snapshot: last.snapshot },
      };
    });
  });
}

async function readServer({ sql }: Session): Promise<Pick<TargetTest, 'version' | 'tls'>> {
  const [row] = await sql<Pick<TargetTest, 'version' | 'tls'>[]>`
    select
        split_part(current_setting('server_version'), ' ', 1) as version,
        (select version from pg_stat_ssl where pid = pg_backend_pid() and ssl) as tls`;
  if (row === undefined) throw new Error('a select without a table returned no row');
  return row;
}
