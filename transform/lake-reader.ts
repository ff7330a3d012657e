import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { causeText, Fault } from '../command/fault.js';
import { LAKE_DATABASE, type Lake } from './lake.js';

/** What does not fit goes to disk meanwhile. */
const MEMORY_LIMIT = '900MB';

/**
 * Lends `work` a connection to a lake's DuckDB file, on which nothing but reading that file is
 * possible: it is opened read-only, no other file or address can be reached, and no setting
 * changed. An abort ends the statement that runs.
 *
 * @throws {Fault} LAKE_DAMAGED when there is no such file, or DuckDB can't read it
 */
export async function withLakeReader<Result>(
  lake: Lake,
  signal: AbortSignal,
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const instance = await openReadOnly(join(lake.folder, LAKE_DATABASE));
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal.addEventListener('abort', interrupt);
  try {
    await connection.run("set timezone = 'UTC'");
    await connection.run('set lock_configuration = true');
    return await work(connection);
  } finally {
    signal.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
  }
}

async function openReadOnly(file: string): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(file, {
      access_mode: 'READ_ONLY',
      autoinstall_known_extensions: 'false',
      memory_limit: MEMORY_LIMIT,
      temp_directory: join(tmpdir(), `lyzer-query-${process.pid}`),
      // After the folder: from here on, DuckDB refuses to be told of another.
      enable_external_access: 'false',
    });
  } catch (error) {
    const remedy = "run 'npm run transform' to make it anew";
    throw new Fault('LAKE_DAMAGED', `cannot open '${file}' (${causeText(error)}); ${remedy}`);
  }
}
