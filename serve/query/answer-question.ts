import type { DuckDBConnection } from '@duckdb/node-api';
import { Fault } from '../../fault/fault.js';
import { openReader, withReader } from '../../transform/lake/lake-reader.js';
import { answerSql, type QueryAnswer } from '../../transform/lake/query.js';
import { print } from '../../transform/lake/query-output.js';
import { httpFault } from '../access/http-fault.js';
import { MOST_BYTES, MOST_ROWS, type Question } from './question.js';

/** DuckDB counts most of its memory against this, not all: the process has its own limit. */
const LIMITS = { memory: '256MB', threads: 1 };

/** Never aborted: a query is stopped by killing its process. */
const NEVER = new AbortController().signal;

/**
 * Answers one question. The process must do nothing else and end afterwards: a SELECT may change
 * DuckDB's settings (`from enable_logging()`), and DuckDB's memory has no sure limit.
 *
 * @param seal called after all files are open, before any SQL runs
 * @throws {Fault} QUERY_EMPTY, QUERY_NOT_READING, QUERY_PARAMETERS, SQL_FAILED, QUERY_TOO_LARGE
 */
export async function answerQuestion(
  { file, sql, format }: Question,
  seal: () => void,
): Promise<string> {
  const instance = await openReader(file, LIMITS);
  seal();
  try {
    return await withReader(instance, (connection) => answer(connection, sql, format));
  } catch (error) {
    if (error instanceof Fault && isOfMemory(error.cause)) {
      throw tooLarge('more memory than there is for a query');
    }
    throw error;
  }
}

async function answer(connection: DuckDBConnection, sql: string, format: Question['format']) {
  const { columns, batches } = await answerSql(connection, sql, NEVER);
  const form = format === 'json' ? 'object' : 'csv';
  const parts: string[] = [];
  let bytes = 0;
  for await (const part of print({ columns, batches: fewOf(batches) }, form)) {
    bytes += Buffer.byteLength(part);
    if (bytes > MOST_BYTES) throw tooLarge(`more than ${MOST_BYTES / 2 ** 20} MB`);
    parts.push(part);
  }
  return parts.join('');
}

async function* fewOf(batches: QueryAnswer['batches']) {
  let rows = 0;
  for await (const batch of batches) {
    rows += batch.length;
    if (rows > MOST_ROWS) throw tooLarge(`more than ${MOST_ROWS.toLocaleString('en')} rows`);
    yield batch;
  }
}

function isOfMemory(cause: unknown): boolean {
  if (cause instanceof RangeError) return true;
  return cause instanceof Error && /Out of Memory|bad.alloc/i.test(cause.message);
}

function tooLarge(what: string) {
  return httpFault('QUERY_TOO_LARGE', `the answer takes ${what}; ask for less, or in parts`);
}
