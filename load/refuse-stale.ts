import type { DataFolder } from '../disk/data-folder.js';
import { findStaleness, type Staleness } from '../transform/find-staleness.js';
import type { Lake } from '../transform/lake/lake.js';
import { loadFault } from './faults.js';
import type { Target } from './postgres/target.js';

/**
 * Refuses to load a lake where a transform would make another one: what is new in the archive
 * would silently stay behind.
 *
 * @throws {Fault} LAKE_STALE naming the one command that takes what is new to the target; ARCHIVE_UNREADABLE
 */
export async function refuseStale(
  data: DataFolder,
  lake: Lake,
  target: Target | undefined,
): Promise<void> {
  const staleness = await findStaleness(data, lake);
  if (staleness === undefined) return;
  throw loadFault(
    'LAKE_STALE',
    `${describeStaleness(staleness, lake)}; nothing was loaded: run 'npm run pipeline${optionOf(target)}', or give --stale-ok to take the lake as it is`,
  );
}

function describeStaleness(staleness: Staleness, { snapshot }: Lake): string {
  return staleness.is === 'older'
    ? `the archive is newer than the lake: its newest snapshot is '${staleness.newest}', the lake is of '${snapshot}'`
    : `the lake of snapshot '${snapshot}' was made by other SQL or rules than this program's`;
}

function optionOf(target: Target | undefined): string {
  if (target === undefined) return '';
  // Its URL may have a password.
  return target.name === 'url' ? ' -- --url URL' : ` -- --target ${target.name}`;
}
