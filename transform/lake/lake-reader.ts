import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { causeText } from '../../fault/fault.js';
import { damagedLake, LAKE_DATABASE, type Lake } from './lake.js';

/** What one reader of a lake may use. */
export type ReaderLimits = {
  /** In DuckDB's words, like `900MB`. */
  readonly memory: string;
  /** Where what does not fit goes meanwhile; nowhere when empty. */
  readonly spillFolder: string;
  /** One per core unless given. */
  readonly threads?: number;
};

/**
 * Lends `work` a connection to a lake's DuckDB file, on which nothing but reading that file is
 * possible; an abort ends the statement that runs.
 *
 * @throws {Fault} LAKE_DAMAGED when there is no such file, or DuckDB can't read it
 */
export async function withLakeReader<Result>(
  lake: Lake,
  signal: AbortSignal,
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const file = join(lake.folder, LAKE_DATABASE);
  const spillFolder = join(tmpdir(), `lyzer-query-${process.pid}`);
  const instance = await openReader(file, { memory: '900MB', spillFolder }).catch(async (error) => {
    throw await damagedLake(`cannot open '${file}' (${causeText(error)})`, lake.folder);
  });
  return withReader(instance, async (connection) => {
    const interrupt = () => connection.interrupt();
    signal.addEventListener('abort', interrupt);
    try {
      return await work(connection);
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
  });
}

/** Opens a DuckDB file read-only: no other file or address can be reached from it. */
export function openReader(file: string, limits: ReaderLimits): Promise<DuckDBInstance> {
  return DuckDBInstance.create(file, {
    access_mode: 'READ_ONLY',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: limits.memory,
    ...(limits.threads === undefined ? {} : { threads: String(limits.threads) }),
    temp_directory: limits.spillFolder,
    // After the folder: from here on, DuckDB refuses to be told of another.
    enable_external_access: 'false',
  });
}

/** Lends `work` the one connection to what openReader opened, without settings to change, and closes both. */
export async function withReader<Result>(
  instance: DuckDBInstance,
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
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
