import type { Sql } from './target/with-target.js';

/** A constraint or an index that can be taken away and put back just as it was. */
export type TableKey = {
  readonly tableOid: number;
  /** Foreign keys can come back only when the tables they refer to have their keys. */
  readonly isReference: boolean;
  readonly drop: string;
  readonly restore: string;
};

/**
 * Takes away keys, indexes and foreign keys of tables, and foreign keys that refer
 * to them: rows that come in bulk are indexed faster afterwards.
 *
 * Only for tables that this transaction made: nobody else's view, comment or
 * foreign key can hang on what is dropped, and no reader waits for it.
 */
export async function dropKeys(sql: Sql, tableOids: readonly number[]): Promise<TableKey[]> {
  if (tableOids.length === 0) return [];
  const keys = await sql<TableKey[]>`
    select
        conrelid::integer as "tableOid",
        contype = 'f' as "isReference",
        format(
            'alter table %s drop constraint %I', conrelid::regclass, conname
        ) as drop,
        format(
            'alter table %s add constraint %I %s',
            conrelid::regclass, conname, pg_get_constraintdef(oid)
        ) as restore
    from pg_constraint
    where
        (contype in ('p', 'u', 'x') and conrelid in ${sql(tableOids)})
        or (
            contype = 'f'
            and (
                conrelid in ${sql(tableOids)} or confrelid in ${sql(tableOids)}
            )
        )
    union all
    select
        indrelid::integer,
        false,
        format('drop index %s', indexrelid::regclass),
        pg_get_indexdef(indexrelid)
    from pg_index
    where
        indrelid in ${sql(tableOids)}
        and not exists (
            select from pg_constraint where conindid = indexrelid
        )
    order by 2 desc, 4`;
  await sql.unsafe(keys.map(({ drop }) => drop).join(';\n'));
  return [...keys];
}

/** Puts back what `dropKeys` took away. */
export async function restoreKeys(sql: Sql, keys: readonly TableKey[]): Promise<void> {
  for (const { restore } of keys) await sql.unsafe(restore);
}
