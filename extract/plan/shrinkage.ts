import { isByRace } from '../archive/resource.js';
import { covers, scopeOf } from '../archive/scope.js';
import type { PlanState } from './plan-state.js';

/** A correction removes few rows: at most a tenth of a list, */
const MOST_LOST_SHARE = 0.1;
/** and at most 10, half of a race's results. */
const MOST_LOST_ROWS = 10;

/** Whether an answer has no rows where there were some, or far fewer. */
export function isFarFewer(rows: number, before: number): boolean {
  return before - rows > Math.min(MOST_LOST_ROWS, before * MOST_LOST_SHARE);
}

/**
 * How many rows of the archive an answer would replace. A season's list replaces that season in
 * the list of all seasons. Of dimensions, only rows of the same list are replaced.
 */
export function countReplaced({ lists, facts }: PlanState, list: string): number {
  const scope = scopeOf(list);
  const { resource } = scope;
  const isStored = (name: string) => scopeOf(name).resource === resource;
  // Without a list of its own in the archive, the facts of a resource are the seed's.
  if (!Object.keys(lists).some(isStored)) return 0;
  if (resource === 'races') {
    return facts.races.filter(({ season, round }) => covers(scope, season, round)).length;
  }
  if (!isByRace(resource)) return lists[list]?.rows ?? 0;
  let rows = 0;
  for (const [name, count] of facts.rows[resource]) {
    const [season = Number.NaN, round] = name.split('/').map(Number);
    if (covers(scope, season, round)) rows += count;
  }
  return rows;
}
