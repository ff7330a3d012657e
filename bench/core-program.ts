import { withDuck } from '../transform/duck.js';
import { tableName } from '../transform/model-file.js';
import { orderModels } from '../transform/order-models.js';
import { SQL_FOLDER } from '../transform/read-models.js';
import { type Program, readProgram } from '../transform/read-program.js';
import { readsOnly } from '../transform/try-models.js';

/**
 * The core tables and what they need, with all checks of them: without the metrics, and without the
 * two standings, which are the championship engine's.
 */
export async function readCoreProgram(): Promise<Program> {
  const program = await readProgram(SQL_FOLDER);
  const ordered = await withDuck(':memory:', {}, ([connection]) =>
    orderModels(program.models, connection),
  );
  const isComputed = new Set(
    ordered.filter(({ layer }) => layer === 'intermediate' || layer === 'metrics').map(tableName),
  );
  for (const model of ordered) {
    if (model.inputs.some((input) => isComputed.has(input))) isComputed.add(tableName(model));
  }
  const models = program.models.filter((model) => !isComputed.has(tableName(model)));
  const made = new Set(models.map(tableName));
  const checks = program.checks.filter(({ sql }) => readsOnly(sql, made));
  return { ...program, models, checks };
}
