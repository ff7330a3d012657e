import { transformFault } from '../faults.js';
import { literal } from '../lake/duck.js';
import type { Model } from '../models/model-file.js';

export type Origin = NonNullable<Model['doc']['origin']>;

/** A model where each row comes from one row of Jolpica's. */
export type TracedModel = Model & { readonly origin: Origin };

/** The values that a person gave to name rows, by column of staging. */
export type Named = ReadonlyMap<string, string>;

/** How a key column is made from staging's columns: as a copy of one, or as a UUID. */
type Recipe = { readonly kind: string | undefined; readonly columns: readonly string[] };

/** Parses `2021/22/max_verstappen` into values by column. The last parts may be left out. */
export function parseName({ name, origin }: TracedModel, text: string): Named {
  const parts = text.split('/');
  if (parts.length <= origin.name.length && parts.every((part) => part !== '')) {
    return new Map(parts.map((part, index) => [String(origin.name[index]), part]));
  }
  throw transformFault(
    'ROW_UNKNOWN',
    `'${text}' cannot name a row of '${name}', '${origin.name.join('/')}' or a UUID was expected; fix it`,
  );
}

/** SQL for each key column, from the columns of `alias`. */
export function keySql({ origin }: TracedModel, alias: string): [string, string][] {
  return Object.entries(origin.key).map(([column, text]) => {
    const { kind, columns } = recipeOf(text);
    const values = columns.map((name) => `${alias}."${name}"`);
    return [column, kind === undefined ? String(values[0]) : uuidSql(kind, values)];
  });
}

/**
 * SQL that is true for the named rows. It compares a key column if all its parts are given, since
 * corrections may change keys, and else the columns of staging.
 */
export function nameSql(model: TracedModel, named: Named, staging: string, keyed: string): string {
  const left = new Set(named.keys());
  const conditions: string[] = [];
  for (const [column, text] of Object.entries(model.origin.key)) {
    const { kind, columns } = recipeOf(text);
    if (!columns.every((name) => named.has(name))) continue;
    const values = columns.map((name) => literal(named.get(name) ?? ''));
    const value = kind === undefined ? String(values[0]) : `${uuidSql(kind, values)}::varchar`;
    conditions.push(`${keyed}."${column}"::varchar = ${value}`);
    for (const name of columns) left.delete(name);
  }
  for (const name of left) {
    conditions.push(`${staging}."${name}"::varchar = ${literal(named.get(name) ?? '')}`);
  }
  return conditions.join(' and ');
}

/** SQL for the columns of staging, from the natural keys of a line of corrections. */
export function partsSql({ origin }: TracedModel): string[] {
  return Object.entries(origin.key).flatMap(([column, text]) => {
    const { kind, columns } = recipeOf(text);
    if (kind === undefined) return columns[0] === column ? [] : [`"${column}" as "${columns[0]}"`];
    return columns.map((name, index) => `split_part("${column}", '/', ${index + 2}) as "${name}"`);
  });
}

function recipeOf(text: string): Recipe {
  const [kind = '', ...columns] = text.split('/');
  return columns.length > 0 ? { kind, columns } : { kind: undefined, columns: [kind] };
}

/** Makes an id as core does: kind and natural key, joined by slashes, without nulls. */
function uuidSql(kind: string, values: readonly string[]): string {
  return `lyzer_uuid(concat_ws('/', ${[literal(kind), ...values].join(', ')}))`;
}
