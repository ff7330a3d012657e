import type { ErgastResource as Resource } from '../../../extract/archive/resource.js';
import {
  ENDPOINT_NAMES,
  ENDPOINTS,
  FILTER_NAMES,
  FILTERS,
  type Filter,
  ROUND,
  SEASON,
} from './grammar.js';

/** What a path asks for. */
export type MirrorPath = {
  readonly resource: Resource;
  /** A year, or `current`. */
  readonly season?: string;
  /** A number, `last` or `next`. */
  readonly round?: string;
  /** In the order given; of a filter given twice the last one counts. */
  readonly filters: readonly (readonly [Filter, string])[];
  /** What stands behind the endpoint: `1` in `results/1`. */
  readonly last?: string;
};

/** Why a path has no answer: its status and, unless it is an HTML page, the `detail`. */
export type PathRefusal =
  | { readonly status: 400 | 404; readonly detail: string }
  | { readonly status: 404; readonly detail?: never };

export type ParsedPath = { readonly path: MirrorPath } | { readonly refusal: PathRefusal };

/** Fits no URL pattern of Jolpica: Django's own page answers. */
const NO_PAGE: PathRefusal = { status: 404 };
/** Fits one, but asks for another format than JSON: its REST framework answers. */
const NO_FORMAT: PathRefusal = { status: 404, detail: 'Not found.' };
const NO_LAST = 'Bad Request: Endpoint does not support final filter.';
const NO_FILTER = 'Bad Request: Unsupported filter for endpoint.';

const HEAD = `(?:/(?<season>${SEASON})(?:/(?<round>${ROUND}))?)?`;
const ENDING = '(?:/|\\.(?<format>[a-z0-9]+)/?)$';
const FILTER = FILTER_NAMES.map((name) => `/${name}/${FILTERS[name].value}`).join('|');

// One slash too many is allowed before the endpoint, as urls.py has it ("/?").
const PATTERNS = ENDPOINT_NAMES.map((resource) => {
  const { spellings, last } = ENDPOINTS[resource];
  const endpoint = `//?(?:${spellings.join('|')})(?:/(?<last>${last.value}))?`;
  return { resource, regex: new RegExp(`^${HEAD}(?<filters>(?:${FILTER})*)${endpoint}${ENDING}`) };
});
// Without an endpoint the races are meant, and any one part more counts as their final filter.
const BARE = new RegExp(`^${HEAD}(?:/(?<last>[^/.]+))?${ENDING}`);

/**
 * Reads the part of a path behind `/ergast/f1`, with its ending: `/2024/5/drivers/alonso/laps/`.
 *
 * @param format what the query asks for with `format=`; an ending counts before it
 */
export function parsePath(text: string, format?: string): ParsedPath {
  const found = match(text);
  if (!found) return { refusal: NO_PAGE };
  if ((found.format ?? format ?? 'json') !== 'json') return { refusal: NO_FORMAT };
  const detail = refuse(found.path);
  return detail === undefined ? { path: found.path } : { refusal: { status: 400, detail } };
}

/** Whether a path lacks nothing but the slash at its end: Django then redirects to it. */
export function lacksSlash(text: string): boolean {
  return !match(text) && match(`${text}/`) !== undefined;
}

/** The path as text, with a slash at its end: `parsePath` gives the same path for it. */
export function printPath({ resource, season, round, filters, last }: MirrorPath): string {
  const parts = [season, round, ...filters.flat(), resource, last];
  return `/${parts.filter((part) => part !== undefined).join('/')}/`;
}

function match(text: string): { path: MirrorPath; format: string | undefined } | undefined {
  for (const { resource, regex } of PATTERNS) {
    const groups = regex.exec(text)?.groups;
    if (groups) return { path: pathOf(resource, groups), format: groups.format };
  }
  const groups = BARE.exec(text)?.groups;
  return groups && { path: pathOf('races', groups), format: groups.format };
}

function pathOf(resource: Resource, groups: Record<string, string | undefined>): MirrorPath {
  const { season, round, last, filters = '' } = groups;
  const [, ...parts] = filters.split('/');
  const pairs: [Filter, string][] = [];
  for (let at = 0; at < parts.length; at += 2) {
    // The pattern lets through nothing but names of filters.
    pairs.push([parts[at] as Filter, parts[at + 1] ?? '']);
  }
  return {
    resource,
    ...(season !== undefined && { season }),
    ...(round !== undefined && { round }),
    filters: pairs,
    ...(last !== undefined && { last }),
  };
}

function refuse({ resource, season, round, filters, last }: MirrorPath): string | undefined {
  const endpoint = ENDPOINTS[resource];
  if (last !== undefined && !endpoint.last.isKnown) return NO_LAST;
  const given = { season_year: season, race_round: round };
  if (endpoint.needs.some((name) => given[name] === undefined)) {
    const names = endpoint.needs.map((name) => `'${name}'`).join(', ');
    return `Bad Request: Missing one of the required parameters [${names}].`;
  }
  const isTaken = filters.every(([name]) => endpoint.takes.includes(name));
  return isTaken ? undefined : NO_FILTER;
}
