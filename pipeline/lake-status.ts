import type { DataFolder } from '../disk/data-folder.js';
import { findStaleness, type Staleness } from '../transform/find-staleness.js';
import { readLake, readLakeHead } from '../transform/lake/lake.js';

export type LakeStatus = {
  readonly folder: string;
  readonly snapshot: string;
  readonly builtAt: string;
  readonly program: string;
  readonly fingerprint: string;
  readonly tables: number;
  readonly rows: number;
  /** Why a transform would make another lake; null when it would not. */
  readonly staleness: Staleness | null;
};

/**
 * Describes the current lake, and whether a transform would make another; null without a lake.
 *
 * @throws {Fault} LAKE_EMPTY, LAKE_DAMAGED, ARCHIVE_UNREADABLE
 */
export async function lakeStatus(data: DataFolder): Promise<LakeStatus | null> {
  if ((await readLakeHead(data.lake)) === undefined) return null;
  const lake = await readLake(data.lake);
  return {
    folder: lake.folder,
    snapshot: lake.snapshot,
    builtAt: lake.builtAt,
    program: lake.program,
    fingerprint: lake.fingerprint,
    tables: lake.tables.length,
    rows: lake.tables.reduce((sum, { rows }) => sum + rows, 0),
    staleness: (await findStaleness(data, lake)) ?? null,
  };
}
