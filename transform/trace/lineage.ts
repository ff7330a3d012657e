import { transformFault } from '../faults.js';
import { withDuck } from '../lake/duck.js';
import { PUBLISHED_LAYERS, tableName } from '../models/model-file.js';
import { modelsBehind, type OrderedModel, orderModels } from '../models/order-models.js';
import { readModels, SQL_FOLDER } from '../models/read-models.js';

/** Reads all models with their inputs, inputs first. */
export async function readOrderedModels(): Promise<OrderedModel[]> {
  const models = await readModels(SQL_FOLDER);
  return withDuck(':memory:', { threads: 1 }, ([connection]) => orderModels(models, connection));
}

/**
 * The models that a table of core or a metric is made from, down to the raw pages, and its own last.
 *
 * @param table `race_result`, or with schema `lyzer.race_result`
 * @throws {Fault} TABLE_UNKNOWN
 */
export function lineageOf(models: readonly OrderedModel[], table: string): OrderedModel[] {
  const model = models.find(
    (one) =>
      PUBLISHED_LAYERS.includes(one.layer) && (one.name === table || tableName(one) === table),
  );
  if (model) return modelsBehind(models, tableName(model));
  throw transformFault('TABLE_UNKNOWN', `there is no table '${table}'; see 'npm run query'`);
}
