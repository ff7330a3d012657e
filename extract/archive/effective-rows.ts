import { setImmediate as turn } from 'node:timers/promises';
import type { Json } from './page.js';
import { readRows } from './read-pages.js';
import { isOfRound, type Resource } from './resource.js';
import { covers, scopeOf } from './scope.js';
import type { Lists } from './snapshot.js';

/** A row that counts in a snapshot, and the list that it is from. */
export type EffectiveRow = { readonly key: string; readonly row: Json; readonly list: string };

/** The lists of one resource, and which of several that cover a round counts. */
export type ListOrder = {
  /** Newest first; of those fetched by one extraction the narrowest first, then by name. */
  readonly lists: readonly string[];
  /** Whether a list counts for a round: no list before it covers that round. */
  counts(list: string, season: number, round: number): boolean;
};

/**
 * Orders the lists of a snapshot by the extraction that fetched them; only lists of archives from
 * before extractions were counted have nothing but the clock. For a round, the first list that covers it counts; of drivers,
 * circuits and the like, the row of each key in the first list that has it. SQL has the same rule in
 * `stg_lists` and `stg_overridden_scopes`; a test compares both.
 */
export function orderLists(stored: Lists, resource: Resource): ListOrder {
  const sequence = (list: string) => stored[list]?.sequence ?? 0;
  const ageMs = (list: string) =>
    sequence(list) === 0 ? -Date.parse(stored[list]?.confirmedAt ?? '') : 0;
  const depth = (list: string) => list.split('/').length;
  const lists = Object.keys(stored)
    .filter((list) => scopeOf(list).resource === resource)
    .sort()
    .toSorted((a, b) => sequence(b) - sequence(a) || ageMs(a) - ageMs(b) || depth(b) - depth(a));
  const scopes = lists.map(scopeOf);
  const places = new Map(lists.map((list, index) => [list, index]));
  const counts = (list: string, season: number, round: number) => {
    const place = places.get(list) ?? lists.length;
    return !scopes.some((scope, index) => index < place && covers(scope, season, round));
  };
  return { lists, counts };
}

/**
 * The rows of one resource that count in a snapshot, list by list, as `orderLists` says.
 * `wanted` may leave out lists whose rows are of no interest.
 */
export async function* effectiveRows(
  archive: string,
  stored: Lists,
  resource: Resource,
  wanted: (list: string) => boolean = () => true,
): AsyncGenerator<EffectiveRow> {
  const { lists, counts } = orderLists(stored, resource);
  const seen = new Set<string>();
  const isFirst = (list: string, key: string) => {
    if (isOfRound(resource)) {
      const [season = Number.NaN, round = Number.NaN] = key.split('/', 2).map(Number);
      return counts(list, season, round);
    }
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  };
  for (const list of lists) {
    if (!wanted(list)) continue;
    for await (const rows of readRows(archive, list, stored[list]?.version ?? '')) {
      // Between pages: let Ctrl-C, timers and closing sockets run.
      await turn();
      for (const { key, row } of rows) if (isFirst(list, key)) yield { key, row, list };
    }
  }
}
