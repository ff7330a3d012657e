import type { DuckDBConnection } from '@duckdb/node-api';
import { FLAT_SCHEMA, type FlatView } from '../models/read-flat-views.js';
import { sqlFault } from './sql-fault.js';

/**
 * Creates the views of `sql/flat`.
 *
 * @throws {Fault} SQL_FAILED
 */
export async function makeFlatViews(
  connection: DuckDBConnection,
  views: readonly FlatView[],
): Promise<void> {
  await connection.run(`create schema ${FLAT_SCHEMA}`);
  for (const { name, file, sql } of views) {
    // In a view, DuckDB takes `lyzer` for the database and looks for the table beside the view.
    const inMain = sql.replaceAll(/\blyzer\./g, 'main.');
    try {
      await connection.run(`create view ${FLAT_SCHEMA}.${name} as\n${inMain}`);
    } catch (error) {
      throw sqlFault(file, inMain, error, 1);
    }
  }
}
