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
 * Makes the layers' schemas and the macros, those first that others call.
 *
 * @param stepsApart whether the layers that are not published lie in databases of their own, in
 *   memory: a file never shrinks again, and what no one will read needs no compression
 */
export async function prepareDatabase(
  connection: DuckDBConnection,
  functions: readonly SqlFunction[],
  stepsApart = false,
): Promise<void> {
  const [database] = await queryRows(connection, 'select current_database() as name');
  for (const layer of Object.keys(LAYERS) as Layer[]) {
    const schema = LAYERS[layer];
    // See LAKE_DATABASE: there, the name of the database stands for its main schema.
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

/** Gives SQL its file lists; see archive-variables.ts. */
export async function setVariables(
  connection: DuckDBConnection,
  variables: Readonly<Record<string, string | readonly string[]>>,
): Promise<void> {
  for (const [name, value] of Object.entries(variables)) {
    const text = typeof value === 'string' ? literal(value) : `[${value.map(literal).join(', ')}]`;
    await connection.run(`set variable ${name} = ${text}`);
  }
}

/** A model becomes a table, or a view where that would only cost time. */
export type Materialization = 'table' | 'view';

/**
 * Tells which models become tables: those that are published, and others that are read
 * more than once. Writing what one model reads once costs twice what reading it does.
 * Steps that read metrics are tables always: a view in another database cannot name a
 * schema of this one.
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
 * Runs models, each as soon as those it reads are there, as many at a time as
 * there are connections.
 *
 * @param models in an order in which they can run, see orderModels
 * @param onMade may still change the model's table: those who read it wait for that
 * @param kinds what each becomes, to be given where these are but a part of all models
 * @throws {Fault} SQL_FAILED, MODEL_COLUMNS_DIFFER; no further model is begun then
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
  // Asking a view opens all its files again; the tests hold views against their yml.
  if (kind === 'table') checkColumns(model, await readColumns(connection, model));
}

/** Runs a file's SQL, behind a first line that ends in a line break, if any. */
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
