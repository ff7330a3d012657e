import { Fault } from '../../fault/fault.js';
import { nameTarget, type Target } from '../postgres/target.js';
import { fullName } from '../schema/target-tables.js';
import { differingSeasons, type Group, sumGroups } from './checksums.js';
import type { TablePair } from './match-lake.js';

/** A table's seasons as both sides have them now. */
export type BothSides = {
  readonly pair: TablePair;
  readonly lakeGroups: readonly Group[];
  readonly targetGroups: readonly Group[];
};

const MOST_SEASONS = 5;

/**
 * Refuses to commit what is not on both sides the same, nor what lake.json says.
 *
 * @throws {Fault} VERIFY_FAILED naming table and season
 */
export function verifyTables(tables: readonly BothSides[], target: Target): void {
  const faults = tables.flatMap(tableFaults);
  if (faults.length === 0) return;
  throw new Fault(
    'VERIFY_FAILED',
    `target ${nameTarget(target)}: ${faults.join('; ')}; nothing was changed: run 'npm run transform' again, then load`,
  );
}

function tableFaults({ pair, lakeGroups, targetGroups }: BothSides): string[] {
  const name = fullName(pair.target);
  const [inLake, loaded] = [sumGroups(lakeGroups).rows, sumGroups(targetGroups).rows];
  if (loaded !== inLake || inLake !== pair.lake.rows) {
    return [
      `'${name}' has ${loaded} rows, its file in the lake ${inLake}, lake.json says ${pair.lake.rows}`,
    ];
  }
  const seasons = differingSeasons(lakeGroups, targetGroups);
  if (seasons.length === 0) return [];
  const shown = seasons.slice(0, MOST_SEASONS).map((season) => season ?? 'all rows');
  const more = seasons.length > MOST_SEASONS ? ` and ${seasons.length - MOST_SEASONS} more` : '';
  return [`'${name}' has other rows than its file in the lake (${shown.join(', ')}${more})`];
}
