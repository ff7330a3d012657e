import type { Sql } from '../postgres/with-target.js';

/** A constraint or index that can be dropped and created again unchanged. */
export type TableKey = {
  readonly tableOid: number;
  /** Foreign keys come back last: the tables that they refer to need their keys first. */
  readonly isReference: boolean;
  readonly drop: string;
  readonly restore: string;
};

/**
 * Drops keys, indexes and foreign keys of tables that this transaction made: it is faster to
 * create indexes after a bulk load.
 *
 * Foreign keys to tables that existed before stay: a drop would lock those tables for readers.
 * Nothing of others can depend on what is dropped, since the tables are new.
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

/** Creates again what `dropKeys` dropped. */
export async function restoreKeys(sql: Sql, keys: readonly TableKey[]): Promise<void> {
  if (keys.length === 0) return;
  await sql.unsafe(keys.map(({ restore }) => restore).join(';\n'));
}
