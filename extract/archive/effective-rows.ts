import { setImmediate as turn } from 'node:timers/promises';
import type { Json } from './page.js';
import { readRows } from './read-pages.js';
import { isOfRound, type Resource } from './resource.js';
import { covers, scopeOf } from './scope.js';
import type { Lists } from './snapshot.js';

/** A row that counts in a snapshot, and the list that has it. */
export type EffectiveRow = { readonly key: string; readonly row: Json; readonly list: string };

/**
 * Yields the rows of one resource that count in a snapshot, list by list. Where several lists
 * cover a round, the newest counts, and of lists confirmed together the narrowest. Of
 * dimensions, the newest row of each key counts. `sql/staging` has the same rule.
 * `wanted` may leave out lists whose rows are not needed.
 */
export async function* effectiveRows(
  archive: string,
  stored: Lists,
  resource: Resource,
  wanted: (list: string) => boolean = () => true,
): AsyncGenerator<EffectiveRow> {
  const lists = listsOf(stored, resource);
  const seen = new Set<string>();
  for (const [index, list] of lists.entries()) {
    if (!wanted(list)) continue;
    const newer = lists.slice(0, index).map(scopeOf);
    for await (const rows of readRows(archive, list, stored[list]?.version ?? '')) {
      // Between pages: let Ctrl-C, timers and closing sockets run.
      await turn();
      for (const { key, row } of rows) {
        if (isReplaced(resource, key, newer, seen)) continue;
        yield { key, row, list };
      }
    }
  }
}

/** The lists of one resource, the first one counting before the others. */
export function listsOf(stored: Lists, resource: Resource): string[] {
  const rank = (list: string) => `${stored[list]?.confirmedAt} ${list.split('/').length}`;
  return Object.keys(stored)
    .filter((list) => scopeOf(list).resource === resource)
    .toSorted((a, b) => (rank(a) < rank(b) ? 1 : -1));
}

function isReplaced(
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
