import { isOfRound, type Resource } from '../archive/resource.js';
import { covers, scopeOf } from '../archive/scope.js';
import { type PlanView, roundName } from '../plan/plan-view.js';

/** A correction removes few rows: a list may lose a tenth of its own, */
const MOST_LOST_SHARE = 0.1;
/** and no more than these: a round of a season's results is twice as many. */
const MOST_LOST_ROWS = 10;

/** Whether an answer has no rows where there were some, or far fewer. */
export function isFarFewer(rows: number, before: number): boolean {
  return before - rows > Math.min(MOST_LOST_ROWS, before * MOST_LOST_SHARE);
}

/**
 * The rows of an archive that an answer to a list would replace. A season's list replaces that
 * season of the list of all seasons; drivers and the like only those of the same list.
 */
export function rowsBefore({ held, inArchive }: PlanView, list: string): number {
  const scope = scopeOf(list);
  const counts = countsByRound(inArchive, scope.resource);
  if (!counts) return held[list]?.rows ?? 0;
  let rows = 0;
  for (const [round, count] of counts) {
    const [season = Number.NaN, number] = round.split('/').map(Number);
    if (covers(scope, season, number)) rows += count;
  }
  return rows;
}

/** Rows by round, of the resources that come in lists of several widths. */
function countsByRound({ races, rows }: PlanView['inArchive'], resource: Resource) {
  if (!isOfRound(resource)) return undefined;
  if (resource === 'races') return new Map(races.map((race) => [roundName(race), 1]));
  return resource === 'results' || resource === 'qualifying' || resource === 'sprint'
    ? rows[resource]
    : undefined;
}
