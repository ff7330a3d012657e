import { copyIn } from './copy-rows.js';
import type { CsvFile } from './csv-file.js';
import type { TablePair } from './match-lake.js';
import { dropKeys, restoreKeys, type TableKey } from './table-keys.js';
import type { Session } from './target/with-transaction.js';
import { columnNames, tableRef } from './target-tables.js';

/** A table that this transaction made, and its rows, which DuckDB may still be writing. */
export type NewTable = { readonly pair: TablePair; readonly file: Promise<CsvFile> };

/** Does the work on one table, so that its time is taken and progress told. */
export type OnTable = (pair: TablePair, work: () => Promise<void>) => Promise<void>;

/**
 * Brings all rows into tables that this transaction made: bare first, then keys and indexes,
 * at last, when `meanwhile` is done too, the references from and to them.
 */
export async function fillTables(
  session: Session,
  tables: readonly NewTable[],
  onTable: OnTable,
  meanwhile: () => Promise<void>,
): Promise<void> {
  const { sql, signal } = session;
  const keys = await dropKeys(
    sql,
    tables.map(({ pair }) => pair.target.oid),
  );
  for (const { pair, file } of tables) {
    signal.throwIfAborted();
    await onTable(pair, async () => {
      const into = tableRef(pair.target);
      const columns = columnNames(pair.target);
      await copyIn(session, { into, columns, file: (await file).path, freeze: true });
      await restoreKeys(sql, keysOf(pair, keys));
    });
  }
  await meanwhile();
  for (const { pair } of tables) {
    signal.throwIfAborted();
    await onTable(pair, () => restoreKeys(sql, referencesOf(pair, keys)));
  }
  // Of tables that were there before to tables that are new.
  const oids = new Set(tables.map(({ pair }) => pair.target.oid));
  await restoreKeys(
    sql,
    keys.filter(({ tableOid }) => !oids.has(tableOid)),
  );
}

function keysOf({ target }: TablePair, keys: readonly TableKey[]) {
  return keys.filter((key) => key.tableOid === target.oid && !key.isReference);
}

function referencesOf({ target }: TablePair, keys: readonly TableKey[]) {
  return keys.filter((key) => key.tableOid === target.oid && key.isReference);
}
