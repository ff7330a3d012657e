import { stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { literal, queryRows } from '../../transform/lake/duck.js';

/** A CSV file as COPY reads it: a null is an empty field, an empty text is `""`. */
export type CsvFile = { readonly path: string; readonly rows: number; readonly bytes: number };

/** Has DuckDB write a query's rows as CSV. */
export async function writeCsv(
  duck: DuckDBConnection,
  query: string,
  path: string,
): Promise<CsvFile> {
  const copied = await queryRows(
    duck,
    `copy (${query}) to ${literal(path)} (format csv, header false)`,
  );
  return { path, rows: Number(copied[0]?.Count), bytes: (await stat(path)).size };
}
