import { isNoSession } from '../../extract/archive/alpha-page.js';
import { pageOffset } from '../../extract/archive/page.js';
import { readAllBodies } from '../../extract/archive/read-pages.js';
import { isAlpha, resourceOf } from '../../extract/archive/resource.js';
import type { Snapshot } from '../../extract/archive/snapshot.js';
import { describeDrift } from '../checks/describe-findings.js';
import { transformFault } from '../faults.js';
import type { Drift } from '../lake/lake.js';
import { breachesOf, generalPath } from './contract.js';
import { outsideScope } from './outside-scope.js';

/** Compares every page of a snapshot, with all its values, with the contract. */
export async function findDrift(
  archive: string,
  snapshot: Snapshot,
  signal?: AbortSignal,
): Promise<Drift[]> {
  const drift: Drift[] = [];
  for (const [list, { version }] of Object.entries(snapshot.lists)) {
    for (const body of await readAllBodies(archive, list, version)) {
      signal?.throwIfAborted();
      drift.push(...driftOfPage(list, JSON.parse(body.toString('utf8'))));
    }
  }
  return merged(drift);
}

function driftOfPage(list: string, page: unknown): Drift[] {
  const resource = resourceOf(list);
  if (isAlpha(resource) && isNoSession(page)) return [];
  const breaches = [...breachesOf(resource, page), ...outsideScope(list, page)];
  if (breaches.length === 0) return [];
  const offset = pageOffset(list, page);
  // Many rows of a page may differ alike: the first counts.
  const general = new Map(
    breaches.toReversed().map((breach) => [`${breach.kind} ${generalPath(breach.path)}`, breach]),
  );
  return [...general.values()]
    .toReversed()
    .map((breach) => ({ ...breach, list, page: offset, pages: 1 }));
}

/**
 * Whether the tables would lack something that they promise. A new field is not a loss, and
 * nothing is promised of the new API.
 */
export function isLoss({ kind, list }: Pick<Drift, 'kind' | 'list'>): boolean {
  return kind !== 'unknown' && !isAlpha(resourceOf(list));
}

/** @throws {Fault} CONTRACT_BROKEN when there is a loss */
export function refuseLosses(drift: readonly Drift[]): void {
  const losses = drift.filter(isLoss);
  if (losses.length === 0) return;
  const shown = losses.slice(0, 3).map(describeDrift);
  const more = losses.length > 3 ? ` and ${losses.length - 3} more` : '';
  throw transformFault(
    'CONTRACT_BROKEN',
    `${shown.join('; ')}${more}; the archive stays as it is: ` +
      'update transform/contract/jolpica-schema.ts, sql/raw and sql/staging, then transform again',
  );
}

/** Merges equal drifts of several pages; the first place is kept. */
function merged(drift: readonly Drift[]): Drift[] {
  const byPath = new Map<string, Drift>();
  for (const found of drift) {
    const name = `${resourceOf(found.list)} ${found.kind} ${generalPath(found.path)}`;
    const known = byPath.get(name);
    byPath.set(name, known ? { ...known, pages: known.pages + found.pages } : found);
  }
  return [...byPath.values()];
}
