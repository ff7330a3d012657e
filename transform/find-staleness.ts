import type { DataFolder } from '../disk/data-folder.js';
import { archiveOf, readHead, readSnapshot } from '../extract/archive/archive.js';
import { Fault } from '../fault/fault.js';
import { fingerprint } from './fingerprint.js';
import type { Lake } from './lake/lake.js';

/** Why a transform would make a new lake. */
export type Staleness =
  | { readonly is: 'older'; readonly newest: string }
  /** The program's SQL, rules or corrections changed after the lake was made. */
  | { readonly is: 'other SQL' };

/**
 * Returns why a lake is older than the archive (or the seed, if there is no archive) or the
 * program. Returns undefined if a transform would make the same lake. A lake whose snapshot is not
 * in the archive is compared by age alone.
 *
 * @throws {Fault} ARCHIVE_UNREADABLE
 */
export async function findStaleness(data: DataFolder, lake: Lake): Promise<Staleness | undefined> {
  const archive = await archiveOf(data);
  const newest = await readHead(archive);
  if (newest !== undefined && newest !== lake.snapshot) {
    // A lake may be a copy from another machine, and newer than this archive.
    return timeOf(newest) < timeOf(lake.snapshot) ? undefined : { is: 'older', newest };
  }
  const now = await fingerprintOf(archive, lake.snapshot);
  return now === undefined || now === lake.fingerprint ? undefined : { is: 'other SQL' };
}

/** Ids begin with the time in seconds: `20260727T181500Z-1f0c9a22`. */
function timeOf(snapshot: string): string {
  return snapshot.slice(0, '20260727T181500Z'.length);
}

/** The fingerprint of the lake that a transform would make; undefined if the snapshot is unreadable. */
async function fingerprintOf(archive: string, id: string): Promise<string | undefined> {
  try {
    return await fingerprint(await readSnapshot(archive, id));
  } catch (error) {
    if (error instanceof Fault && error.code.startsWith('SNAPSHOT_')) return undefined;
    throw error;
  }
}
