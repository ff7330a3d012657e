import { transformFault } from '../faults.js';
import { tableName } from './model-file.js';
import type { OrderedModel } from './order-models.js';

/** Models to try and the models that they need, both in an order in which they can run. */
export type Selection = {
  readonly chosen: readonly OrderedModel[];
  readonly needed: readonly OrderedModel[];
};

/**
 * Selects models by name: `driver_season` alone, or `driver_season+` with all models that read it,
 * directly or not. `needed` also has all their inputs.
 *
 * @throws {Fault} MODEL_UNKNOWN
 */
export function selectModels(models: readonly OrderedModel[], select: string): Selection {
  const name = select.replace(/\+$/, '');
  const first = models.find((model) => model.name === name || tableName(model) === name);
  if (!first) {
    const near = models.filter((model) => model.name.includes(name)).map((model) => model.name);
    const remedy = near.length > 0 ? `one of '${near.join("', '")}'?` : "see the files in 'sql'";
    throw transformFault('MODEL_UNKNOWN', `no model '${name}'; ${remedy}`);
  }
  const names = new Set([tableName(first)]);
  if (select.endsWith('+')) {
    for (const model of models) {
      if (model.inputs.some((input) => names.has(input))) names.add(tableName(model));
    }
  }
  const needed = new Set(names);
  for (const model of models.toReversed()) {
    if (needed.has(tableName(model))) for (const input of model.inputs) needed.add(input);
  }
  return {
    chosen: models.filter((model) => names.has(tableName(model))),
    needed: models.filter((model) => needed.has(tableName(model))),
  };
}
