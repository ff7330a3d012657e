import { withDuck } from '../transform/lake/duck.js';
import { tableName } from '../transform/models/model-file.js';
import { type OrderedModel, orderModels } from '../transform/models/order-models.js';
import { SQL_FOLDER } from '../transform/models/read-models.js';
import { type Program, readProgram } from '../transform/read-program.js';
import { readsOnly } from '../transform/try-models.js';

/** The core tables, standings included, and all that they read; no metrics. */
export async function coreTables(): Promise<Set<string>> {
  const { models } = await readProgram(SQL_FOLDER);
  const ordered = await withDuck(':memory:', {}, ([connection]) => orderModels(models, connection));
  return neededBy(ordered, ({ layer }) => layer === 'core');
}

/** Reads the part of the SQL that makes these tables, with all checks of them alone. */
export async function readProgramOf(tables: ReadonlySet<string>): Promise<Program> {
  const program = await readProgram(SQL_FOLDER);
  const models = program.models.filter((model) => tables.has(tableName(model)));
  const checks = program.checks.filter(({ sql }) => readsOnly(sql, tables));
  return { ...program, models, checks };
}

/** The tables that are wanted and all that they read, from near or far. */
export function neededBy(
  ordered: readonly OrderedModel[],
  isWanted: (model: OrderedModel) => boolean,
): Set<string> {
  const needed = new Set<string>();
  for (const model of ordered.toReversed()) {
    const name = tableName(model);
    if (!isWanted(model) && !needed.has(name)) continue;
    for (const table of [name, ...model.inputs]) needed.add(table);
  }
  return needed;
}
