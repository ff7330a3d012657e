import { silentProgress } from '../command/progress.js';
import type { DataFolder } from '../disk/data-folder.js';
import { readHistory } from '../load/history.js';
import type { LedgerLoad } from '../load/ledger.js';
import { findServer } from '../load/postgres/embedded/embedded-postgres.js';
import { readServerFile } from '../load/postgres/embedded/server-file.js';
import { findTarget } from '../load/postgres/find-target.js';
import { localTarget } from '../load/postgres/reach-target.js';
import { LOCAL, type ShownTarget, showTarget, type Target } from '../load/postgres/target.js';
import { readTargets } from '../load/postgres/target-file.js';
import { isFault, type Part } from './part.js';
import { partOf } from './part-of.js';

export type TargetStatus = {
  readonly name: string;
  /** `unmade`: the embedded Postgres, before its first start; `saved`: a person must type the password. */
  readonly is: 'unmade' | 'stopped' | 'running' | 'saved';
  readonly where?: ShownTarget;
  /** The newest load in its ledger; null when nothing was loaded yet. */
  readonly lastLoad?: Part<LedgerLoad | null>;
};

/** The state of all targets, the embedded Postgres first; starts nothing, asks nobody. */
export async function targetStatuses(data: DataFolder): Promise<Part<TargetStatus>[]> {
  const saved = await partOf(readTargets);
  const others = isFault(saved) ? [Promise.resolve(saved)] : savedStatuses(data, saved);
  return Promise.all([partOf(() => localStatus(data)), ...others]);
}

function savedStatuses(data: DataFolder, saved: Awaited<ReturnType<typeof readTargets>>) {
  return Object.entries(saved).map(([name, { password }]) =>
    partOf(async (): Promise<TargetStatus> => {
      if (password.from === 'prompt') return { name, is: 'saved' };
      const target = await findTarget(name);
      return target === undefined ? { name, is: 'saved' } : reachedStatus(data, target);
    }),
  );
}

async function localStatus(data: DataFolder): Promise<TargetStatus> {
  const server = await findServer(data.postgres);
  if (server !== undefined) return reachedStatus(data, localTarget(server));
  const isMade = (await readServerFile(data.postgres)) !== undefined;
  return { name: LOCAL, is: isMade ? 'stopped' : 'unmade' };
}

async function reachedStatus(data: DataFolder, target: Target): Promise<TargetStatus> {
  const lastLoad = await partOf(async () => {
    const { loads } = await readHistory({ data, target }, silentProgress);
    return loads[0] ?? null;
  });
  return { name: target.name, is: 'running', where: showTarget(target), lastLoad };
}
