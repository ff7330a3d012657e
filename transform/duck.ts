import { availableParallelism } from 'node:os';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** How one DuckDB may use the machine. */
export type DuckLimits = {
  readonly threads?: number | undefined;
  /** Where to spill what does not fit into memory. */
  readonly spillFolder?: string;
};

/** More of them than this only cost memory. */
const MOST_THREADS = 8;

/** All of the seed needs a third of this; more laps spill to disk. */
const MEMORY_LIMIT = '900MB';

/** Connections to one DuckDB, for as many statements at a time. */
export type Connections = readonly [DuckDBConnection, DuckDBConnection, DuckDBConnection];

/** Opens a DuckDB file (or `:memory:`), lends three connections to `work`, and always closes all. */
export async function withDuck<Result>(
  path: string,
  limits: DuckLimits,
  work: (connections: Connections) => Promise<Result>,
): Promise<Result> {
  const instance = await DuckDBInstance.create(path, {
    // What is needed is built in; nothing may be fetched from the network.
    autoinstall_known_extensions: 'false',
    memory_limit: MEMORY_LIMIT,
    // Reads of many files are a third faster; what must have an order has an `order by`.
    preserve_insertion_order: 'false',
    threads: String(limits.threads ?? Math.min(availableParallelism(), MOST_THREADS)),
    ...(limits.spillFolder === undefined ? {} : { temp_directory: limits.spillFolder }),
  });
  const connections: DuckDBConnection[] = [];
  try {
    const connect = async () => {
      const connection = await instance.connect();
      connections.push(connection);
      await connection.run("set timezone = 'UTC'");
      return connection;
    };
    return await work([await connect(), await connect(), await connect()]);
  } finally {
    for (const connection of connections) connection.closeSync();
    instance.closeSync();
  }
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
