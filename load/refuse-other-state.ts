import { type SeasonChecksum, sumChecksums } from './compare/checksums.js';
import type { TablePair } from './compare/match-lake.js';
import { loadFault } from './faults.js';
import type { LedgerLoad } from './ledger.js';
import { fullName } from './schema/target-tables.js';

/**
 * Refuses a rollback whose lake has other rows than that load wrote: the rules or the SQL of this
 * program may have changed since.
 *
 * @throws {Fault} ROLLBACK_DIFFERS
 */
export function refuseOtherState(
  { id, program, snapshot, tables }: LedgerLoad,
  lake: ReadonlyMap<TablePair, readonly SeasonChecksum[]>,
): void {
  const sums = new Map(
    [...lake].map(([pair, checksums]) => [fullName(pair.lake), sumChecksums(checksums)]),
  );
  const differing = tables.filter((table) => {
    const now = sums.get(fullName(table));
    // A missing table was dropped by a migration, and migrations are not undone.
    return now !== undefined && table.checksum !== null && table.checksum !== now.checksum;
  });
  if (differing.length === 0) return;
  const names = differing.map((table) => `'${fullName(table)}'`).join(', ');
  throw loadFault(
    'ROLLBACK_DIFFERS',
    `the lake of snapshot '${snapshot}' differs from what load ${id} wrote (${names}): it was made by other SQL or rules; nothing was changed: use the version that made it (${program})`,
  );
}
