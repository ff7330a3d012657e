import type { DuckDBConnection } from '@duckdb/node-api';
import { transformFault } from '../faults.js';
import { type Model, tableName } from './model-file.js';

export type Column = {
  readonly name: string;
  /** Type as DuckDB writes it, for example `DECIMAL(6,2)`. */
  readonly type: string;
};

/** Reads the columns of a table, in order. */
export async function readColumns(
  connection: DuckDBConnection,
  model: Pick<Model, 'schema' | 'name'>,
): Promise<Column[]> {
  // Cheaper than duckdb_columns(), which binds every view of the database.
  const prepared = await connection.prepare(`select * from ${tableName(model)}`);
  try {
    return Array.from({ length: prepared.columnCount }, (_, index) => ({
      name: prepared.columnName(index),
      type: String(prepared.columnType(index)),
    }));
  } finally {
    prepared.destroySync();
  }
}

/**
 * @throws {Fault} MODEL_COLUMNS_DIFFER when the yml does not list the table's columns in order with
 *   their types (ymls of raw have no types: the SQL has them)
 */
export function checkColumns(model: Model, columns: readonly Column[]): void {
  const made = columns.map((column) => shown(model, column.name, column.type));
  const documented = Object.entries(model.doc.columns).map(([name, { type }]) =>
    shown(model, name, type),
  );
  const at = made.findIndex((column, index) => documented[index] !== column);
  if (at === -1 && made.length === documented.length) return;
  const place = at === -1 ? made.length : at;
  const doc = model.file.replace(/sql$/, 'yml');
  throw transformFault(
    'MODEL_COLUMNS_DIFFER',
    `column ${place + 1} of '${tableName(model)}' is '${made[place] ?? 'none'}', ` +
      `but '${doc}' has '${documented[place] ?? 'none'}'; fix one of them`,
  );
}

function shown(model: Model, name: string, type: string): string {
  return model.layer === 'raw' ? name : `${name} ${type.toLowerCase().replaceAll(', ', ',')}`;
}
