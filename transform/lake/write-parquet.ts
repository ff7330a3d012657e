import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { writeFault } from '../../disk/write-whole.js';
import { readColumns } from '../models/check-columns.js';
import { type Model, tableName } from '../models/model-file.js';
import { literal, queryRows } from './duck.js';
import type { LakeTable } from './lake.js';

/**
 * Writes each table into a Parquet file, `<schema>/<table>.parquet`, in the order of its rows.
 *
 * @returns the tables, by name
 * @throws {Fault} WRITE_FAILED
 */
export async function writeParquetFiles(
  connection: DuckDBConnection,
  folder: string,
  models: readonly Model[],
): Promise<LakeTable[]> {
  await connection.run('set preserve_insertion_order = true');
  const tables: LakeTable[] = [];
  for (const model of models) {
    await mkdir(join(folder, model.schema), { recursive: true });
    tables.push(await writeParquet(connection, folder, model));
  }
  return tables.sort((a, b) => (tableName(a) < tableName(b) ? -1 : 1));
}

async function writeParquet(
  connection: DuckDBConnection,
  folder: string,
  model: Model,
): Promise<LakeTable> {
  const { schema, name } = model;
  const file = `${schema}/${name}.parquet`;
  const path = join(folder, file);
  let rows: number;
  try {
    const copied = await queryRows(
      connection,
      `copy ${tableName(model)} to ${literal(path)} (format parquet, compression zstd)`,
    );
    rows = Number(copied[0]?.Count);
  } catch (error) {
    throw writeFault(path, error);
  }
  const checksum = await checksumOf(connection, model);
  return { schema, name, rows, file, columns: await readColumns(connection, model), checksum };
}

/**
 * One number for all rows of a table and their order, which any number of threads reckons
 * alike: exclusive or, over the rows, of DuckDB's hash of each with its place.
 */
async function checksumOf(connection: DuckDBConnection, model: Model): Promise<string> {
  const [row] = await queryRows(
    connection,
    `select printf('%016x', coalesce(bit_xor(hash(place, made)), 0)) as sum
     from (select row_number() over () as place, made from ${tableName(model)} as made)`,
  );
  return String(row?.sum);
}
