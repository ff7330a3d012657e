import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { orderByNeeds } from '../../command/order-by-needs.js';
import type { Fault } from '../../fault/fault.js';
import { transformFault } from '../faults.js';
import { literal, queryRows } from '../lake/duck.js';
import { sqlFaultAt } from '../lake/sql-fault.js';
import { type Model, tableName } from './model-file.js';

const parsedSql = z.looseObject({
  error: z.boolean(),
  error_message: z.string().optional(),
  position: z.coerce.number().optional(),
});

/** A model with the tables that it reads. */
export type OrderedModel = Model & { readonly inputs: readonly string[] };

/**
 * Orders models so that each comes after its inputs, which are read from its syntax tree. Models
 * that could go in any order are sorted by name, so that the order is always the same.
 *
 * @throws {Fault} SQL_FAILED, MODEL_INPUT_UNKNOWN, MODEL_CYCLE
 */
export async function orderModels(
  models: readonly Model[],
  connection: DuckDBConnection,
): Promise<OrderedModel[]> {
  const withInputs = await readInputs(models, connection);
  const known = new Set(models.map(tableName));
  for (const { file, inputs } of withInputs) {
    const unknown = inputs.find((input) => !known.has(input));
    if (unknown === undefined) continue;
    const remedy = 'name a model with its schema, or write that model';
    throw transformFault(
      'MODEL_INPUT_UNKNOWN',
      `'${file}' reads '${unknown}', which is not a model; ${remedy}`,
    );
  }
  return sortByInputs(withInputs);
}

/** Sorts models by their inputs; see orderModels. */
export function sortByInputs(models: readonly OrderedModel[]): OrderedModel[] {
  const named = models.map((model) => [tableName(model), model] as const);
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  return orderByNeeds(
    named,
    ({ inputs }, waiting) => inputs.some((input) => waiting.has(input)),
    cycleFault,
  );
}

/** A table's model and all that it is made from, inputs first; `models` are in their order. */
export function modelsBehind(models: readonly OrderedModel[], table: string): OrderedModel[] {
  const needed = new Set([table]);
  for (const model of models.toReversed()) {
    if (needed.has(tableName(model))) for (const input of model.inputs) needed.add(input);
  }
  return models.filter((model) => needed.has(tableName(model)));
}

async function readInputs(
  models: readonly Model[],
  connection: DuckDBConnection,
): Promise<OrderedModel[]> {
  const texts = models.map(({ sql }) => literal(sql)).join(', ');
  const [row] = await queryRows(
    connection,
    `select list_transform([${texts}], lambda text: json_serialize_sql(text)) as trees`,
  );
  const trees = z.array(z.string()).parse(row?.trees);
  return models.map((model, index) => ({
    ...model,
    inputs: inputsOf(model, JSON.parse(trees[index] ?? '{}')),
  }));
}

function inputsOf(model: Model, tree: unknown): string[] {
  const parsed = parsedSql.parse(tree);
  if (parsed.error) {
    const what = parsed.error_message ?? 'not one SELECT';
    throw sqlFaultAt(model.file, model.sql, what, parsed.position ?? 0);
  }
  const found = { tables: new Set<string>(), ctes: new Set<string>() };
  collectTables(tree, found);
  return [...found.tables].filter((table) => !found.ctes.has(table)).sort();
}

function collectTables(node: unknown, found: { tables: Set<string>; ctes: Set<string> }): void {
  if (typeof node !== 'object' || node === null) return;
  if ('type' in node && node.type === 'BASE_TABLE' && 'table_name' in node) {
    const schema = 'schema_name' in node && node.schema_name ? `${node.schema_name}.` : '';
    found.tables.add(`${schema}${node.table_name}`);
  }
  if ('cte_map' in node) {
    const { map } = z.object({ map: z.array(z.object({ key: z.string() })) }).parse(node.cte_map);
    for (const { key } of map) found.ctes.add(key);
  }
  for (const child of Object.values(node)) collectTables(child, found);
}

function cycleFault(waiting: ReadonlyMap<string, OrderedModel>): Fault {
  // Every waiting model waits for another, so following inputs must return to a known table.
  const path: string[] = [];
  let table = [...waiting.keys()].sort()[0];
  while (table !== undefined && !path.includes(table)) {
    path.push(table);
    table = waiting.get(table)?.inputs.find((input) => waiting.has(input));
  }
  const circle = [...path.slice(path.indexOf(table ?? '')), table].join("' reads '");
  return transformFault('MODEL_CYCLE', `'${circle}'; these models read each other, cut the circle`);
}
