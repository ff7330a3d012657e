import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Task } from '../command/progress.js';
import { writeFault } from '../command/write-whole.js';
import { readColumns } from './check-columns.js';
import { type DuckPair, literal, queryRows, withDuck } from './duck.js';
import { LAKE_DATABASE, type LakeTable } from './lake.js';
import { type Model, PUBLISHED_LAYERS, tableName } from './model-file.js';
import { type OrderedModel, orderModels } from './order-models.js';
import {
  dropViews,
  prepareDatabase,
  runModels,
  type SqlFunction,
  setVariables,
} from './run-models.js';

/** What one build of a lake runs, on what, and how. */
export type LakeBuild = {
  readonly models: readonly Model[];
  readonly functions: readonly SqlFunction[];
  /** Makes the variables, given the path of an empty file that may stand in for a list. */
  readonly variables: (emptyFile: string) => Record<string, string | string[]>;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Runs all models and writes `lyzer.duckdb` and a Parquet file per published table into `folder`.
 *
 * @returns the published tables, by name
 */
export async function writeLake(
  folder: string,
  build: LakeBuild,
  task: Task,
): Promise<LakeTable[]> {
  const spillFolder = join(folder, 'spill');
  const emptyFile = join(folder, 'empty.ndjson');
  await writeFile(emptyFile, '');
  const limits = { threads: build.threads, spillFolder };
  const tables = await withDuck(join(folder, LAKE_DATABASE), limits, async (connections) => {
    const interrupt = () => {
      for (const connection of connections) connection.interrupt();
    };
    build.signal?.addEventListener('abort', interrupt);
    try {
      return await fillDatabase(connections, folder, build, emptyFile, task);
    } finally {
      build.signal?.removeEventListener('abort', interrupt);
    }
  });
  await rm(emptyFile);
  await rm(spillFolder, { recursive: true, force: true });
  return tables;
}

async function fillDatabase(
  connections: DuckPair,
  folder: string,
  build: LakeBuild,
  emptyFile: string,
  task: Task,
): Promise<LakeTable[]> {
  const [first, second] = connections;
  await prepareDatabase(first, build.functions);
  const variables = build.variables(emptyFile);
  for (const connection of connections) await setVariables(connection, variables);
  const ordered = await orderModels(build.models, first);
  await runModels(connections, ordered, (model) => {
    build.signal?.throwIfAborted();
    task.step();
    task.say(tableName(model));
  });
  await dropViews(first, ordered);
  const published = ordered.filter(({ layer }) => PUBLISHED_LAYERS.includes(layer));
  // A checkpoint keeps one core busy, so the other may write Parquet.
  const [tables] = await Promise.all([
    writeParquetFiles(second, folder, published),
    first.run('checkpoint'),
  ]);
  return tables.sort((a, b) => (tableName(a) < tableName(b) ? -1 : 1));
}

async function writeParquetFiles(
  connection: DuckDBConnection,
  folder: string,
  models: readonly OrderedModel[],
): Promise<LakeTable[]> {
  // Rows go into the files in the order that the tables have.
  await connection.run('set preserve_insertion_order = true');
  const tables: LakeTable[] = [];
  for (const model of models) {
    await mkdir(join(folder, model.schema), { recursive: true });
    tables.push(await writeParquet(connection, folder, model));
  }
  return tables;
}

async function writeParquet(
  connection: DuckDBConnection,
  folder: string,
  model: OrderedModel,
): Promise<LakeTable> {
  const file = `${model.schema}/${model.name}.parquet`;
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
  const columns = await readColumns(connection, model);
  return { schema: model.schema, name: model.name, rows, file, columns };
}
