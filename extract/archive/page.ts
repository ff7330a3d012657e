import { z } from 'zod';
import { countOf } from '../../command/count-of.js';
import { alphaOffset, alphaTotal, isNoSession } from './alpha-page.js';
import { type ErgastResource, isAlpha, type Resource, resourceOf, SHAPES } from './resource.js';

/** The most rows that Jolpica sends in one answer. */
export const PAGE_ROWS = 100;

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
 * rows are not checked here: the archive keeps them as they are, and transform has a contract.
 *
 * @throws {Error} with a few words on what is wrong with the body
 */
export function parsePage(list: string, offset: number, body: Buffer): Page {
  if (body.includes('\n')) throw new Error('a line break within the answer');
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw new Error(`no JSON but '${body.subarray(0, 40).toString('utf8')}'`);
  }
  const resource = resourceOf(list);
  const total = isAlpha(resource)
    ? alphaTotal(list, offset, json)
    : ergastTotal(resource, offset, json);
  const keys = rowsOf(resource, json).map(({ key }) => key);
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
    for (const child of children) descend(child, depth + 1, scopes);
  };
  descend(table, 0, []);
  return rows;
}

function keyOf(fields: readonly (readonly string[])[], scopes: readonly Json[]): string {
  const values: unknown[] = [];
  for (const field of fields) {
    const value = lookUp(scopes, field);
    if (!isPresent(value)) return JSON.stringify(scopes[0]);
    values.push(value);
  }
  return values.join('/');
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
