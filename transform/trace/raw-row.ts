import { pageOffset } from '../../extract/archive/page.js';
import { readBodies } from '../../extract/archive/read-pages.js';
import { resourceOf, SHAPES } from '../../extract/archive/resource.js';

/** The place of a row in the archive. */
export type RawPlace = {
  readonly list: string;
  readonly version: string;
  /** Offset of the page within its list. */
  readonly page: number;
  /** Indexes in the nested arrays down to the row, from 1, outermost first. */
  readonly indexes: readonly number[];
};

/** A row as Jolpica sent it, with the objects around it. */
export type RawRow = {
  /** JSON path of the row within its page. */
  readonly path: string;
  /** The row itself first, then the objects around it, innermost first. */
  readonly scopes: readonly unknown[];
};

/** Reads one row of the archive. */
export async function readRawRow(archive: string, place: RawPlace): Promise<RawRow> {
  const { root, path } = SHAPES[resourceOf(place.list)];
  let node: unknown = root.reduce(at, await readPage(archive, place));
  const scopes: unknown[] = [];
  const names = ['$', ...root];
  for (const [depth, name] of path.entries()) {
    const index = (place.indexes[depth] ?? 1) - 1;
    node = at(at(node, name), String(index));
    scopes.unshift(node);
    names.push(`${name}[${index}]`);
  }
  return { path: names.join('.'), scopes };
}

async function readPage(archive: string, { list, version, page }: RawPlace): Promise<unknown> {
  for await (const body of readBodies(archive, list, version)) {
    const json: unknown = JSON.parse(body.toString('utf8'));
    if (pageOffset(list, json) === page) return json;
  }
  return undefined;
}

/**
 * The value of a yml's `source`, for example `laps.Timings.position`. It is looked up in the row,
 * then in the objects around it. The names of the arrays on the way are optional.
 */
export function rawValue(row: RawRow, source: string): { field: string; raw: string | null } {
  const [resource = '', ...parts] = source.split('.');
  const arrays = SHAPES[resourceOf(resource)].path;
  const field = parts.slice(parts.findIndex((part) => !arrays.includes(part)));
  for (const scope of row.scopes) {
    const value = field.reduce(at, scope);
    if (value !== undefined)
      return { field: field.join('.'), raw: value === null ? null : String(value) };
  }
  return { field: field.join('.'), raw: null };
}

function at(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined;
}
