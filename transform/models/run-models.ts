import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import pLimit from 'p-limit';
import { orderByNeeds } from '../../command/order-by-needs.js';
import { transformFault } from '../faults.js';
import { literal, queryRows } from '../lake/duck.js';
import { sqlFault } from '../lake/sql-fault.js';
import { checkColumns, readColumns } from './check-columns.js';
import { LAYERS, type Layer, PUBLISHED_LAYERS, tableName } from './model-file.js';
import type { OrderedModel } from './order-models.js';

/** A macro of `sql/functions`. */
export type SqlFunction = { readonly name: string; readonly file: string; readonly sql: string };

/** Reads the macros, one per file. */
export async function readFunctions(sqlFolder: string): Promise<SqlFunction[]> {
  const folder = join(sqlFolder, 'functions');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.slice(0, -'.sql'.length),
      file: `sql/functions/${file}`,
      sql: await readFile(join(folder, file), 'utf8'),
    })),
  );
}

/**
 * Creates the layers' schemas and the macros. A macro comes after those that it calls.
 *
 * @param stepsApart whether unpublished layers get databases of their own in memory. A database
 *   file never shrinks, and its compression would be wasted on them.
 */
export async function prepareDatabase(
  connection: DuckDBConnection,
  functions: readonly SqlFunction[],
  stepsApart = false,
): Promise<void> {
  const [database] = await queryRows(connection, 'select current_database() as name');
  for (const layer of Object.keys(LAYERS) as Layer[]) {
    const schema = LAYERS[layer];
    // See LAKE_DATABASE: the database's name equals a layer's and stands for its main schema.
    if (schema === database?.name) continue;
    const isApart = stepsApart && !PUBLISHED_LAYERS.includes(layer);
    await connection.run(
      isApart ? `attach ':memory:' as ${schema}` : `create schema if not exists ${schema}`,
    );
  }
  const ordered = orderByNeeds(
    functions.map((made) => [made.name, made] as const),
    callsAny,
    (waiting) => {
      const names = [...waiting.keys()].join("', '");
      return transformFault(
        'FUNCTION_CYCLE',
        `functions '${names}' call each other; cut the circle`,
      );
    },
  );
  for (const { file, sql } of ordered) await runSql(connection, file, '', sql);
}

/** Sets the variables of archive-variables.ts. */
export async function setVariables(
  connection: DuckDBConnection,
  variables: Readonly<Record<string, string | readonly string[]>>,
): Promise<void> {
  for (const [name, value] of Object.entries(variables)) {
    const text = typeof value === 'string' ? literal(value) : `[${value.map(literal).join(', ')}]`;
    await connection.run(`set variable ${name} = ${text}`);
  }
}

/** What a model becomes. */
export type Materialization = 'table' | 'view';

/**
 * Decides which models become tables: published ones, and steps that are read more than once.
 * A table that is read only once costs twice as much as a view. Steps that read metrics are always
 * tables: a view in another database cannot name a schema of this one.
 */
export function materializations(models: readonly OrderedModel[]): Map<string, Materialization> {
  const readers = new Map<string, number>();
  for (const input of models.flatMap(({ inputs }) => inputs)) {
    readers.set(input, (readers.get(input) ?? 0) + 1);
  }
  return new Map(
    models.map((model) => {
      const name = tableName(model);
      const kept =
        PUBLISHED_LAYERS.includes(model.layer) ||
        model.inputs.some((input) => input.startsWith(`${LAYERS.metrics}.`)) ||
        (readers.get(name) ?? 0) > 1;
      return [name, kept ? 'table' : 'view'];
    }),
  );
}

/**
 * Runs models, each as soon as its inputs exist, and one at a time on each connection.
 *
 * @param models in an order in which they can run, see orderModels
 * @param onMade may change the model's new table; models that read it wait for that
 * @param kinds what each becomes; needed if these are only a part of all models
 * @throws {Fault} SQL_FAILED, MODEL_COLUMNS_DIFFER; no further model is started then
 */
export async function runModels(
  connections: readonly DuckDBConnection[],
  models: readonly OrderedModel[],
  onMade: (model: OrderedModel, connection: DuckDBConnection) => Promise<void> | void,
  kinds = materializations(models),
): Promise<void> {
  const limit = pLimit(connections.length);
  const free = [...connections];
  const runs = new Map<string, Promise<void>>();
  let failed = false;
  const run = async (model: OrderedModel) => {
    await Promise.all(model.inputs.map((input) => runs.get(input)));
    await limit(async () => {
      const connection = free.pop();
      if (failed || !connection) return;
      try {
        await runModel(connection, model, kinds.get(tableName(model)) ?? 'table');
        await onMade(model, connection);
      } catch (error) {
        failed = true;
        throw error;
      } finally {
        free.push(connection);
      }
    });
  };
  for (const model of models) runs.set(tableName(model), run(model));
  const outcomes = await Promise.allSettled(runs.values());
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function runModel(
  connection: DuckDBConnection,
  model: OrderedModel,
  kind: Materialization,
): Promise<void> {
  await runSql(connection, model.file, `create ${kind} ${tableName(model)} as\n`, model.sql);
  // Not views: reading a view's columns opens all its files again. Tests compare them instead.
  if (kind === 'table') checkColumns(model, await readColumns(connection, model));
}

/** Runs a file's SQL, after an optional first line that ends in a line break. */
async function runSql(
  connection: DuckDBConnection,
  file: string,
  lead: string,
  sql: string,
): Promise<void> {
  try {
    await connection.run(lead + sql);
  } catch (error) {
    throw sqlFault(file, sql, error, lead === '' ? 0 : 1);
  }
}

function callsAny(made: SqlFunction, others: ReadonlyMap<string, SqlFunction>): boolean {
  return [...others.keys()].some(
    (name) => name !== made.name && new RegExp(`\\b${name}\\(`).test(made.sql),
  );
}
