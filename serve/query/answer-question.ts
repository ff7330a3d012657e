import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from '@duckdb/node-api';
import { Fault } from '../../command/fault.js';
import { prepareSelect } from '../../transform/prepare-select.js';
import type { QueryAnswer } from '../../transform/query.js';
import { print } from '../../transform/query-output.js';
import { sqlFault } from '../../transform/sql-fault.js';
import { MOST_BYTES, MOST_ROWS, type Question } from './question.js';

/** DuckDB counts most of what it holds against it, not all: the process has a limit of its own. */
const MEMORY_LIMIT = '256MB';

/**
 * Answers one question, for a process that does nothing else and ends then: a SELECT may change
 * settings of its DuckDB (`from enable_logging()`), and what DuckDB allocates has no sure bound.
 *
 * @throws {Fault} QUERY_EMPTY, QUERY_NOT_READING, QUERY_PARAMETERS, SQL_FAILED, QUERY_TOO_LARGE
 */
export async function answerQuestion({ file, sql, format }: Question): Promise<string> {
  return withReader(file, (connection) => answer(connection, sql, format));
}

async function answer(connection: DuckDBConnection, sql: string, format: Question['format']) {
  const result = await told(sql, async () => (await prepareSelect(connection, sql)).stream());
  const form = format === 'json' ? 'object' : 'csv';
  const parts: string[] = [];
  let bytes = 0;
  for await (const part of print(answerOf(result, sql), form)) {
    bytes += Buffer.byteLength(part);
    if (bytes > MOST_BYTES) throw tooLarge(`more than ${MOST_BYTES / 2 ** 20} MB`);
    parts.push(part);
  }
  return parts.join('');
}

async function withReader(
  file: string,
  work: (connection: DuckDBConnection) => Promise<string>,
): Promise<string> {
  const instance = await DuckDBInstance.create(file, {
    access_mode: 'READ_ONLY',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: MEMORY_LIMIT,
    threads: '1',
    // Without a folder nothing is spilled to disk.
    temp_directory: '',
    // After the folder: from here on, DuckDB refuses to be told of another.
    enable_external_access: 'false',
  });
  const connection = await instance.connect();
  try {
    await connection.run("set timezone = 'UTC'");
    await connection.run('set lock_configuration = true');
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function* batchesOf(result: DuckDBResult, sql: string) {
  const batches = result.yieldRows();
  let rows = 0;
  for (;;) {
    const next = await told(sql, () => batches.next());
    if (next.done) return;
    rows += next.value.length;
    if (rows > MOST_ROWS) throw tooLarge(`more than ${MOST_ROWS.toLocaleString('en')} rows`);
    yield next.value;
  }
}

function answerOf(result: DuckDBResult, sql: string): QueryAnswer {
  const types = result.columnTypes();
  const columns = result.columnNames().flatMap((name, at) => {
    const type = types[at];
    return type === undefined ? [] : [{ name, type }];
  });
  return { columns, batches: batchesOf(result, sql) };
}

/** Lets DuckDB work; what it refuses is told as a fault of the SQL. */
async function told<Result>(sql: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault) throw error;
    const message = error instanceof Error ? error.message : '';
    if (error instanceof RangeError || /Out of Memory|bad.alloc/i.test(message)) {
      throw tooLarge('more memory than there is for a query');
    }
    throw sqlFault('query', sql, error, 0, 'correct the query');
  }
}

function tooLarge(what: string) {
  return new Fault('QUERY_TOO_LARGE', `the answer takes ${what}; ask for less, or in parts`);
}
