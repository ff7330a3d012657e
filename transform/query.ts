import {
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  type DuckDBType,
  type DuckDBValue,
  StatementType,
} from '@duckdb/node-api';
import type { DataFolder } from '../command/data-folder.js';
import { EXIT, Fault } from '../command/fault.js';
import { readLake } from './lake.js';
import { withLakeReader } from './lake-reader.js';
import { sqlFault } from './sql-fault.js';

/** What to ask, and of which lake. */
export type QueryOptions = {
  readonly data: DataFolder;
  /** One SELECT, or another statement that only reads: DESCRIBE, SUMMARIZE, EXPLAIN, SHOW. */
  readonly sql: string;
  /** Of whose lake; the current one unless given. */
  readonly snapshot?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type QueryColumn = { readonly name: string; readonly type: DuckDBType };

/** What a query brings: the rows come in batches, as they are asked for. */
export type QueryAnswer = {
  readonly columns: readonly QueryColumn[];
  readonly batches: AsyncIterable<readonly (readonly DuckDBValue[])[]>;
};

/**
 * Runs one query on a lake's DuckDB file, which it can only read, and lends `work` the answer.
 * Rows are streamed: however many they are, memory stays as it is.
 *
 * @throws {Fault} LAKE_EMPTY, LAKE_DAMAGED, SQL_FAILED, QUERY_EMPTY, QUERY_NOT_READING,
 *   QUERY_PARAMETERS
 */
export async function query<Result>(
  { data, sql, snapshot, signal = new AbortController().signal }: QueryOptions,
  work: (answer: QueryAnswer) => Promise<Result>,
): Promise<Result> {
  const lake = await readLake(data.lake, snapshot);
  return withLakeReader(lake, signal, async (connection) => {
    signal.throwIfAborted();
    const result = await begin(connection, sql, signal);
    const types = result.columnTypes();
    const columns = result.columnNames().map((name, at) => columnOf(name, types[at]));
    return work({ columns, batches: batchesOf(result, sql, signal) });
  });
}

async function begin(
  connection: DuckDBConnection,
  sql: string,
  signal: AbortSignal,
): Promise<DuckDBResult> {
  const statement = await prepare(connection, sql, signal);
  refuseOthers(statement);
  return told(sql, signal, () => statement.stream());
}

async function prepare(connection: DuckDBConnection, sql: string, signal: AbortSignal) {
  if (isEmpty(sql)) {
    throw new Fault('QUERY_EMPTY', 'no SQL was given, one SELECT was expected', EXIT.usage);
  }
  return told(sql, signal, () => connection.prepare(sql));
}

function refuseOthers({ statementType, parameterCount }: DuckDBPreparedStatement) {
  if (![StatementType.SELECT, StatementType.EXPLAIN].includes(statementType)) {
    const what = StatementType[statementType]?.replaceAll('_', ' ') ?? 'another statement';
    throw new Fault(
      'QUERY_NOT_READING',
      `a lake can only be read, but this is ${what}; give one SELECT`,
      EXIT.usage,
    );
  }
  if (parameterCount === 0) return;
  const what = `the SQL has ${parameterCount} parameters ('$1', '?')`;
  throw new Fault('QUERY_PARAMETERS', `${what}; write their values into it`, EXIT.usage);
}

async function* batchesOf(result: DuckDBResult, sql: string, signal: AbortSignal) {
  const batches = result.yieldRows();
  for (;;) {
    signal.throwIfAborted();
    const next = await told(sql, signal, () => batches.next());
    if (next.done) return;
    yield next.value;
  }
}

/** Lets DuckDB work; what it refuses is told as a fault of the SQL. */
async function told<Result>(
  sql: string,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw sqlFault('query', sql, error, 0, 'correct the query');
  }
}

function columnOf(name: string, type: DuckDBType | undefined): QueryColumn {
  if (type === undefined) throw new Error(`column '${name}' has no type`);
  return { name, type };
}

/** Whether SQL holds nothing but blanks, comments and semicolons. */
function isEmpty(sql: string): boolean {
  return /^[\s;]*$/.test(sql.replace(/--.*|\/\*[\s\S]*?\*\//g, ''));
}
