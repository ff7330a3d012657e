import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataFolder, SEED_FOLDER } from '../disk/data-folder.js';
import { archiveOf, readSnapshot } from '../extract/archive/archive.js';
import type { Snapshot } from '../extract/archive/snapshot.js';
import { findDueRaces } from '../extract/plan/find-due-races.js';

export type ArchiveStatus = {
  readonly folder: string;
  /** Nothing was extracted yet, so this is the committed seed. */
  readonly isSeed: boolean;
  readonly snapshot: string;
  readonly createdAt: string;
  readonly source: Snapshot['source'];
  readonly lists: number;
  /** Sum over all lists; some rows are in several lists. */
  readonly rows: number;
  /** Lists that could not be fetched when the snapshot was made, and why. */
  readonly failed: Readonly<Record<string, string>>;
  /** When Jolpica last confirmed any of the lists. */
  readonly confirmedAt: string;
  /** An extraction was interrupted; the next one continues it. */
  readonly isCutOff: boolean;
  /** The newest race with results; null when there is none. */
  readonly lastRace: DatedRound | null;
  /** Races of the calendar before today whose results are still to come. */
  readonly due: readonly DatedRound[];
  /** Races with results whose sprint qualifying the next extraction fetches. */
  readonly withoutSprintQualifying: readonly DatedRound[];
};

type DatedRound = { readonly season: number; readonly round: number; readonly date: string };

/**
 * Describes the archive's newest snapshot, or the seed's where there is no archive.
 *
 * @throws {Fault} ARCHIVE_*, SNAPSHOT_*
 */
export async function archiveStatus(data: DataFolder, now: Date): Promise<ArchiveStatus> {
  const folder = await archiveOf(data);
  const snapshot = await readSnapshot(folder);
  const { id, createdAt, source, failed = {}, lists } = snapshot;
  const entries = Object.values(lists);
  const { lastRace, due, withoutSprintQualifying } = await findDueRaces(folder, lists, now);
  return {
    folder,
    isSeed: folder === SEED_FOLDER,
    snapshot: id,
    createdAt,
    source,
    lists: entries.length,
    rows: entries.reduce((sum, { rows }) => sum + rows, 0),
    failed,
    confirmedAt: entries.reduce((last, { confirmedAt }) => later(last, confirmedAt), ''),
    isCutOff: await exists(join(data.archive, 'journal.ndjson')),
    lastRace: lastRace === undefined ? null : nameRace(lastRace),
    due: due.map(nameRace),
    withoutSprintQualifying: withoutSprintQualifying.map(nameRace),
  };
}

function nameRace({ season, round, date }: DatedRound): DatedRound {
  return { season, round, date };
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
