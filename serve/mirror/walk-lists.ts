import { setImmediate as turn } from 'node:timers/promises';
import { listsOf } from '../../extract/effective-rows.js';
import type { Json } from '../../extract/page.js';
import { readBodies } from '../../extract/read-pages.js';
import { type Resource, SHAPES } from '../../extract/resource.js';
import { covers, scopeOf } from '../../extract/scope.js';
import type { Lists } from '../../extract/snapshot.js';

/** A race, or a standing after one, as one page tells it; its rows may go on in the next page. */
export type RawGroup = Json & { readonly season: string; readonly round: string };

/** Where the lists to read are. */
export type Archived = { readonly archive: string; readonly lists: Lists };

/**
 * The races (or standings) of one resource that count in a snapshot, page by page: of several
 * lists that cover a round the newest counts, and of those confirmed together the narrowest.
 */
export async function* effectiveGroups(from: Archived, resource: Resource) {
  const lists = listsOf(from.lists, resource);
  for (const list of lists.toSorted(byScope)) {
    const newer = lists.slice(0, lists.indexOf(list)).map(scopeOf);
    for await (const item of itemsOf(from, list)) {
      const group = item as RawGroup;
      const season = Number(group.season);
      if (newer.some((scope) => covers(scope, season, Number(group.round)))) continue;
      yield group;
    }
  }
}

/** Drivers, circuits and the like: of each key the newest row, in the order of the widest list. */
export async function effectiveItems(from: Archived, resource: Resource): Promise<Json[]> {
  const [keyField = ''] = SHAPES[resource].key;
  const newestFirst = listsOf(from.lists, resource);
  const held = new Map<unknown, { readonly item: Json; readonly age: number }>();
  const widestFirst = newestFirst.toSorted((a, b) => a.split('/').length - b.split('/').length);
  for (const list of widestFirst) {
    const age = newestFirst.indexOf(list);
    for await (const item of itemsOf(from, list)) {
      const key = item[keyField];
      // A key that is set anew keeps its place.
      if (age <= (held.get(key)?.age ?? age)) held.set(key, { item, age });
    }
  }
  return [...held.values()].map(({ item }) => item);
}

async function* itemsOf({ archive, lists }: Archived, list: string): AsyncGenerator<Json> {
  const { resource } = scopeOf(list);
  const { table, path } = SHAPES[resource];
  for (const body of await readBodies(archive, list, lists[list]?.version ?? '')) {
    // Building goes on beside answering: no page may keep the others waiting.
    await turn();
    // The extractor has proven that pages have this shape before they entered the archive.
    const { MRData } = JSON.parse(body.toString('utf8')) as { MRData: Json };
    const items = (MRData[table] as Json | undefined)?.[path[0] ?? ''];
    if (Array.isArray(items)) for (const item of items) yield item as Json;
  }
}

function byScope(a: string, b: string): number {
  const [one, other] = [scopeOf(a), scopeOf(b)];
  return (one.season ?? 0) - (other.season ?? 0) || (one.round ?? 0) - (other.round ?? 0);
}
