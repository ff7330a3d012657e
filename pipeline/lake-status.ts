import type { DataFolder } from '../disk/data-folder.js';
import { archiveOf, readHead, readSnapshot } from '../extract/archive/archive.js';
import { Fault } from '../fault/fault.js';
import { fingerprint } from '../transform/fingerprint.js';
import { type Lake, readLake, readLakeHead } from '../transform/lake/lake.js';
import { SQL_FOLDER } from '../transform/models/read-models.js';
import { LEDGERS, readProgram } from '../transform/read-program.js';

export type LakeStatus = {
  readonly folder: string;
  readonly snapshot: string;
  readonly builtAt: string;
  readonly program: string;
  readonly fingerprint: string;
  readonly tables: number;
  readonly rows: number;
  readonly isOfNewestSnapshot: boolean;
  /** Whether today's SQL and rules would make the same; null when its snapshot is gone. */
  readonly isOfTodaysSql: boolean | null;
};

/**
 * What the current lake holds, and whether a transform would make another; null without a lake.
 *
 * @throws {Fault} LAKE_DAMAGED
 */
export async function lakeStatus(data: DataFolder): Promise<LakeStatus | null> {
  if ((await readLakeHead(data.lake)) === undefined) return null;
  const lake = await readLake(data.lake);
  const archive = await archiveOf(data);
  return {
    folder: lake.folder,
    snapshot: lake.snapshot,
    builtAt: lake.builtAt,
    program: lake.program,
    fingerprint: lake.fingerprint,
    tables: lake.tables.length,
    rows: lake.tables.reduce((sum, { rows }) => sum + rows, 0),
    isOfNewestSnapshot: (await readHead(archive)) === lake.snapshot,
    isOfTodaysSql: await isOfTodaysSql(archive, lake),
  };
}

async function isOfTodaysSql(archive: string, lake: Lake): Promise<boolean | null> {
  try {
    const snapshot = await readSnapshot(archive, lake.snapshot);
    const program = await readProgram(SQL_FOLDER);
    return (await fingerprint(snapshot, program, Object.values(LEDGERS))) === lake.fingerprint;
  } catch (error) {
    if (error instanceof Fault && error.code.startsWith('SNAPSHOT_')) return null;
    throw error;
  }
}
