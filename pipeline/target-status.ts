import type { DataFolder } from '../command/data-folder.js';
import { findServer } from '../load/embedded-postgres.js';
import { readServerFile } from '../load/server-file.js';
import { type ShownTarget, showTarget, type Target } from '../load/target.js';
import { type Sql, withTarget } from '../load/with-target.js';
import { type Part, partOf } from './part.js';

export type TargetStatus = {
  readonly name: string;
  /** `unmade`: the embedded Postgres, before its first start. */
  readonly is: 'unmade' | 'stopped' | 'running';
  readonly where?: ShownTarget;
  /** What its ledger tells last; null when nothing was loaded yet. */
  readonly lastLoad?: Part<LedgerEntry | null>;
};

export type LedgerEntry = {
  readonly id: number;
  readonly snapshot: string;
  readonly fingerprint: string;
  readonly finishedAt: string;
};

/** How the targets are, the embedded Postgres first; nothing is started. */
export async function targetStatuses(data: DataFolder): Promise<Part<TargetStatus>[]> {
  return [await partOf(() => localStatus(data))];
}

async function localStatus({ postgres }: DataFolder): Promise<TargetStatus> {
  const name = 'local';
  const server = await findServer(postgres);
  if (server === undefined) {
    const isMade = (await readServerFile(postgres)) !== undefined;
    return { name, is: isMade ? 'stopped' : 'unmade' };
  }
  const { host, port, database, user, password } = server;
  const target: Target = { name, host, port, database, user, password, tls: 'disable' };
  const lastLoad = await partOf(() => withTarget(target, readLedger));
  return { name, is: 'running', where: showTarget(target), lastLoad };
}

async function readLedger(sql: Sql): Promise<LedgerEntry | null> {
  const [ledger] = await sql<{ isThere: boolean }[]>`
    select to_regclass('lyzer_meta.load') is not null as "isThere"`;
  if (!ledger?.isThere) return null;
  const [last] = await sql<(Omit<LedgerEntry, 'finishedAt'> & { finishedAt: Date })[]>`
    select id::integer as id, snapshot, fingerprint, finished_at as "finishedAt"
    from lyzer_meta.load order by id desc limit 1`;
  return last === undefined ? null : { ...last, finishedAt: last.finishedAt.toISOString() };
}
