import {
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  StatementType,
} from '@duckdb/node-api';
import { z } from 'zod';
import { transformFault } from '../faults.js';
import { sqlFaultAt } from './sql-fault.js';

const parsedSchema = z.discriminatedUnion('error', [
  z.object({ error: z.literal(false), statements: z.array(z.unknown()) }),
  z.object({
    error: z.literal(true),
    error_type: z.string(),
    error_message: z.string(),
    position: z.coerce.number().default(0),
  }),
]);

/** EXPLAIN without the statement that it explains. */
const EXPLAIN = /^\s*explain\b(\s+analyze\b)?(\s*\(\s*(analyze|format)\b[\w\s,]*\))?/i;

/**
 * Prepares SQL that can only read: one SELECT, or what DuckDB makes one of (`from race`,
 * `describe`, `summarize`, `show tables`, `pivot`), or EXPLAIN of one. All else is refused.
 *
 * @throws {Fault} QUERY_EMPTY, QUERY_NOT_READING, QUERY_PARAMETERS, SQL_FAILED
 * @throws {Error} DuckDB's own, where a name in the SQL is unknown
 */
export async function prepareSelect(
  connection: DuckDBConnection,
  sql: string,
): Promise<DuckDBPreparedStatement> {
  // A PRAGMA acts while it is prepared, and EXPLAIN ANALYZE runs what it explains: ask the parser
  // first, which serializes nothing but SELECT.
  const [explain = ''] = EXPLAIN.exec(sql) ?? [];
  const parsed = await parse(connection, sql.slice(explain.length));
  if (parsed.error) {
    if (parsed.error_type === 'parser') {
      const place = explain.length + parsed.position;
      const what = `Parser Error: ${parsed.error_message}`;
      throw sqlFaultAt('query', sql, what, place, 'correct the query');
    }
    if (explain || !(await isInParentheses(connection, sql))) throw notReading();
    return preparePivot(connection, sql);
  }
  if (parsed.statements.length === 0) {
    throw transformFault('QUERY_EMPTY', 'no SQL was given, one SELECT was expected');
  }
  if (parsed.statements.length > 1) throw notReading();
  const statement = await connection.prepare(sql);
  return refuseOthers(statement, explain ? StatementType.EXPLAIN : StatementType.SELECT);
}

/**
 * Whether the SQL, which the parser understands, is understood in parentheses too. Nothing but
 * one SELECT is: no `;` and no other statement may be inside of parentheses.
 */
async function isInParentheses(connection: DuckDBConnection, sql: string): Promise<boolean> {
  const parsed = await parse(connection, `from (\n${sql.replace(/[\s;]+$/, '')}\n)`);
  return !parsed.error || parsed.error_type !== 'parser';
}

/**
 * The parser makes more statements of a PIVOT without a list of values: first temporary types of
 * the values, then the SELECT, which can be prepared only when the types are there.
 */
async function preparePivot(
  connection: DuckDBConnection,
  sql: string,
): Promise<DuckDBPreparedStatement> {
  const statements = await connection.extractStatements(sql);
  const last = statements.count - 1;
  for (let index = 0; index < last; index += 1) {
    const type = refuseOthers(await statements.prepare(index), StatementType.CREATE);
    await type.run();
  }
  return refuseOthers(await statements.prepare(last), StatementType.SELECT);
}

async function parse(connection: DuckDBConnection, sql: string) {
  const query = 'select json_serialize_sql($1::varchar)';
  const reader = await connection.runAndReadAll(query, [sql]);
  return parsedSchema.parse(JSON.parse(String(reader.getRows()[0]?.[0])));
}

function refuseOthers(statement: DuckDBPreparedStatement, type: StatementType) {
  if (statement.statementType !== type) throw notReading();
  if (statement.parameterCount === 0) return statement;
  const what = `the SQL has ${statement.parameterCount} parameters ('$1', '?')`;
  throw transformFault('QUERY_PARAMETERS', `${what}; write their values into it`);
}

function notReading() {
  return transformFault('QUERY_NOT_READING', 'a lake can only be read; give one SELECT');
}
