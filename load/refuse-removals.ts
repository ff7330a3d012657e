import { countOf } from '../command/count-of.js';
import type { Refusal, Removal } from './compare/find-refusal.js';
import { loadFault } from './faults.js';
import { nameTarget, type Target } from './postgres/target.js';
import { fullName } from './schema/target-tables.js';

/** The code of the fault, which a plan names too. */
export const REMOVALS_REFUSED = 'REMOVALS_REFUSED';

const MOST_TABLES = 5;

/**
 * Refuses a load that would remove much, or go back to an older snapshot.
 *
 * @throws {Fault} REMOVALS_REFUSED
 */
export function refuseRemovals(refusal: Refusal, snapshot: string, target: Target): never {
  const what = `target ${nameTarget(target)}: ${describeRefusal(refusal, snapshot)}`;
  const remedy = "complete the archive with 'npm run extract' and run 'npm run pipeline'";
  throw loadFault(
    REMOVALS_REFUSED,
    `${what}; nothing was changed: ${remedy}, or add --allow-removals if this is meant`,
  );
}

/** What a load of a snapshot would remove, and whether the target has a newer one. */
export function describeRefusal({ newerLoad, removals }: Refusal, snapshot: string): string {
  const older =
    newerLoad === null
      ? []
      : [`is older than snapshot '${newerLoad.snapshot}' of load ${newerLoad.id}`];
  return `snapshot '${snapshot}' ${[...older, ...removalText(removals)].join(' and ')}`;
}

function removalText(removals: readonly Removal[]): string[] {
  if (removals.length === 0) return [];
  const shown = removals.slice(0, MOST_TABLES).map(describeRemoval);
  const others = removals.length - shown.length;
  const more = others === 0 ? '' : `, and rows of ${countOf(others, 'more table')}`;
  return [`would remove ${shown.join(', ')}${more}`];
}

function describeRemoval({ schema, name, rows, removed, lostSeasons }: Removal): string {
  const table = `'${fullName({ schema, name })}'`;
  const seasons = seasonRanges(lostSeasons);
  if (removed === rows) {
    return `all ${countOf(rows, 'row')} of ${table}${seasons && ` (seasons ${seasons})`}`;
  }
  const part = `${removed.toLocaleString('en')} of ${countOf(rows, 'row')} of ${table}`;
  return `${part}${seasons && ` (all of ${seasons})`}`;
}

/** `1950-1957, 1960`. */
function seasonRanges(seasons: readonly number[]): string {
  const ranges: { from: number; to: number }[] = [];
  for (const season of seasons) {
    const last = ranges.at(-1);
    if (last !== undefined && last.to === season - 1) last.to = season;
    else ranges.push({ from: season, to: season });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
