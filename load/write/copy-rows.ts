import { createReadStream, createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeFault } from '../../disk/write-whole.js';
import { identifiers } from '../../transform/lake/identifier.js';
import { inSeasons } from '../compare/checksums.js';
import { postgresText } from '../compare/row-text.js';
import type { Session } from '../postgres/with-transaction.js';
import { type TargetTable, tableRef } from '../schema/target-tables.js';

/** Fewer, larger pieces: measured faster than the default of 64 KiB. */
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
  // Rows that nobody can have seen as missing may come in as old ones: no vacuum rewrites them.
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
    // written, and never hears that the COPY is done: only a read lets it go on.
    source._read(0);
  } catch (error) {
    // When the connection is lost, it reads from a socket that is null; a query tells of the loss.
    if (error instanceof TypeError) await sql`select 1`;
    throw error;
  }
}

type CopyQuery = { writable(): Promise<Writable> };

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
