import { RESOURCES, type Resource } from '../../../extract/archive/resource.js';

/** The filters that may stand before a resource, in the order in which answers name them. */
const FILTERS = [
  'circuits',
  'constructors',
  'drivers',
  'grid',
  'results',
  'fastest',
  'status',
  'laps',
] as const;

export type Filter = (typeof FILTERS)[number];

/** What a path asks for. */
export type MirrorPath = {
  readonly resource: Resource;
  /** A year, or `current`. */
  readonly season?: string | undefined;
  /** A number, `last` or `next`. */
  readonly round?: string | undefined;
  readonly filters: ReadonlyMap<Filter, string>;
  /** What stands behind the resource: `1` in `results/1`. */
  readonly last?: string | undefined;
};

const SEASON = /^(\d{4}|current)$/;
const ROUND = /^(\d{1,2}|last|next)$/;
const VALUE = /^[\w-]+$/;

/**
 * Reads the part of a path between `/ergast/f1/` and its ending: `2024/5/drivers/alonso/laps`.
 * Filters come in pairs, so an even number of parts ends in a value: `drivers/alonso`. Of a filter
 * that is given twice the last counts, and without any resource the races are meant.
 *
 * @returns undefined for what is no request of this API
 */
export function parsePath(path: string): MirrorPath | undefined {
  const parts = path === '' ? [] : path.split('/');
  const season = SEASON.test(parts[0] ?? '') ? parts.shift() : undefined;
  const round = season && ROUND.test(parts[0] ?? '') ? parts.shift() : undefined;
  const last = parts.length > 0 && parts.length % 2 === 0 ? parts.pop() : undefined;
  const name = parts.pop()?.toLowerCase() ?? 'races';
  const resource = RESOURCES.find((known) => known === name);
  if (!resource || (last !== undefined && !VALUE.test(last))) return undefined;
  const given = new Map<string, string>();
  while (parts.length > 0) {
    const [filter = '', value = ''] = parts.splice(0, 2);
    given.set(filter.toLowerCase(), value);
    if (!VALUE.test(value)) return undefined;
  }
  const filters = new Map<Filter, string>();
  for (const filter of FILTERS) {
    const value = given.get(filter);
    if (value !== undefined) filters.set(filter, value);
    given.delete(filter);
  }
  return given.size === 0 ? { resource, season, round, filters, last } : undefined;
}
