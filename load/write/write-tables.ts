import type { Differences } from '../compare/compare-rows.js';
import type { TablePair } from '../compare/match-lake.js';
import type { Session } from '../postgres/with-transaction.js';
import { dropKeys, restoreKeys, type TableKey } from '../schema/table-keys.js';
import { columnNames, tableRef } from '../schema/target-tables.js';
import { putRows, removeRows, tryRemoveRows } from './apply-changes.js';
import { copyIn } from './copy-rows.js';
import type { CsvFile } from './csv-file.js';

/** A table that this transaction made, and its rows, which DuckDB may still be writing. */
export type NewTable = { readonly pair: TablePair; readonly file: Promise<CsvFile> };

/** A table that existed before this transaction, and its rows that differ. */
export type OldTable = { readonly pair: TablePair; readonly differences: Differences };

/** Runs the work on one table; measures its time and reports progress. */
export type OnTable = (pair: TablePair, work: () => Promise<void>) => Promise<void>;

/**
 * Writes tables, referenced ones first. A new table is copied whole before its keys are made; of
 * an old one only the rows that differ are written. Readers see the old rows until the commit and
 * never wait.
 */
export async function writeTables(
  session: Session,
  tables: readonly (NewTable | OldTable)[],
  onTable: OnTable,
): Promise<void> {
  const { sql, signal } = session;
  const [fresh, old] = [tables.filter(isNew), tables.filter(isOld)];
  const keys = await dropKeys(
    sql,
    fresh.map(({ pair }) => pair.target.oid),
  );
  const inUse = await removeUnused(session, old, onTable);
  for (const table of tables) {
    signal.throwIfAborted();
    await onTable(table.pair, () =>
      isNew(table)
        ? fillTable(session, table, keys)
        : putRows(session, table.pair.target, table.differences),
    );
  }
  for (const { pair, differences } of inUse) {
    await onTable(pair, () => removeRows(session, pair.target, differences));
  }
  for (const { pair } of fresh) {
    signal.throwIfAborted();
    await onTable(pair, () => restoreKeys(sql, keysOf(pair, keys, true)));
  }
}

async function fillTable(
  session: Session,
  { pair, file }: NewTable,
  keys: readonly TableKey[],
): Promise<void> {
  const columns = columnNames(pair.target);
  const { path } = await file;
  await copyIn(session, { into: tableRef(pair.target), columns, file: path, freeze: true });
  await restoreKeys(session.sql, keysOf(pair, keys, false));
}

/**
 * Removes rows before any are added: a new row may need the unique name of a removed one.
 * Returns the tables whose removed rows are still referenced by rows to be changed.
 */
async function removeUnused(
  session: Session,
  tables: readonly OldTable[],
  onTable: OnTable,
): Promise<OldTable[]> {
  const inUse: OldTable[] = [];
  // Children first.
  for (const table of [...tables].reverse()) {
    const { pair, differences } = table;
    if (differences.removed.rows === 0) continue;
    await onTable(pair, async () => {
      if (!(await tryRemoveRows(session, pair.target, differences))) inUse.push(table);
    });
  }
  return inUse;
}

function keysOf({ target }: TablePair, keys: readonly TableKey[], isReference: boolean) {
  return keys.filter((key) => key.tableOid === target.oid && key.isReference === isReference);
}

function isNew(table: NewTable | OldTable): table is NewTable {
  return 'file' in table;
}

function isOld(table: NewTable | OldTable): table is OldTable {
  return !isNew(table);
}
