import type { LastLoad } from '../ledger.js';
import type { Comparison } from './compare-lake.js';
import type { Differences } from './compare-rows.js';
import type { TablePair } from './match-lake.js';

/** Rows that a load would remove from one table, too many to do so unasked. */
export type Removal = {
  readonly schema: string;
  readonly name: string;
  /** Rows that the target has now. */
  readonly rows: number;
  readonly removed: number;
  /** Seasons of which the table would keep no row. */
  readonly lostSeasons: readonly number[];
};

/** Why a load is refused unless removals are allowed. */
export type Refusal = {
  /** The last load, where its snapshot is newer than the lake's. */
  readonly newerLoad: { readonly id: number; readonly snapshot: string } | null;
  /** The table that loses most rows first. */
  readonly removals: readonly Removal[];
};

/** A table of the target with the rows that differ; undefined: none do. */
export type ComparedTable = Pick<Comparison, 'lakeChecksums' | 'targetChecksums'> & {
  readonly pair: TablePair;
  readonly differences: Pick<Differences, 'removed'> | undefined;
};

/** Rows of a table that may go unasked, in a table of any size. */
const FEW_ROWS = 10;
/** The part of a table that may go unasked. */
const SMALL_PART = 0.05;

/** Returns why a load is refused unless removals are allowed; null: it is not. See docs/load.md. */
export function findRefusal(
  snapshot: string,
  last: LastLoad | undefined,
  tables: readonly ComparedTable[],
): Refusal | null {
  const isOlder = last !== undefined && isOlderSnapshot(snapshot, last.snapshot);
  const newerLoad = isOlder ? { id: last.id, snapshot: last.snapshot } : null;
  const removals = tables
    .flatMap((table) => findRemoval(table))
    .toSorted((a, b) => b.removed - a.removed);
  return newerLoad === null && removals.length === 0 ? null : { newerLoad, removals };
}

function findRemoval({
  pair,
  lakeChecksums,
  targetChecksums,
  differences,
}: ComparedTable): Removal[] {
  const removed = differences?.removed.rows ?? 0;
  if (removed === 0) return [];
  const { schema, name } = pair.lake;
  const rows = targetChecksums.reduce((sum, one) => sum + one.rows, 0);
  const kept = new Set(lakeChecksums.map(({ season }) => season));
  const lost = targetChecksums.filter(({ season }) => !kept.has(season));
  // A metric follows from core tables: a title that is open again takes its only row along.
  const isSeasonLost = lost.some((one) => schema === 'lyzer' || one.rows > FEW_ROWS);
  const isLarge = removed > Math.max(FEW_ROWS, rows * SMALL_PART);
  if (lakeChecksums.length > 0 && !isSeasonLost && !isLarge) return [];
  const lostSeasons = lost.flatMap(({ season }) => season ?? []);
  return [{ schema, name, rows, removed, lostSeasons }];
}

const SNAPSHOT = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/;

// The ledger may have any text; only ids of snapshots begin with a time.
function isOlderSnapshot(one: string, other: string): boolean {
  return SNAPSHOT.test(one) && SNAPSHOT.test(other) && one.slice(0, 16) < other.slice(0, 16);
}
