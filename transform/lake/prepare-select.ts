import {
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  StatementType,
} from '@duckdb/node-api';
import { z } from 'zod';
import { transformFault } from '../faults.js';

const parsedSchema = z.object({
  error: z.boolean(),
  error_type: z.string().optional(),
  statements: z.array(z.unknown()).default([]),
});

/**
 * Prepares SQL that can only read: one SELECT, or what DuckDB makes one of (`from race`,
 * `describe`, `summarize`, `show tables`), or EXPLAIN of one.
 *
 * @throws {Fault} QUERY_EMPTY, QUERY_NOT_READING, QUERY_PARAMETERS
 * @throws {Error} DuckDB's own, where it does not understand the SQL
 */
export async function prepareSelect(
  connection: DuckDBConnection,
  sql: string,
): Promise<DuckDBPreparedStatement> {
  await refuseOthers(connection, sql);
  const statement = await connection.prepare(sql);
  if (![StatementType.SELECT, StatementType.EXPLAIN].includes(statement.statementType)) {
    throw notReading();
  }
  if (statement.parameterCount === 0) return statement;
  const what = `the SQL has ${statement.parameterCount} parameters ('$1', '?')`;
  throw transformFault('QUERY_PARAMETERS', `${what}; write their values into it`);
}

/**
 * Asks DuckDB's parser before anything is prepared: it serializes nothing but SELECT. A PRAGMA is
 * carried out while it is prepared, and EXPLAIN ANALYZE runs a COPY, which may overwrite the one
 * file that can be reached, the lake's.
 */
async function refuseOthers(connection: DuckDBConnection, sql: string) {
  const explained = sql.replace(/^\s*explain(\s+analyze)?\s/i, '');
  const query = 'select json_serialize_sql($1::varchar)';
  const reader = await connection.runAndReadAll(query, [explained]);
  const parsed = parsedSchema.parse(JSON.parse(String(reader.getRows()[0]?.[0])));
  // What the parser does not understand is told with its place when it is prepared.
  if (parsed.error && parsed.error_type === 'parser') return;
  const { length } = parsed.statements;
  if (!parsed.error && length === 0) {
    throw transformFault('QUERY_EMPTY', 'no SQL was given, one SELECT was expected');
  }
  if (parsed.error || length > 1) throw notReading();
}

function notReading() {
  return transformFault('QUERY_NOT_READING', 'a lake can only be read; give one SELECT');
}
