import { EXIT, Fault } from '../command/fault.js';
import type { Lake, LakeTable } from '../transform/lake.js';
import { nameTarget, type Target } from './target/target.js';
import { fullName, type TargetColumn, type TargetTable } from './target-tables.js';

/** A table of the target and the lake's table that its rows come from. */
export type TablePair = { readonly lake: LakeTable; readonly target: TargetTable };

/** Postgres's types that hold every value of a type of DuckDB, or refuse it loudly. */
const HOLDERS: Readonly<Record<string, readonly string[]>> = {
  BOOLEAN: ['boolean'],
  VARCHAR: ['text'],
  UUID: ['uuid'],
  DATE: ['date'],
  TIME: ['time without time zone'],
  TIMESTAMP: ['timestamp without time zone'],
  'TIMESTAMP WITH TIME ZONE': ['timestamp with time zone'],
  FLOAT: ['real', 'double precision'],
  DOUBLE: ['double precision'],
};
const INTEGER = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/;
const INTEGER_HOLDERS = ['smallint', 'integer', 'bigint', 'numeric'];

/**
 * Pairs the target's tables with the lake's, in the target's order.
 *
 * @throws {Fault} LAKE_MISMATCH naming every table and column that does not fit
 */
export function matchLake(
  lake: Lake,
  targetTables: readonly TargetTable[],
  target: Target,
): TablePair[] {
  const lakeTables = new Map(lake.tables.map((table) => [fullName(table), table]));
  const faults: string[] = [];
  const pairs = targetTables.flatMap((table) => {
    const found = lakeTables.get(fullName(table));
    lakeTables.delete(fullName(table));
    if (found === undefined) {
      faults.push(`table '${fullName(table)}' is missing in the lake`);
      return [];
    }
    faults.push(...columnFaults(found, table));
    return [{ lake: found, target: table }];
  });
  for (const name of lakeTables.keys()) faults.push(`table '${name}' is missing in the target`);
  if (faults.length === 0) return pairs;
  throw new Fault(
    'LAKE_MISMATCH',
    `lake '${lake.snapshot}' does not fit the tables of target ${nameTarget(target)}: ${faults.join('; ')}; run 'npm run transform' with this version`,
    EXIT.refused,
  );
}

function columnFaults(lake: LakeTable, target: TargetTable): string[] {
  const name = fullName(target);
  const types = new Map(lake.columns.map((column) => [column.name, column.type]));
  const faults = target.columns.flatMap((column) => {
    const type = types.get(column.name);
    types.delete(column.name);
    if (type === undefined) return [`column '${column.name}' of '${name}' is missing in the lake`];
    if (canHold(column, type)) return [];
    return [`column '${column.name}' of '${name}' is ${type} in the lake, not ${column.type}`];
  });
  const surplus = [...types.keys()].map(
    (column) => `column '${column}' of '${name}' is missing in the target`,
  );
  return [...faults, ...surplus];
}

function canHold({ type: holder }: TargetColumn, type: string): boolean {
  if (INTEGER.test(type)) return INTEGER_HOLDERS.some((name) => holder.startsWith(name));
  const decimal = /^DECIMAL\(\d+,(\d+)\)$/.exec(type);
  // Postgres rounds what has more digits after the point, and says nothing.
  if (decimal !== null) return Number(decimal[1]) <= scaleOf(holder);
  return HOLDERS[type]?.includes(holder) ?? false;
}

function scaleOf(holder: string): number {
  if (holder === 'numeric') return Number.POSITIVE_INFINITY;
  return Number(/^numeric\(\d+,(\d+)\)$/.exec(holder)?.[1] ?? -1);
}
