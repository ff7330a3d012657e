import { setImmediate as turn } from 'node:timers/promises';
import type { Json } from './page.js';
import { readRows } from './read-pages.js';
import { isOfRound, type Resource } from './resource.js';
import { covers, scopeOf } from './scope.js';
import type { Lists } from './snapshot.js';

/** A row that counts in a snapshot, and the list that tells it. */
export type EffectiveRow = { readonly key: string; readonly row: Json; readonly list: string };

/**
 * The rows of one resource that count in a snapshot, list by list. Where several lists
 * cover a round, the newest does, and of those confirmed together the narrowest; of
 * drivers, circuits and the like, the newest row of each key does. `sql/staging` has
 * the same rule. `wanted` may leave out lists whose rows are of no interest.
 */
export async function* effectiveRows(
  archive: string,
  held: Lists,
  resource: Resource,
  wanted: (list: string) => boolean = () => true,
): AsyncGenerator<EffectiveRow> {
  const lists = listsOf(held, resource);
  const seen = new Set<string>();
  for (const [index, list] of lists.entries()) {
    if (!wanted(list)) continue;
    const newer = lists.slice(0, index).map(scopeOf);
    for await (const rows of readRows(archive, list, held[list]?.version ?? '')) {
      // Many pages in one go would keep Ctrl-C, timers and closing sockets waiting.
      await turn();
      for (const { key, row } of rows) {
        if (isToldAnew(resource, key, newer, seen)) continue;
        yield { key, row, list };
      }
    }
  }
}

/** The lists of one resource, those that count before others first. */
export function listsOf(held: Lists, resource: Resource): string[] {
  const rank = (list: string) => `${held[list]?.confirmedAt} ${list.split('/').length}`;
  return Object.keys(held)
    .filter((list) => scopeOf(list).resource === resource)
    .toSorted((a, b) => (rank(a) < rank(b) ? 1 : -1));
}

function isToldAnew(
  resource: Resource,
  key: string,
  newer: readonly ReturnType<typeof scopeOf>[],
  seen: Set<string>,
): boolean {
  if (!isOfRound(resource)) {
    const isSeen = seen.has(key);
    seen.add(key);
    return isSeen;
  }
  const [season = Number.NaN, round] = key.split('/', 2).map(Number);
  return newer.some((scope) => covers(scope, season, round));
}
