import { createReadStream, createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeFault } from '../../disk/write-whole.js';
import { identifiers } from '../../transform/lake/identifier.js';
import { inSeasons } from '../compare/checksums.js';
import { postgresText } from '../compare/row-text.js';
import type { Session } from '../postgres/with-transaction.js';
import { type TargetTable, tableRef } from '../schema/target-tables.js';

/** Measured faster than the default of 64 KiB. */
const CHUNK_BYTES = 1024 * 1024;

type CopyIn = {
  /** The table, as SQL names it. */
  readonly into: string;
  readonly columns: readonly string[];
  readonly file: string;
  /** Only for a table that this transaction made. */
  readonly freeze?: boolean;
};

/** Copies a CSV file into a table. */
export async function copyIn(
  { sql, signal }: Session,
  { into, columns, file, freeze = false }: CopyIn,
): Promise<void> {
  // No other session can see this table yet, so its rows may be frozen: no vacuum rewrites them.
  const options = freeze ? 'format csv, freeze true' : 'format csv';
  const copy = sql.unsafe(`copy ${into} (${identifiers(columns)}) from stdin (${options})`);
  const failure = failureOf(copy);
  const sink = await copy.writable();
  const source = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  await Promise.race([pipeline(source, sink, { signal }), failure]);
}

/** Copies what a table has of some seasons into a CSV file, every value as its text. */
export async function copyOut(
  { sql, signal }: Session,
  table: TargetTable,
  seasons: readonly (number | null)[],
  file: string,
): Promise<void> {
  const values = table.columns.map(postgresText).join(', ');
  const source = await sql
    .unsafe(
      `copy (
        select ${values} from ${tableRef(table)} where ${inSeasons(seasons)}
      ) to stdout (format csv)`,
    )
    .readable();
  const sink = createWriteStream(file).once('error', (error) => {
    source.destroy(writeFault(file, error));
  });
  try {
    await pipeline(source, sink, { signal });
    // npm postgres 3.4.9 leaves the socket paused when the last rows come faster than they are
    // written, and misses the end of the COPY: a read resumes it.
    source._read(0);
  } catch (error) {
    // After a lost connection the driver reads from a null socket; a query gives the real error.
    if (error instanceof TypeError) await sql`select 1`;
    throw error;
  }
}

type CopyQuery = { writable(): Promise<Writable> };

// In npm postgres 3.4.9 the sink never ends when the server refuses the last bytes or is gone.
// The query is rejected, but nobody can await it: it already resolved with the sink.
function failureOf(copy: CopyQuery & { reject?: (error: unknown) => void }): Promise<never> {
  const failure = new Promise<never>((_, reject) => {
    const rejectQuery = copy.reject;
    copy.reject = (error) => {
      rejectQuery?.(error);
      reject(error);
    };
  });
  failure.catch(() => {});
  return failure;
}
