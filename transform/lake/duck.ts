import { availableParallelism } from 'node:os';
import { parse } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { identifier } from './identifier.js';

/** How one DuckDB may use the machine. */
export type DuckLimits = {
  readonly threads?: number | undefined;
  /** In DuckDB's words; 900MB unless given. */
  readonly memory?: string;
  /** Where to spill what does not fit into memory. */
  readonly spillFolder?: string;
  /** Whether rows come as they lie in their files, also without an `order by`. */
  readonly keepsOrder?: boolean;
};

/** More of them than this only cost memory. */
const MOST_THREADS = 8;

/** All of the seed needs a third of this; more laps spill to disk. */
const MEMORY_LIMIT = '900MB';

const INTERRUPT_EVERY_MS = 20;

/** Connections to one DuckDB, for as many statements at a time. */
export type Connections = readonly [DuckDBConnection, DuckDBConnection, DuckDBConnection];

/** Opens a DuckDB in memory, in which it is UTC. */
export async function openDuck(limits: DuckLimits): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', {
    // What is needed is built in; nothing may be fetched from the network.
    autoinstall_known_extensions: 'false',
    memory_limit: limits.memory ?? MEMORY_LIMIT,
    // Without it, reads of many files are a third faster.
    preserve_insertion_order: String(limits.keepsOrder ?? false),
    // Each table would be written twice, into the log and at a checkpoint that a full log brings.
    wal_autocheckpoint: '1TB',
    threads: String(limits.threads ?? Math.min(availableParallelism(), MOST_THREADS)),
    ...(limits.spillFolder === undefined ? {} : { temp_directory: limits.spillFolder }),
  });
  const connection = await instance.connect();
  await connection.run("set global timezone = 'UTC'");
  connection.closeSync();
  return instance;
}

/**
 * Opens a DuckDB file (or `:memory:`), lends three connections to `work`, and always closes all.
 * A file keeps no log: what was written is in it after a checkpoint, the last of them at the close.
 */
export async function withDuck<Result>(
  path: string,
  limits: DuckLimits,
  work: (connections: Connections) => Promise<Result>,
): Promise<Result> {
  const instance = await openDuck(limits);
  const connections: DuckDBConnection[] = [];
  try {
    const { name } = parse(path);
    const connect = async () => {
      const connection = await instance.connect();
      connections.push(connection);
      if (path === ':memory:') return connection;
      const attach = `attach if not exists ${literal(path)} as ${identifier(name)}`;
      await connection.run(`${attach} (recovery_mode no_wal_writes)`);
      await connection.run(`use ${identifier(name)}`);
      return connection;
    };
    return await work([await connect(), await connect(), await connect()]);
  } finally {
    await Promise.all(connections.map(endStatements));
    for (const connection of connections) connection.closeSync();
    instance.closeSync();
  }
}

/**
 * Ends what a connection still runs after work elsewhere failed. DuckDB deadlocks when a connection
 * is closed whose statement has not ended: the process would never end.
 */
async function endStatements(connection: DuckDBConnection): Promise<void> {
  // It waits for the one before, which may not have begun yet: only then it can be interrupted.
  const last = connection.run('select 1').catch(() => {});
  const interrupting = setInterval(() => connection.interrupt(), INTERRUPT_EVERY_MS);
  connection.interrupt();
  await last.finally(() => clearInterval(interrupting));
}

/** A string as a SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The rows of a query as plain objects; numbers of 64 bits and more as strings. */
export async function queryRows(
  connection: DuckDBConnection,
  sql: string,
): Promise<Record<string, unknown>[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjectsJson();
}
