import { effectiveRows } from './effective-rows.js';
import type { Json } from './page.js';
import { isOfRound, RESOURCES, type Resource } from './resource.js';
import { covers, overlaps, type Scope, scopeOf } from './scope.js';
import type { Lists, Snapshot } from './snapshot.js';

export type Diff = {
  readonly from: string;
  readonly to: string;
  readonly lists: {
    readonly added: readonly string[];
    readonly changed: readonly string[];
    readonly removed: readonly string[];
  };
  /** Rows that only one of the two has, counted by season and round. */
  readonly counts: readonly RowCount[];
  /** Rows that both have, with different fields. */
  readonly changes: readonly RowChange[];
};

export type RowCount = {
  readonly resource: Resource;
  /** `2025/23`, or undefined where rows belong to no round. */
  readonly round: string | undefined;
  readonly added: number;
  readonly removed: number;
};

export type RowChange = {
  readonly resource: Resource;
  /** The row's natural key: `2025/22/norris/4/mclaren`. */
  readonly key: string;
  readonly fields: readonly FieldChange[];
};

export type FieldChange = {
  /** Dotted path in Jolpica's row: `Time.millis`. */
  readonly field: string;
  readonly old: string | undefined;
  readonly new: string | undefined;
};

/** Compares two snapshots: lists by version, rows by natural key. */
export async function diffSnapshots(archive: string, from: Snapshot, to: Snapshot): Promise<Diff> {
  const lists = diffLists(from.lists, to.lists);
  const scopes = [...lists.added, ...lists.changed, ...lists.removed].map(scopeOf);
  const counts: RowCount[] = [];
  const changes: RowChange[] = [];
  for (const resource of RESOURCES) {
    const within = scopes.filter((scope) => scope.resource === resource);
    if (within.length === 0) continue;
    const was = await rowsWithin(archive, from.lists, resource, within);
    const is = await rowsWithin(archive, to.lists, resource, within);
    counts.push(...countRows(resource, was, is));
    changes.push(...changedRows(resource, was, is));
  }
  return { from: from.id, to: to.id, lists, counts, changes };
}

function diffLists(from: Lists, to: Lists): Diff['lists'] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const isIn = (list: string) => ({ was: from[list]?.version, is: to[list]?.version });
  return {
    added: names.filter((list) => isIn(list).was === undefined),
    changed: names.filter((list) => {
      const { was, is } = isIn(list);
      return was !== undefined && is !== undefined && was !== is;
    }),
    removed: names.filter((list) => isIn(list).is === undefined),
  };
}

/** The rows that count in the given scopes, as JSON by natural key. */
async function rowsWithin(
  archive: string,
  lists: Lists,
  resource: Resource,
  scopes: readonly Scope[],
): Promise<Map<string, string>> {
  const rows = new Map<string, string>();
  const isNear = (list: string) => scopes.some((scope) => overlaps(scopeOf(list), scope));
  for await (const { key, row } of effectiveRows(archive, lists, resource, isNear)) {
    if (scopes.some((scope) => holds(scope, key))) rows.set(key, JSON.stringify(row));
  }
  return rows;
}

function holds(scope: Scope, key: string): boolean {
  if (!isOfRound(scope.resource)) return true;
  const [season = Number.NaN, round] = key.split('/', 2).map(Number);
  return covers(scope, season, round);
}

function countRows(
  resource: Resource,
  was: ReadonlyMap<string, string>,
  is: ReadonlyMap<string, string>,
): RowCount[] {
  const counts = new Map<string | undefined, { added: number; removed: number }>();
  const count = (key: string, kind: 'added' | 'removed') => {
    const round = isOfRound(resource) ? key.split('/', 2).join('/') : undefined;
    const sum = counts.get(round) ?? { added: 0, removed: 0 };
    counts.set(round, { ...sum, [kind]: sum[kind] + 1 });
  };
  for (const key of is.keys()) if (!was.has(key)) count(key, 'added');
  for (const key of was.keys()) if (!is.has(key)) count(key, 'removed');
  return [...counts].map(([round, sum]) => ({ resource, round, ...sum }));
}

function changedRows(
  resource: Resource,
  was: ReadonlyMap<string, string>,
  is: ReadonlyMap<string, string>,
): RowChange[] {
  const changes: RowChange[] = [];
  for (const [key, text] of is) {
    const before = was.get(key);
    if (before === undefined || before === text) continue;
    changes.push({ resource, key, fields: changedFields(JSON.parse(before), JSON.parse(text)) });
  }
  return changes;
}

function changedFields(was: Json, is: Json): FieldChange[] {
  const [before, after] = [flatten(was), flatten(is)];
  const fields = [...new Set([...before.keys(), ...after.keys()])];
  return fields
    .map((field) => ({ field, old: before.get(field), new: after.get(field) }))
    .filter((change) => change.old !== change.new);
}

function flatten(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[path, String(value)]]);
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [
      ...flatten(inner, path === '' ? name : `${path}.${name}`),
    ]),
  );
}
