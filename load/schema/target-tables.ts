import { orderByNeeds } from '../../command/order-by-needs.js';
import { identifier } from '../../transform/lake/identifier.js';
import type { Sql } from '../postgres/with-target.js';

/** A column of a target's table; `type` as Postgres writes it, for example `numeric(6,2)`. */
export type TargetColumn = { readonly name: string; readonly type: string };

/** A table of the target, from its catalog. */
export type TargetTable = {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly TargetColumn[];
  /** The primary key's columns. */
  readonly key: readonly string[];
};

type TableReference = { readonly child: number; readonly parent: number };

/** `schema.table`, for messages. */
export function fullName({ schema, name }: { schema: string; name: string }): string {
  return `${schema}.${name}`;
}

/** `"schema"."table"`, for SQL. */
export function tableRef({ schema, name }: { schema: string; name: string }): string {
  return `${identifier(schema)}.${identifier(name)}`;
}

/** The names of a table's columns, in the order of the CSV files. */
export function columnNames(table: TargetTable): string[] {
  return table.columns.map(({ name }) => name);
}

/** The tables of some schemas, each after those that it refers to. Deferred references do not count. */
export async function readTargetTables(
  sql: Sql,
  schemas: readonly string[],
): Promise<TargetTable[]> {
  const tables = await sql<TargetTable[]>`
    select
        c.oid::integer as oid,
        n.nspname as schema,
        c.relname as name,
        (
            select json_agg(
                json_build_object(
                    'name', a.attname,
                    'type', format_type(a.atttypid, a.atttypmod)
                ) order by a.attnum
            )
            from pg_attribute a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        ) as columns,
        (
            select coalesce(json_agg(a.attname order by k.place), '[]')
            from pg_constraint p
            cross join unnest(p.conkey) with ordinality as k (attnum, place)
            join pg_attribute a
                on a.attrelid = p.conrelid and a.attnum = k.attnum
            where p.conrelid = c.oid and p.contype = 'p'
        ) as key
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ${sql(schemas)}
    order by n.nspname, c.relname`;
  const references = await sql<TableReference[]>`
    select distinct conrelid::integer as child, confrelid::integer as parent
    from pg_constraint
    where contype = 'f' and not condeferred and conrelid <> confrelid`;
  return orderByNeeds(
    tables.map((table) => [table.oid, table] as const),
    ({ oid }, waiting) =>
      references.some(({ child, parent }) => child === oid && waiting.has(parent)),
    () => new Error('tables refer to each other in a circle, not deferred'),
  );
}
