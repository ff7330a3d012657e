import { loadFault } from '../faults.js';
import { nameTarget, type Target } from '../postgres/target.js';
import { fullName } from '../schema/target-tables.js';
import { differingSeasons, type SeasonChecksum, sumChecksums } from './checksums.js';
import type { TablePair } from './match-lake.js';

/** A table's checksums on both sides, after the rows were written. */
export type BothSides = {
  readonly pair: TablePair;
  readonly lakeChecksums: readonly SeasonChecksum[];
  readonly targetChecksums: readonly SeasonChecksum[];
};

const MOST_SEASONS = 5;

/**
 * Refuses to commit tables that differ from the lake's files, or from the row count in lake.json.
 *
 * @throws {Fault} VERIFY_FAILED naming table and season
 */
export function verifyTables(tables: readonly BothSides[], target: Target): void {
  const faults = tables.flatMap(tableFaults);
  if (faults.length === 0) return;
  throw loadFault(
    'VERIFY_FAILED',
    `target ${nameTarget(target)}: ${faults.join('; ')}; nothing was changed: run 'npm run transform' again, then load`,
  );
}

function tableFaults({ pair, lakeChecksums, targetChecksums }: BothSides): string[] {
  const name = fullName(pair.target);
  const [inLake, loaded] = [sumChecksums(lakeChecksums).rows, sumChecksums(targetChecksums).rows];
  if (loaded !== inLake || inLake !== pair.lake.rows) {
    return [
      `'${name}' has ${loaded} rows, its file in the lake ${inLake}, lake.json says ${pair.lake.rows}`,
    ];
  }
  const seasons = differingSeasons(lakeChecksums, targetChecksums);
  if (seasons.length === 0) return [];
  const shown = seasons.slice(0, MOST_SEASONS).map((season) => season ?? 'all rows');
  const more = seasons.length > MOST_SEASONS ? ` and ${seasons.length - MOST_SEASONS} more` : '';
  return [`'${name}' has other rows than its file in the lake (${shown.join(', ')}${more})`];
}
