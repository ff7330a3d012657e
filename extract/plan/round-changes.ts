import { createHash, type Hash } from 'node:crypto';
import { effectiveRows } from '../archive/effective-rows.js';
import { overlaps, type Scope, scopeOf } from '../archive/scope.js';
import type { Lists } from '../archive/snapshot.js';
import type { PlanState } from './plan-state.js';

/** Rounds (`2024/5`) whose results are new or different since the run began. */
export type RoundChanges = {
  /** Without results before. */
  readonly driven: ReadonlySet<string>;
  /** With other results than before. */
  readonly corrected: ReadonlySet<string>;
};

/** Compares the results of two states of a run. */
export async function readRoundChanges(
  archive: string,
  before: PlanState,
  after: PlanState,
): Promise<RoundChanges> {
  const known = before.facts.rows.results;
  const rounds = [...after.facts.rows.results.keys()];
  const driven = new Set(rounds.filter((round) => !known.has(round)));
  const fetched = [...after.fresh].map(scopeOf).filter(({ resource }) => resource === 'results');
  if (fetched.length === 0) return { driven, corrected: new Set() };
  const was = await hashRounds(archive, before.lists, fetched);
  const is = await hashRounds(archive, after.lists, fetched);
  const isCorrected = (round: string) => was.has(round) && was.get(round) !== is.get(round);
  return { driven, corrected: new Set(rounds.filter(isCorrected)) };
}

/** A hash of the results of each round; rounds outside the scopes may be among them. */
async function hashRounds(
  archive: string,
  lists: Lists,
  scopes: readonly Scope[],
): Promise<Map<string, string>> {
  const hashes = new Map<string, Hash>();
  const isNear = (list: string) => scopes.some((scope) => overlaps(scopeOf(list), scope));
  for await (const { key, row } of effectiveRows(archive, lists, 'results', isNear)) {
    const round = key.split('/', 2).join('/');
    const hash = hashes.get(round) ?? createHash('sha1');
    hashes.set(round, hash.update(JSON.stringify(row)));
  }
  return new Map([...hashes].map(([round, hash]) => [round, hash.digest('hex')]));
}
