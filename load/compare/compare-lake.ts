import type { LastLoad } from '../ledger.js';
import type { Session } from '../postgres/with-transaction.js';
import { fullName, type TargetTable } from '../schema/target-tables.js';
import { copyOut } from '../write/copy-rows.js';
import { differingSeasons, type Group } from './checksums.js';
import type { Differences } from './compare-rows.js';
import type { LakeRows } from './lake-rows.js';
import type { TablePair } from './match-lake.js';

/** How a table of the target differs from the lake's. */
export type Comparison = {
  readonly lakeGroups: readonly Group[];
  readonly targetGroups: readonly Group[];
  /** Undefined when all rows are alike; DuckDB may still be finding them. */
  readonly differences: Promise<Differences> | undefined;
  /** The seasons that are not as the last load left them. */
  readonly handEdited: readonly (number | null)[];
};

/**
 * Holds a table of the target against the lake's: first by the checksums of their seasons,
 * then the rows of the seasons that differ. Changes nothing.
 */
export async function comparePair(
  session: Session,
  rows: LakeRows,
  pair: TablePair,
  options: {
    readonly targetGroups: Promise<Group[]>;
    readonly last: LastLoad | undefined;
    readonly mostExamples: number;
  },
): Promise<Comparison> {
  const { last, mostExamples } = options;
  // Both sides count at the same time.
  const [lakeGroups, targetGroups] = await Promise.all([rows.groups(pair), options.targetGroups]);
  const handEdited = handEditedSeasons(pair, targetGroups, last);
  const seasons = differingSeasons(lakeGroups, targetGroups);
  if (seasons.length === 0) return { lakeGroups, targetGroups, differences: undefined, handEdited };
  const targetFile = rows.fileFor(pair, 'target.csv');
  await copyOut(session, pair.target, seasons, targetFile);
  const differences = rows.compare(pair, { seasons, targetFile, mostExamples });
  return { lakeGroups, targetGroups, differences, handEdited };
}

/** The columns that a row's checksum is of, as the ledger keeps them. */
export function describeColumns({ columns }: TargetTable): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(', ');
}

function handEditedSeasons(
  { lake, target }: TablePair,
  targetGroups: readonly Group[],
  last: LastLoad | undefined,
) {
  const recorded = last?.tables.get(fullName(lake));
  // A migration that changes the columns changes every checksum.
  if (recorded?.columns !== describeColumns(target)) return [];
  return differingSeasons(recorded.groups, targetGroups);
}
