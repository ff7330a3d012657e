import type { LastLoad } from '../ledger.js';
import type { Session } from '../postgres/with-transaction.js';
import { fullName, type TargetTable } from '../schema/target-tables.js';
import { copyOut } from '../write/copy-rows.js';
import { differingSeasons, type SeasonChecksum } from './checksums.js';
import type { Differences } from './compare-rows.js';
import type { LakeRows } from './lake-rows.js';
import type { TablePair } from './match-lake.js';

/** How a table of the target differs from the lake's. */
export type Comparison = {
  readonly lakeChecksums: readonly SeasonChecksum[];
  readonly targetChecksums: readonly SeasonChecksum[];
  /** Undefined when all rows are equal; pending while DuckDB compares them. */
  readonly differences: Promise<Differences> | undefined;
  /** The seasons that are not as the last load left them. */
  readonly handEdited: readonly (number | null)[];
};

/**
 * Compares a table of the target with the lake's: first the checksums of each season, then the
 * rows of seasons that differ. Changes nothing.
 */
export async function comparePair(
  session: Session,
  rows: LakeRows,
  pair: TablePair,
  options: {
    readonly targetChecksums: Promise<SeasonChecksum[]>;
    readonly last: LastLoad | undefined;
    readonly mostExamples: number;
  },
): Promise<Comparison> {
  const { last, mostExamples } = options;
  // Both sides count at the same time.
  const [lakeChecksums, targetChecksums] = await Promise.all([
    rows.checksums(pair),
    options.targetChecksums,
  ]);
  const handEdited = handEditedSeasons(pair, targetChecksums, last);
  const seasons = differingSeasons(lakeChecksums, targetChecksums);
  if (seasons.length === 0)
    return { lakeChecksums, targetChecksums, differences: undefined, handEdited };
  const targetFile = rows.fileFor(pair, 'target.csv');
  await copyOut(session, pair.target, seasons, targetFile);
  const differences = rows.compare(pair, { seasons, targetFile, mostExamples });
  return { lakeChecksums, targetChecksums, differences, handEdited };
}

/** The columns that a row's checksum covers, as the ledger stores them. */
export function describeColumns({ columns }: TargetTable): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(', ');
}

function handEditedSeasons(
  { lake, target }: TablePair,
  targetChecksums: readonly SeasonChecksum[],
  last: LastLoad | undefined,
) {
  const recorded = last?.tables.get(fullName(lake));
  // A migration that changes the columns changes every checksum.
  if (recorded?.columns !== describeColumns(target)) return [];
  return differingSeasons(recorded.groups, targetChecksums);
}
