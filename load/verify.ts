import { Fault } from '../command/fault.js';
import type { LakeCsv } from './lake-csv.js';
import type { TablePair } from './match-lake.js';
import { nameTarget, type Target } from './target/target.js';
import type { Sql } from './target/with-target.js';
import { fullName, type TargetTable } from './target-tables.js';

/** The rows that a table of the target holds. */
export async function countRows(sql: Sql, table: TargetTable): Promise<number> {
  const [row] = await sql<{ rows: string }[]>`
    select count(*) as rows from ${sql(fullName(table))}`;
  return Number(row?.rows);
}

/** Whether every table of the target still holds as many rows as the lake's. */
export async function countsHold(sql: Sql, pairs: readonly TablePair[]): Promise<boolean> {
  for (const { lake, target } of pairs) {
    if ((await countRows(sql, target)) !== lake.rows) return false;
  }
  return true;
}

/**
 * Counts every table on both sides, before anything is committed.
 *
 * @throws {Fault} VERIFY_FAILED naming each table whose counts are unequal
 */
export async function verifyCounts(
  sql: Sql,
  csv: LakeCsv,
  pairs: readonly TablePair[],
  target: Target,
) {
  const faults: string[] = [];
  for (const pair of pairs) {
    const [loaded, inLake] = [await countRows(sql, pair.target), await csv.count(pair.lake)];
    if (loaded === inLake && inLake === pair.lake.rows) continue;
    faults.push(
      `'${fullName(pair.target)}' has ${loaded} rows, its file in the lake ${inLake}, lake.json says ${pair.lake.rows}`,
    );
  }
  if (faults.length === 0) return;
  throw new Fault(
    'VERIFY_FAILED',
    `target ${nameTarget(target)}: ${faults.join('; ')}; nothing was changed: run 'npm run transform' again, then load`,
  );
}
