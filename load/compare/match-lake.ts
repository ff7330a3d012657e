import type { Lake, LakeTable } from '../../transform/lake/lake.js';
import { loadFault } from '../faults.js';
import { nameTarget, type Target } from '../postgres/target.js';
import { POSTGRES_TYPES } from '../schema/postgres-type.js';
import { schemaOf } from '../schema/schemas.js';
import { fullName, type TargetColumn, type TargetTable } from '../schema/target-tables.js';

/** A table of the target and the lake's table that its rows come from. */
export type TablePair = { readonly lake: LakeTable; readonly target: TargetTable };

/** How a lake fits the tables of a target. */
export type Match = {
  /** In the target's order. */
  readonly pairs: readonly TablePair[];
  /** The lake's tables that the target lacks, or has with other columns. */
  readonly unpaired: readonly LakeTable[];
  /** Everything that does not fit. */
  readonly faults: readonly string[];
};

const INTEGER = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/;
const POSTGRES_INTEGERS = ['smallint', 'integer', 'bigint'];

/** Pairs the target's tables with the lake's, and lists all that does not fit. */
export function matchLake(
  lake: Lake,
  targetTables: readonly TargetTable[],
  target: Pick<Target, 'schemaPrefix'>,
): Match {
  const nameIn = (table: LakeTable) => `${schemaOf(target, table.schema)}.${table.name}`;
  const unpaired = new Map(lake.tables.map((table) => [nameIn(table), table]));
  const faults: string[] = [];
  const pairs: TablePair[] = [];
  for (const table of targetTables) {
    const name = fullName(table);
    const found = unpaired.get(name);
    const wrong =
      found === undefined ? [`table '${name}' is missing in the lake`] : pairFaults(found, table);
    faults.push(...wrong);
    if (found === undefined || wrong.length > 0) continue;
    unpaired.delete(name);
    pairs.push({ lake: found, target: table });
  }
  const known = new Set(targetTables.map(fullName));
  for (const name of unpaired.keys()) {
    if (!known.has(name)) faults.push(`table '${name}' is missing in the target`);
  }
  return { pairs, unpaired: [...unpaired.values()], faults };
}

/**
 * Refuses a lake that does not fit.
 *
 * @throws {Fault} LAKE_MISMATCH naming every table and column that does not fit
 */
export function refuseMismatch({ faults }: Match, lake: Lake, target: Target): void {
  if (faults.length === 0) return;
  throw loadFault(
    'LAKE_MISMATCH',
    `lake '${lake.snapshot}' does not fit the tables of target ${nameTarget(target)}: ${faults.join('; ')}; run 'npm run transform' with this version`,
  );
}

/** The digits after the point of a column of type numeric(p,s); -1 for other types. */
export function scaleOf(type: string): number {
  return Number(/^numeric\(\d+,(\d+)\)$/.exec(type)?.[1] ?? -1);
}

function pairFaults(lake: LakeTable, target: TargetTable): string[] {
  const name = fullName(target);
  const types = new Map(lake.columns.map((column) => [column.name, column.type]));
  const faults = target.columns.flatMap((column) => {
    const type = types.get(column.name);
    types.delete(column.name);
    if (type === undefined) return [`column '${column.name}' of '${name}' is missing in the lake`];
    if (canStore(column, type)) return [];
    return [`column '${column.name}' of '${name}' is ${type} in the lake, not ${column.type}`];
  });
  const surplus = [...types.keys()].map(
    (column) => `column '${column}' of '${name}' is missing in the target`,
  );
  const keyless = target.key.length === 0 ? [`table '${name}' has no primary key`] : [];
  return [...faults, ...surplus, ...keyless];
}

// Floats are missing on purpose: Postgres and DuckDB print them differently.
function canStore({ type: postgresType }: TargetColumn, type: string): boolean {
  if (INTEGER.test(type))
    return POSTGRES_INTEGERS.includes(postgresType) || scaleOf(postgresType) >= 0;
  const decimal = /^DECIMAL\(\d+,(\d+)\)$/.exec(type);
  // Postgres silently rounds digits beyond the column's scale.
  if (decimal !== null) return Number(decimal[1]) <= scaleOf(postgresType);
  return POSTGRES_TYPES[type] === postgresType;
}
