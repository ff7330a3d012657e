import { columnNames, stageName } from './copy-rows.js';
import type { Sql } from './target/with-target.js';
import { fullName, type TargetTable } from './target-tables.js';

/** Brings staged rows into a table: only rows that differ are written, no reader waits. */
export async function putRows(
  sql: Sql,
  table: TargetTable,
): Promise<{ added: number; changed: number }> {
  const [name, stage] = [sql(fullName(table)), sql(stageName(table))];
  const columns = columnNames(table);
  const others = columns.filter((column) => !table.key.includes(column));
  const changed =
    others.length === 0
      ? { count: 0 }
      : await sql`
          update ${name} old set ${listOf(sql, others, (c) => sql`${sql(c)} = new.${sql(c)}`)}
          from ${stage} new
          where ${sameKey(sql, table)}
            and (${listOf(sql, others, (c) => sql`old.${sql(c)}`)})
              is distinct from (${listOf(sql, others, (c) => sql`new.${sql(c)}`)})`;
  const added = await sql`
    insert into ${name} (${sql(columns)})
    select ${sql(columns)} from ${stage} new
    where not exists (select from ${name} old where ${sameKey(sql, table)})`;
  return { added: added.count, changed: changed.count };
}

/** Removes the rows that are not staged any more. */
export async function removeRows(sql: Sql, table: TargetTable): Promise<number> {
  const { count } = await sql`
    delete from ${sql(fullName(table))} old
    where not exists (
      select from ${sql(stageName(table))} new where ${sameKey(sql, table)}
    )`;
  return count;
}

type Fragment = ReturnType<Sql>;

function sameKey(sql: Sql, { key }: TargetTable) {
  return key.map((column, index) => {
    const equal = sql`old.${sql(column)} = new.${sql(column)}`;
    return index === 0 ? equal : sql` and ${equal}`;
  });
}

function listOf(sql: Sql, columns: readonly string[], each: (column: string) => Fragment) {
  return columns.map((column, index) => (index === 0 ? each(column) : sql`, ${each(column)}`));
}
