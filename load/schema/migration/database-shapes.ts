import type { Sql } from '../../postgres/with-target.js';
import type { ColumnShape, Rule, TableShape } from './table-shape.js';

type Row = {
  readonly name: string;
  readonly columns: readonly (ColumnShape & { readonly name: string })[];
  readonly rules: readonly Rule[] | null;
};

/**
 * Reads the tables of some schemas from a database's catalog. Leaves out indexes that a yml cannot
 * describe: unique, partial, of expressions.
 */
export async function readDatabaseShapes(
  sql: Sql,
  schemas: readonly string[],
): Promise<TableShape[]> {
  const rows = await sql<Row[]>`
    with rule as (
        select
            r.conrelid as table_oid,
            r.conname as name,
            case r.contype
                when 'p' then 'primary' when 'u' then 'unique' else 'reference'
            end as kind,
            r.conkey::smallint[] as attnums,
            parent_schema.nspname || '.' || parent.relname as parent,
            r.condeferred as is_deferred
        from pg_constraint r
        left join pg_class parent on parent.oid = r.confrelid
        left join pg_namespace parent_schema on parent_schema.oid = parent.relnamespace
        where r.contype in ('p', 'u', 'f')
        union all
        select i.indrelid, x.relname, 'index', i.indkey::smallint[], null, false
        from pg_index i
        join pg_class x on x.oid = i.indexrelid
        where
            not i.indisunique
            and i.indpred is null
            and i.indexprs is null
    )
    select
        n.nspname || '.' || c.relname as name,
        (
            select json_agg(
                json_build_object(
                    'name', a.attname,
                    'type', format_type(a.atttypid, a.atttypmod),
                    'isNullable', not a.attnotnull
                ) order by a.attnum
            )
            from pg_attribute a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        ) as columns,
        (
            select json_agg(
                json_strip_nulls(json_build_object(
                    'kind', rule.kind,
                    'name', rule.name,
                    'columns', (
                        select json_agg(a.attname order by k.place)
                        from unnest(rule.attnums) with ordinality as k (attnum, place)
                        join pg_attribute a
                            on a.attrelid = rule.table_oid and a.attnum = k.attnum
                    ),
                    'parent', rule.parent,
                    'isDeferred', rule.is_deferred
                )) order by rule.kind, rule.name
            )
            from rule
            where rule.table_oid = c.oid
        ) as rules
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ${sql(schemas)}
    order by n.nspname, c.relname`;
  return rows.map(({ name, columns, rules }) => ({
    name,
    columns: new Map(columns.map(({ name: column, ...shape }) => [column, shape])),
    rules: rules ?? [],
  }));
}
