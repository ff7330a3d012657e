import { transformFault } from '../faults.js';
import { literal } from '../lake/duck.js';
import type { Model } from '../models/model-file.js';

export type Origin = NonNullable<Model['doc']['origin']>;

/** A model whose rows come from one row of Jolpica's each. */
export type TracedModel = Model & { readonly origin: Origin };

/** Values by which a person names rows, by column of staging. */
export type Named = ReadonlyMap<string, string>;

/** How a key column is made of staging's columns: as one of them, or as a UUID. */
type Recipe = { readonly kind: string | undefined; readonly columns: readonly string[] };

/** `2021/22/max_verstappen` as values of the columns that name a row; the last ones may be left out. */
export function parseName({ name, origin }: TracedModel, text: string): Named {
  const parts = text.split('/');
  if (parts.length <= origin.name.length && parts.every((part) => part !== '')) {
    return new Map(parts.map((part, index) => [String(origin.name[index]), part]));
  }
  throw transformFault(
    'ROW_UNKNOWN',
    `'${text}' names no row of '${name}', '${origin.name.join('/')}' or a UUID was expected; mend it`,
  );
}

/** SQL for each key column, of the columns of `alias`. */
export function keySql({ origin }: TracedModel, alias: string): [string, string][] {
  return Object.entries(origin.key).map(([column, text]) => {
    const { kind, columns } = recipeOf(text);
    const values = columns.map((name) => `${alias}."${name}"`);
    return [column, kind === undefined ? String(values[0]) : uuidSql(kind, values)];
  });
}

/**
 * SQL that holds for the rows which are named: by key column where its whole recipe is given,
 * since corrections may change keys, else by column of staging.
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

function recipeOf(text: string): Recipe {
  const [kind = '', ...columns] = text.split('/');
  return columns.length > 0 ? { kind, columns } : { kind: undefined, columns: [kind] };
}

/** As core makes its ids: kind and natural key, joined by slashes, what is null left out. */
function uuidSql(kind: string, values: readonly string[]): string {
  return `lyzer_uuid(concat_ws('/', ${[literal(kind), ...values].join(', ')}))`;
}
