import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { writeFault } from '../../disk/write-whole.js';
import { causeText } from '../../fault/fault.js';
import { literal, openDuck } from '../lake/duck.js';
import { damagedLake, type Lake, type LakeTable } from '../lake/lake.js';

/**
 * Lends `work` a DuckDB that reads the lake's Parquet files, their rows in the order in which they
 * lie there.
 *
 * @param work `rowsOf` gives the SQL of a table's rows
 * @throws {Fault} LAKE_DAMAGED, WRITE_FAILED
 */
export async function withRows(
  lake: Lake,
  signal: AbortSignal,
  work: (connection: DuckDBConnection, rowsOf: (table: LakeTable) => string) => Promise<void>,
): Promise<void> {
  const instance = await openDuck({ keepsOrder: true });
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal.addEventListener('abort', interrupt);
  try {
    signal.throwIfAborted();
    await work(connection, ({ file }) => `read_parquet(${literal(join(lake.folder, file))})`);
    signal.throwIfAborted();
  } catch (error) {
    signal.throwIfAborted();
    const why = causeText(error);
    if (/no space left|could not write|permission denied/i.test(why)) {
      throw writeFault('the export', error);
    }
    if (/parquet|no files found/i.test(why)) {
      throw await damagedLake(`cannot read a Parquet file (${why})`, lake.folder);
    }
    throw error;
  } finally {
    signal.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
  }
}
