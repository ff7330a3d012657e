import { LAYERS, type Layer, type Model } from '../../transform/model-file.js';

/** A model for a test: its SQL, and yml that names the given columns. */
export function madeModel(
  name: string,
  sql: string,
  columns: readonly string[] = ['id'],
  layer: Layer = 'core',
): Model {
  const doc = {
    description: 'Made for a test; one row per test.',
    columns: Object.fromEntries(columns.map((column) => [column, { meaning: 'any' }])),
    key: columns.slice(0, 1),
  };
  const file = `sql/${layer}/${name}.sql`;
  return { layer, schema: LAYERS[layer], name, file, sql, docText: JSON.stringify(doc), doc };
}
