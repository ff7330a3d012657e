import { setImmediate as turn } from 'node:timers/promises';
import { orderLists } from '../../../extract/archive/effective-rows.js';
import type { Json } from '../../../extract/archive/page.js';
import { readAllBodies } from '../../../extract/archive/read-pages.js';
import { type Resource, SHAPES } from '../../../extract/archive/resource.js';
import { scopeOf } from '../../../extract/archive/scope.js';
import type { Lists } from '../../../extract/archive/snapshot.js';
import type { Corrections } from './corrections.js';

/** A race, or the standings after it, as one page has it; its rows may go on in the next page. */
export type RawGroup = Json & { readonly season: string; readonly round: string };

/** Where the lists to read are. */
export type Archived = {
  readonly archive: string;
  readonly lists: Lists;
  readonly corrections: Corrections;
  /** Aborted when the rows are no longer wanted. */
  readonly signal: AbortSignal;
};

const READ_AHEAD = 32;
const SLICE_MS = 5;

/** The races (or standings) of one resource that count in a snapshot, page by page. */
export async function* effectiveGroups(from: Archived, resource: Resource) {
  const { lists, counts } = orderLists(from.lists, resource);
  for await (const { list, item } of itemsOf(from, lists.toSorted(byScope))) {
    const group = item as RawGroup;
    if (counts(list, Number(group.season), Number(group.round))) yield group;
  }
}

/** Drivers, circuits and the like that count, in the order of the widest list. */
export async function effectiveItems(from: Archived, resource: Resource): Promise<Json[]> {
  const [keyField = ''] = SHAPES[resource].key;
  const { lists } = orderLists(from.lists, resource);
  const found = new Map<unknown, { readonly item: Json; readonly place: number }>();
  const widestFirst = lists.toSorted((a, b) => a.split('/').length - b.split('/').length);
  for await (const { list, item } of itemsOf(from, widestFirst)) {
    const place = lists.indexOf(list);
    const key = item[keyField];
    // A key that is set again keeps its place in the map.
    if (place <= (found.get(key)?.place ?? place)) found.set(key, { item, place });
  }
  return [...found.values()].map(({ item }) => item);
}

/** The races, standings or items of lists, page by page, in the order of the lists. */
async function* itemsOf(from: Archived, lists: readonly string[]) {
  let pausedAtMs = performance.now();
  for await (const { list, body } of bodiesOf(from, lists)) {
    // The server answers requests while a mirror is read: leave the event loop to them.
    if (performance.now() - pausedAtMs > SLICE_MS) {
      await turn();
      from.signal.throwIfAborted();
      pausedAtMs = performance.now();
    }
    const { resource } = scopeOf(list);
    const { root, path } = SHAPES[resource];
    // The extractor checks this shape before a page enters the archive.
    const { MRData } = JSON.parse(body.toString('utf8')) as { MRData: Json };
    const items = (MRData[root[1] ?? ''] as Json | undefined)?.[path[0] ?? ''];
    if (Array.isArray(items)) for (const item of items) yield { list, item: item as Json };
  }
}

/** Reads some files ahead: on a busy server each wait for the disk is long. */
async function* bodiesOf({ archive, lists: entries }: Archived, lists: readonly string[]) {
  for (let from = 0; from < lists.length; from += READ_AHEAD) {
    const some = lists.slice(from, from + READ_AHEAD);
    const read = some.map((list) => readAllBodies(archive, list, entries[list]?.version ?? ''));
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
