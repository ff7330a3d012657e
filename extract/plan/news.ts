import { createHash, type Hash } from 'node:crypto';
import { effectiveRows } from '../archive/effective-rows.js';
import { overlaps, type Scope, scopeOf } from '../archive/scope.js';
import type { Lists } from '../archive/snapshot.js';
import type { PlanView } from './plan-view.js';

/** What corrections and new rounds a run has found so far. */
export type News = {
  /** Rounds (`2024/5`) that have been driven since the run's first snapshot. */
  readonly driven: ReadonlySet<string>;
  /** Rounds whose results are not what they were. */
  readonly corrected: ReadonlySet<string>;
};

/** The rounds that were driven, and those whose results were corrected, between two views. */
export async function readNews(archive: string, before: PlanView, after: PlanView): Promise<News> {
  const known = before.inArchive.rows.results;
  const rounds = [...after.inArchive.rows.results.keys()];
  const driven = new Set(rounds.filter((round) => !known.has(round)));
  const fetched = [...after.fresh].map(scopeOf).filter(({ resource }) => resource === 'results');
  if (known.size === 0 || fetched.length === 0) return { driven, corrected: new Set() };
  const was = await digests(archive, before.held, fetched);
  const is = await digests(archive, after.held, fetched);
  const isCorrected = (round: string) => was.has(round) && was.get(round) !== is.get(round);
  return { driven, corrected: new Set(rounds.filter(isCorrected)) };
}

/** A digest of the results of each round of the scopes and, since lists hold more, of others. */
async function digests(
  archive: string,
  held: Lists,
  scopes: readonly Scope[],
): Promise<Map<string, string>> {
  const hashes = new Map<string, Hash>();
  const isNear = (list: string) => scopes.some((scope) => overlaps(scopeOf(list), scope));
  for await (const { key, row } of effectiveRows(archive, held, 'results', isNear)) {
    const round = key.split('/', 2).join('/');
    const hash = hashes.get(round) ?? createHash('sha1');
    hashes.set(round, hash.update(JSON.stringify(row)));
  }
  return new Map([...hashes].map(([round, hash]) => [round, hash.digest('hex')]));
}
