import { identifier, identifiers } from '../../transform/lake/identifier.js';
import type { Differences } from '../compare/compare-rows.js';
import type { Session } from '../postgres/with-transaction.js';
import { columnNames, type TargetTable, tableRef } from '../schema/target-tables.js';
import { copyIn } from './copy-rows.js';

/** Inserts and updates the rows of a table that differ; no reader waits. */
export async function putRows(
  session: Session,
  table: TargetTable,
  { added, changed }: Differences,
): Promise<void> {
  const columns = columnNames(table);
  if (changed.rows > 0) {
    await stageRows(session, table, columns, changed.path);
    const others = columns.filter((name) => !table.key.includes(name));
    await session.sql.unsafe(`
      update ${tableRef(table)} as old
      set ${others.map((name) => `${identifier(name)} = new.${identifier(name)}`).join(', ')}
      from ${STAGE} as new
      where ${sameKey(table)};
      drop table ${STAGE}`);
  }
  if (added.rows > 0) {
    await copyIn(session, { into: tableRef(table), columns, file: added.path });
  }
}

/** Deletes rows of a table by their key. */
export async function removeRows(
  session: Session,
  table: TargetTable,
  { removed }: Differences,
): Promise<void> {
  await stageRows(session, table, table.key, removed.path);
  await session.sql.unsafe(`
    delete from ${tableRef(table)} as old using ${STAGE} as new where ${sameKey(table)};
    drop table ${STAGE}`);
}

/**
 * Removes rows. Returns false, and removes none, where other rows still reference them.
 */
export async function tryRemoveRows(
  session: Session,
  table: TargetTable,
  differences: Differences,
): Promise<boolean> {
  await session.sql`savepoint removal`;
  try {
    await removeRows(session, table, differences);
    await session.sql`release savepoint removal`;
    return true;
  } catch (error) {
    const isReferred = error instanceof Error && 'code' in error && error.code === '23503';
    if (!isReferred) throw error;
    await session.sql`rollback to savepoint removal`;
    return false;
  }
}

const STAGE = 'pg_temp.lyzer_stage';

async function stageRows(
  session: Session,
  table: TargetTable,
  columns: readonly string[],
  file: string,
) {
  // Takes over the columns' types only, no defaults and no keys.
  await session.sql.unsafe(`
    create temporary table lyzer_stage on commit drop as
    select ${identifiers(columns)} from ${tableRef(table)} with no data`);
  await copyIn(session, { into: STAGE, columns, file });
}

function sameKey({ key }: TargetTable): string {
  return key.map((name) => `old.${identifier(name)} = new.${identifier(name)}`).join(' and ');
}
