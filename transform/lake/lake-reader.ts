import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { causeText } from '../../fault/fault.js';
import { damagedLake, LAKE_DATABASE, type Lake } from './lake.js';

/** What one reader of a lake may use. */
export type ReaderLimits = {
  /** In DuckDB's words, like `900MB`; most of what the machine has unless given. */
  readonly memory?: string;
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
  const instance = await openReader(file).catch(async (error) => {
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

/** Opens a DuckDB file read-only: no file or address can be opened from it, no setting changed. */
export async function openReader(file: string, limits: ReaderLimits = {}): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(file, {
    access_mode: 'READ_ONLY',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: '',
    // Last: from here on, DuckDB takes no other folder.
    enable_external_access: 'false',
    ...(limits.memory !== undefined && { memory_limit: limits.memory }),
    ...(limits.threads !== undefined && { threads: String(limits.threads) }),
  });
  const connection = await instance.connect();
  await connection.run("set global timezone = 'UTC'");
  // `enable_external_access` leaves out the database itself: a COPY could overwrite it. Its file
  // is open by now; without a file system nothing else can be, and nothing can spill to disk.
  await connection.run("set disabled_filesystems = 'LocalFileSystem'");
  await connection.run('set lock_configuration = true');
  connection.closeSync();
  return instance;
}

/** Lends `work` a connection to what openReader opened, and closes both. */
export async function withReader<Result>(
  instance: DuckDBInstance,
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
