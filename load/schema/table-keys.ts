import type { Sql } from '../postgres/with-target.js';

/** A constraint or an index that can be taken away and put back just as it was. */
export type TableKey = {
  readonly tableOid: number;
  /** Foreign keys can come back only when the tables they refer to have their keys. */
  readonly isReference: boolean;
  readonly drop: string;
  readonly restore: string;
};

/**
 * Takes away keys, indexes and foreign keys of tables that this transaction made: rows that
 * come in bulk are indexed faster afterwards.
 *
 * What ties them to tables that were there before stays: to drop it would lock those against
 * readers. Nobody else's view, comment or foreign key can hang on what is dropped.
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
        conrelid in ${sql(tableOids)}
        and case contype
            when 'f' then confrelid in ${sql(tableOids)}
            else contype in ('p', 'u', 'x') and not exists (
                select from pg_constraint other
                where
                    other.conindid = pg_constraint.conindid
                    and other.contype = 'f'
                    and other.conrelid not in ${sql(tableOids)}
            )
        end
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
  if (keys.length === 0) return;
  await sql.unsafe(keys.map(({ restore }) => restore).join(';\n'));
}
