import { putRows, removeRows, tryRemoveRows } from './apply-changes.js';
import type { Differences } from './compare-rows.js';
import type { OnTable } from './fill-tables.js';
import type { TablePair } from './match-lake.js';
import type { Session } from './target/with-transaction.js';

/** A table that was there before, and its rows that differ. */
export type OldTable = { readonly pair: TablePair; readonly differences: Differences };

/**
 * Writes the rows that differ, in tables that come after those that they refer to. Readers see
 * the old rows until the commit and never wait.
 */
export async function changeTables(
  session: Session,
  tables: readonly OldTable[],
  onTable: OnTable,
): Promise<void> {
  // Children first, and before rows are added: one may have the name that a row to be removed has.
  const inUse: OldTable[] = [];
  for (const table of [...tables].reverse()) {
    if (table.differences.removed.rows === 0) continue;
    await onTable(table.pair, async () => {
      const { pair, differences } = table;
      if (!(await tryRemoveRows(session, pair.target, differences))) inUse.push(table);
    });
  }
  // Parents first: rows that are new or changed may refer to rows that are new.
  for (const { pair, differences } of tables) {
    session.signal.throwIfAborted();
    await onTable(pair, () => putRows(session, pair.target, differences));
  }
  for (const { pair, differences } of inUse) {
    await onTable(pair, () => removeRows(session, pair.target, differences));
  }
}
