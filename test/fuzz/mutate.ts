import type { Random } from './random.js';
import { listsByResource, type Pages, type World } from './small-world.js';

/** One list with one thing wrong. */
export type Mutation = {
  /** What was done: a key of MUTATIONS. */
  readonly kind: string;
  readonly list: string;
  /** The field, without indexes. */
  readonly field: string;
  /** `'78' to '79'`. */
  readonly what: string;
  readonly pages: Pages;
};

/** A value within a page, and how to change it. */
type Place = {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
};

type Change = { readonly place: Place; readonly value: unknown; readonly what?: string };

type Input = {
  readonly random: Random;
  /** All places of one page. */
  readonly places: readonly Place[];
};

const GONE = Symbol('gone');
const IMPOSSIBLE = [
  ...['2023-02-30', '1950-13-01', '0000-00-00', '2023-06-31', '25:61:00Z', '99:99.999'],
  ...['1:60.000', '-1:20.000', '00:00:00', '2023-W05-1', 'NaN', 'Infinity', '1e3', '0x10', '-0'],
];
const STRANGE = [
  ...['\u202e', '\u200b', '\u00a0', 'e\u0301', '\ufeff', '\u0085', '🏁', 'ﷺ', '\u0000x', "'; --"],
  ...['İ', 'ß', '١', '\t', '\\', '%', '<b>'],
];

/** Each returns one change, or undefined where the page has nothing of the kind. */
const MUTATIONS: Readonly<Record<string, (input: Input) => Change | undefined>> = {
  'key lost': ({ random, places }) => changed(random, places, isNamed, () => GONE),
  'type changed': ({ random, places }) =>
    changed(random, places, isLeaf, () => random.pick([0, 17, true, null, [], {}, ['x'], 1.5])),
  emptied: ({ random, places }) =>
    changed(random, places, isText, () => random.pick(['', ' ', 'None', 'null', '-'])),
  huge: ({ random, places }) =>
    changed(random, places, isText, () =>
      random.pick(['9'.repeat(20), '4294967296', '9'.repeat(400), 'x'.repeat(50_000), '99999']),
    ),
  impossible: ({ random, places }) =>
    changed(random, places, isText, () => random.pick(IMPOSSIBLE)),
  unicode: ({ random, places }) =>
    changed(random, places, isText, (text) => {
      const at = random.below(text.length + 1);
      return text.slice(0, at) + random.pick(STRANGE) + text.slice(at);
    }),
  'digit changed': ({ random, places }) =>
    changed(random, places, hasDigit, (text) => otherDigit(random, text)),
  borrowed: ({ random, places }) => borrowed(random, places),
  'row doubled': ({ random, places }) => rowsChanged(random, places, 'doubled'),
  'row lost': ({ random, places }) => rowsChanged(random, places, 'lost'),
  'rows swapped': ({ random, places }) => rowsChanged(random, places, 'swapped'),
  'season swapped': ({ random, places }) =>
    changed(random, places, isSeason, () => random.pick(['1950', '1961', '1996', '2023', '2024'])),
  'key added': ({ random, places }) =>
    changed(random, places, isObject, (node) => ({
      ...node,
      surprise: random.pick(['1', null, {}]),
    })),
};

/** The kinds of mutations; beside them a page of another list comes in place of a list's own. */
export const KINDS = [...Object.keys(MUTATIONS), 'total followed', 'other page'];

/** Makes one mutation; the same random numbers make the same. */
export function mutate(world: World, random: Random): Mutation {
  for (;;) {
    const resources = [...listsByResource(world).values()].filter((lists) => lists.length > 0);
    const lists = random.pick(resources);
    const list = random.pick(lists);
    const made = mutateList(world, random, random.pick(KINDS), list, lists);
    if (made && JSON.stringify(made.pages) !== JSON.stringify(world.lists.get(list))) return made;
  }
}

function mutateList(
  world: World,
  random: Random,
  kind: string,
  list: string,
  siblings: readonly string[],
): Mutation | undefined {
  const own = world.lists.get(list) ?? [];
  if (kind === 'other page') {
    const other = random.pick(siblings);
    const pages = world.lists.get(other) ?? [];
    return { kind, list, field: '$', what: `the pages of '${other}'`, pages };
  }
  const pages = structuredClone(own) as unknown[];
  const at = random.below(pages.length);
  const places = placesOf(pages[at], [at]);
  const followed = kind === 'total followed';
  const name = followed ? random.pick(['row doubled', 'row lost']) : kind;
  const change = MUTATIONS[name]?.({ random, places });
  if (!change) return undefined;
  setAt(pages, change.place.path, change.value);
  if (followed) followTotal(pages, name === 'row lost' ? -1 : 1);
  const field = fieldOf(change.place.path);
  const what = change.what ?? `${shown(change.place.value)} to ${shown(change.value)}`;
  return { kind: followed ? `${name}, ${kind}` : kind, list, field, what, pages };
}

function changed<Value>(
  random: Random,
  places: readonly Place[],
  fits: (place: Place) => place is Place & { readonly value: Value },
  next: (value: Value) => unknown,
): Change | undefined {
  const fitting = places.filter(fits);
  // Each field is as likely as any other, however many rows have it.
  const fields = [...new Set(fitting.map(({ path }) => fieldOf(path)))];
  if (fields.length === 0) return undefined;
  const field = random.pick(fields);
  const place = random.pick(fitting.filter(({ path }) => fieldOf(path) === field));
  return { place, value: next(place.value) };
}

/** The value that another row has in the same field. */
function borrowed(random: Random, places: readonly Place[]): Change | undefined {
  const change = changed(random, places, isText, (text) => text);
  if (!change) return undefined;
  const field = fieldOf(change.place.path);
  const values = places
    .filter(({ path, value }) => fieldOf(path) === field && value !== change.place.value)
    .map(({ value }) => value);
  return values.length > 0 ? { ...change, value: random.pick(values) } : undefined;
}

function rowsChanged(
  random: Random,
  places: readonly Place[],
  how: 'doubled' | 'lost' | 'swapped',
): Change | undefined {
  const arrays = places.filter(isRows);
  if (arrays.length === 0) return undefined;
  const place = random.pick(arrays);
  const rows = [...place.value];
  const at = random.below(rows.length);
  if (how === 'doubled') rows.splice(at, 0, rows[at]);
  if (how === 'lost') rows.splice(at, 1);
  if (how === 'swapped') {
    const other = random.below(rows.length);
    [rows[at], rows[other]] = [rows[other], rows[at]];
  }
  return { place, value: rows, what: `row ${at} of ${place.value.length} ${how}` };
}

/** Another digit in place of one. */
function otherDigit(random: Random, text: string): string {
  const digits = [...text.matchAll(/\d/g)].map(({ index }) => index);
  const at = random.pick(digits);
  const digit = String((Number(text[at]) + 1 + random.below(9)) % 10);
  return text.slice(0, at) + digit + text.slice(at + 1);
}

function followTotal(pages: readonly unknown[], difference: number): void {
  for (const page of pages) {
    const { MRData: head } = page as { MRData?: { total: string } };
    if (head) head.total = String(Number(head.total) + difference);
  }
}

function placesOf(value: unknown, path: readonly (string | number)[]): Place[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  const inner = Array.isArray(value)
    ? value.flatMap((one, index) => placesOf(one, [...path, index]))
    : Object.entries(value).flatMap(([name, one]) => placesOf(one, [...path, name]));
  return [{ path, value }, ...inner];
}

function setAt(root: unknown[], path: readonly (string | number)[], value: unknown): void {
  const node = path
    .slice(0, -1)
    .reduce<unknown>((one, part) => Reflect.get(Object(one), part), root);
  const last = path.at(-1) ?? 0;
  if (value === GONE) Reflect.deleteProperty(Object(node), last);
  else Reflect.set(Object(node), last, value);
}

/** `MRData.RaceTable.Races.Results.laps`. */
function fieldOf(path: readonly (string | number)[]): string {
  return path.filter((part) => typeof part === 'string').join('.') || '$';
}

function shown(value: unknown): string {
  if (value === GONE) return 'nothing';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}… (${text.length})` : text;
}

type Typed<Value> = Place & { readonly value: Value };
const isNamed = (place: Place): place is Typed<unknown> => typeof place.path.at(-1) === 'string';
const isLeaf = (place: Place): place is Typed<unknown> => typeof place.value !== 'object';
const isText = (place: Place): place is Typed<string> => typeof place.value === 'string';
const hasDigit = (place: Place): place is Typed<string> =>
  typeof place.value === 'string' && /\d/.test(place.value);
const isSeason = (place: Place): place is Typed<unknown> =>
  ['season', 'year'].includes(String(place.path.at(-1))) && isLeaf(place);
const isObject = (place: Place): place is Typed<object> =>
  typeof place.value === 'object' && place.value !== null && !Array.isArray(place.value);
const isRows = (place: Place): place is Typed<unknown[]> =>
  Array.isArray(place.value) && place.value.length > 0;
