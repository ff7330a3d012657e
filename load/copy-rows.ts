import { createReadStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Sql } from './target/with-target.js';
import type { TargetTable } from './target-tables.js';
import { fullName } from './target-tables.js';

/** Fewer, larger pieces: measured faster than the default of 64 KiB. */
const CHUNK_BYTES = 1024 * 1024;

/** The names of a table's columns, in the order in which CSV files hold them. */
export function columnNames(table: TargetTable): string[] {
  return table.columns.map(({ name }) => name);
}

/** Copies a CSV file into a table that this transaction made; no one sees it before. */
export async function copyIntoNew(sql: Sql, table: TargetTable, file: string, signal: AbortSignal) {
  // Rows that nobody can have seen as missing may come in as old ones: no vacuum rewrites them.
  const copy = sql`
    copy ${sql(fullName(table))} (${sql(columnNames(table))})
    from stdin (format csv, freeze true)`;
  await sendFile(copy, file, signal);
}

/** Copies a CSV file into a temporary table shaped like `table`, gone with the transaction. */
export async function copyIntoStage(
  sql: Sql,
  table: TargetTable,
  file: string,
  signal: AbortSignal,
) {
  const stage = sql(stageName(table));
  await sql`create temporary table ${stage} (like ${sql(fullName(table))}) on commit drop`;
  const copy = sql`copy ${stage} (${sql(columnNames(table))}) from stdin (format csv)`;
  await sendFile(copy, file, signal);
  await sql`analyze ${stage}`;
}

/** The temporary table that holds a table's new rows. */
export function stageName(table: TargetTable): string {
  return `pg_temp.stage_${table.oid}`;
}

type CopyQuery = { writable(): Promise<Writable> };

async function sendFile(copy: CopyQuery, file: string, signal: AbortSignal) {
  const failure = failureOf(copy);
  const sink = await copy.writable();
  const source = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  await Promise.race([pipeline(source, sink, { signal }), failure]);
}

// In npm postgres 3.4.9 the sink never ends when the server refuses the last bytes,
// or is gone then. The query is told, but nobody can await it: it gave the sink already.
function failureOf(copy: CopyQuery & { reject?: (error: unknown) => void }): Promise<never> {
  const failure = new Promise<never>((_, reject) => {
    const tellQuery = copy.reject;
    copy.reject = (error) => {
      tellQuery?.(error);
      reject(error);
    };
  });
  failure.catch(() => {});
  return failure;
}
