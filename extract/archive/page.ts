import { createHash } from 'node:crypto';
import { z } from 'zod';
import { countOf } from '../../command/count-of.js';
import { alphaOffset, alphaTotal, isNoSession } from './alpha-page.js';
import {
  type ErgastResource,
  isAlpha,
  isByRace,
  type Resource,
  resourceOf,
  SHAPES,
} from './resource.js';
import { scopeOf } from './scope.js';

/** The most rows that Jolpica sends in one answer. */
export const PAGE_ROWS = 100;

/** The most rows of a list: twice those of all results, six times those of the longest race. */
const MOST_ROWS = { ofAllRaces: 50_000, ofOthers: 10_000 };
/** A key field of Jolpica's has some 30 characters. */
const MOST_KEY_CHARACTERS = 100;
/** Other rows are told apart by a hash. */
const MOST_ROW_CHARACTERS = 2_000;

/** One answer of Jolpica, byte for byte. */
export type Page = PageSummary & { readonly body: Buffer };

/** What proves, of all pages together, that a list is complete. */
export type PageSummary = {
  readonly offset: number;
  /** Innermost rows of the whole list. */
  readonly total: number;
  /** Natural keys of this page's rows, in order. */
  readonly keys: readonly string[];
};

const wholeNumber = z.string().regex(/^\d+$/).transform(Number);

const envelope = z.object({
  MRData: z.looseObject({ limit: wholeNumber, offset: wholeNumber, total: wholeNumber }),
});

export type Json = Readonly<Record<string, unknown>>;

/**
 * Parses one answer and checks that it is Jolpica's envelope for this list and offset. Fields of
 * rows are not checked here, but for their size and for text that no table can hold: the archive
 * keeps them as they are, and transform has a contract.
 *
 * @throws {Error} with a few words on what is wrong with the body
 */
export function parsePage(list: string, offset: number, body: Buffer): Page {
  if (body.includes('\n')) throw new Error('a line break within the answer');
  const json = parseText(decode(body));
  const resource = resourceOf(list);
  const total = isAlpha(resource)
    ? alphaTotal(list, offset, json)
    : ergastTotal(resource, offset, json);
  const most = mostRows(list);
  if (total > most)
    throw new Error(`total '${total}' where at most ${countOf(most, 'row')} can be`);
  const keys = rowsOf(resource, json).map(({ key }) => briefKey(key));
  if (keys.length > PAGE_ROWS) throw new Error(`${countOf(keys.length, 'row')} on one page`);
  if (offset + keys.length > total && keys.length > 0) {
    throw new Error(`total '${total}' beside ${countOf(keys.length, 'row')} from offset ${offset}`);
  }
  return { body, offset, total, keys };
}

function ergastTotal(resource: ErgastResource, offset: number, json: unknown): number {
  const parsed = envelope.safeParse(json);
  if (!parsed.success) throw new Error("no 'MRData' with limit, offset and total");
  const { MRData: data } = parsed.data;
  if (data.offset !== offset) throw new Error(`offset '${data.offset}' instead of '${offset}'`);
  if (data.limit !== PAGE_ROWS) throw new Error(`limit '${data.limit}' instead of '${PAGE_ROWS}'`);
  const [, table = ''] = SHAPES[resource].root;
  if (!isJson(data[table])) throw new Error(`no '${table}'`);
  return data.total;
}

/** The offset of an archived page within its list. */
export function pageOffset(list: string, json: unknown): number {
  if (isAlpha(resourceOf(list))) return alphaOffset(json);
  return envelope.parse(json).MRData.offset;
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new Error('bytes that are not UTF-8');
  }
}

function parseText(text: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`no JSON but '${text.slice(0, 40)}'`);
  }
  // Written again, only what no table can hold is still escaped: NUL and half a character.
  const isSuspect = /\\u(?:d[89a-f]|0000)/i.test(text);
  const found = isSuspect && /(?<!\\)(?:\\\\)*(\\u(?:d[89a-f]..|0000))/.exec(JSON.stringify(json));
  if (found) throw new Error(`text with '${found[1]}', which no table can hold`);
  return json;
}

function mostRows(list: string): number {
  const { resource, season } = scopeOf(list);
  const isOfAllRaces = isByRace(resource) && season === undefined;
  return isOfAllRaces ? MOST_ROWS.ofAllRaces : MOST_ROWS.ofOthers;
}

/** The keys of a whole list are in memory at once. */
function briefKey(key: string): string {
  if (key.length <= MOST_KEY_CHARACTERS) return key;
  return createHash('sha256').update(key).digest('base64');
}

/** One innermost row of a page, as Jolpica sent it, and its natural key. */
export type PageRow = { readonly key: string; readonly row: Json };

/**
 * The rows of a body that parsePage has accepted, in order. Where a key field is missing (it was
 * renamed, say), the row's key is its whole text: such rows are archived too.
 */
export function pageRows(list: string, body: Buffer): PageRow[] {
  return rowsOf(resourceOf(list), JSON.parse(body.toString('utf8')));
}

function rowsOf(resource: Resource, page: unknown): PageRow[] {
  if (isAlpha(resource) && isNoSession(page)) return [];
  const { root, path, key } = SHAPES[resource];
  const table = lookUp([page as Json], root);
  if (!isJson(table)) throw new Error(`no '${root.join('.')}'`);
  const fields = key.map((field) => field.split('.'));
  const rows: PageRow[] = [];
  const descend = (node: Json, depth: number, above: readonly Json[]) => {
    const scopes = [node, ...above];
    const name = path[depth];
    if (name === undefined) {
      rows.push({ key: keyOf(fields, scopes), row: node });
      return;
    }
    const children = node[name];
    if (!Array.isArray(children)) throw new Error(`no list '${name}'`);
    for (const child of children) {
      if (!isJson(child)) throw new Error(`no object in '${name}'`);
      descend(child, depth + 1, scopes);
    }
  };
  descend(table, 0, []);
  return rows;
}

function keyOf(fields: readonly (readonly string[])[], scopes: readonly Json[]): string {
  const values: unknown[] = [];
  for (const field of fields) {
    const value = lookUp(scopes, field);
    if (typeof value !== 'string' && typeof value !== 'number') return textOf(scopes[0]);
    if (String(value).length > MOST_KEY_CHARACTERS) {
      throw new Error(`a '${field.join('.')}' of ${String(value).length} characters`);
    }
    values.push(value);
  }
  return values.join('/');
}

function textOf(row: Json | undefined): string {
  const text = JSON.stringify(row);
  return text.length <= MOST_ROW_CHARACTERS
    ? text
    : createHash('sha256').update(text).digest('hex');
}

/** The value of a field in the innermost scope that has it. */
function lookUp(scopes: readonly Json[], field: readonly string[]): unknown {
  for (const scope of scopes) {
    let value: unknown = scope;
    for (const name of field) value = isJson(value) ? value[name] : undefined;
    if (isPresent(value)) return value;
  }
  return undefined;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
