import { setImmediate as turn } from 'node:timers/promises';
import { listsOf } from '../../../extract/archive/effective-rows.js';
import type { Json } from '../../../extract/archive/page.js';
import { readAllBodies } from '../../../extract/archive/read-pages.js';
import { type Resource, SHAPES } from '../../../extract/archive/resource.js';
import { covers, type Scope, scopeOf } from '../../../extract/archive/scope.js';
import type { Lists } from '../../../extract/archive/snapshot.js';
import type { Corrections } from './corrections.js';

/** A race, or a standing after one, as one page tells it; its rows may go on in the next page. */
export type RawGroup = Json & { readonly season: string; readonly round: string };

/** Where the lists to read are. */
export type Archived = {
  readonly archive: string;
  readonly lists: Lists;
  /** What to tell otherwise than the archive does. */
  readonly corrections: Corrections;
};

const READ_AHEAD = 32;
const SLICE_MS = 5;

/**
 * The races (or standings) of one resource that count in a snapshot, page by page: of several
 * lists that cover a round the newest counts, and of those confirmed together the narrowest.
 */
export async function* effectiveGroups(from: Archived, resource: Resource) {
  const lists = listsOf(from.lists, resource);
  const scopes = lists.map(scopeOf);
  const rank = new Map(lists.map((list, index) => [list, index]));
  for await (const { list, item } of itemsOf(from, lists.toSorted(byScope))) {
    const group = item as RawGroup;
    const [season, round] = [Number(group.season), Number(group.round)];
    const isTold = (scope: Scope, index: number) =>
      index < (rank.get(list) ?? 0) && covers(scope, season, round);
    if (!scopes.some(isTold)) yield group;
  }
}

/** Drivers, circuits and the like: of each key the newest row, in the order of the widest list. */
export async function effectiveItems(from: Archived, resource: Resource): Promise<Json[]> {
  const [keyField = ''] = SHAPES[resource].key;
  const newestFirst = listsOf(from.lists, resource);
  const held = new Map<unknown, { readonly item: Json; readonly age: number }>();
  const widestFirst = newestFirst.toSorted((a, b) => a.split('/').length - b.split('/').length);
  for await (const { list, item } of itemsOf(from, widestFirst)) {
    const age = newestFirst.indexOf(list);
    const key = item[keyField];
    // A key that is set anew keeps its place.
    if (age <= (held.get(key)?.age ?? age)) held.set(key, { item, age });
  }
  return [...held.values()].map(({ item }) => item);
}

/** The races, standings or the like of lists, page by page, in the order of the lists. */
async function* itemsOf(from: Archived, lists: readonly string[]) {
  let pausedAtMs = performance.now();
  for await (const { list, body } of bodiesOf(from, lists)) {
    // A mirror is built beside answering: neither may keep the other waiting.
    if (performance.now() - pausedAtMs > SLICE_MS) {
      await turn();
      pausedAtMs = performance.now();
    }
    const { resource } = scopeOf(list);
    const { table, path } = SHAPES[resource];
    // The extractor has proven that pages have this shape before they entered the archive.
    const { MRData } = JSON.parse(body.toString('utf8')) as { MRData: Json };
    const items = (MRData[table] as Json | undefined)?.[path[0] ?? ''];
    if (Array.isArray(items)) for (const item of items) yield { list, item: item as Json };
  }
}

/** Reads some files ahead: under load each wait for a disk costs a round of all clients. */
async function* bodiesOf({ archive, lists: held }: Archived, lists: readonly string[]) {
  for (let from = 0; from < lists.length; from += READ_AHEAD) {
    const some = lists.slice(from, from + READ_AHEAD);
    const read = some.map((list) => readAllBodies(archive, list, held[list]?.version ?? ''));
    const bodies = await Promise.all(read);
    for (const [index, list] of some.entries()) {
      for (const body of bodies[index] ?? []) yield { list, body };
    }
  }
}

function byScope(a: string, b: string): number {
  const [one, other] = [scopeOf(a), scopeOf(b)];
  return (one.season ?? 0) - (other.season ?? 0) || (one.round ?? 0) - (other.round ?? 0);
}
