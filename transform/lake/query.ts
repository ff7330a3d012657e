import type { DuckDBConnection, DuckDBResult, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { DataFolder } from '../../disk/data-folder.js';
import { Fault } from '../../fault/fault.js';
import { readLake } from './lake.js';
import { withLakeReader } from './lake-reader.js';
import { prepareSelect } from './prepare-select.js';
import { sqlFault } from './sql-fault.js';

/** What to ask, and of which lake. */
export type QueryOptions = {
  readonly data: DataFolder;
  /** One SELECT, or another statement that only reads; see prepareSelect. */
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
    return work(await answerSql(connection, sql, signal));
  });
}

/**
 * Runs one query on a connection; its rows are read as they are asked for.
 *
 * @throws {Fault} SQL_FAILED and SQL_IO_FAILED with DuckDB's error as cause; as prepareSelect does
 */
export async function answerSql(
  connection: DuckDBConnection,
  sql: string,
  signal: AbortSignal,
): Promise<QueryAnswer> {
  const result = await withSqlFault(sql, signal, async () =>
    (await prepareSelect(connection, sql)).stream(),
  );
  const types = result.columnTypes();
  const columns = result.columnNames().map((name, at) => columnOf(name, types[at]));
  return { columns, batches: batchesOf(result, sql, signal) };
}

async function* batchesOf(result: DuckDBResult, sql: string, signal: AbortSignal) {
  const batches = result.yieldRows();
  for (;;) {
    signal.throwIfAborted();
    const next = await withSqlFault(sql, signal, () => batches.next());
    if (next.done) return;
    yield next.value;
  }
}

/** Runs DuckDB's work; what it refuses becomes a fault of the SQL. */
async function withSqlFault<Result>(
  sql: string,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Fault) throw error;
    throw sqlFault('query', sql, error, 0, 'correct the query');
  }
}

function columnOf(name: string, type: DuckDBType | undefined): QueryColumn {
  if (type === undefined) throw new Error(`column '${name}' has no type`);
  return { name, type };
}
