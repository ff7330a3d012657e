import { LAYERS, type Layer, type Model } from '../../transform/models/model-file.js';

/** A model for a test: its SQL, and yml that names the given columns, each with its type. */
export function madeModel(
  name: string,
  sql: string,
  columns: readonly string[] = ['id integer'],
  layer: Layer = 'core',
): Model {
  const typed = columns.map((column) => column.split(' ') as [string, string]);
  const doc = {
    description: 'Made for a test; one row per test.',
    columns: Object.fromEntries(typed.map(([column, type]) => [column, { type, meaning: 'any' }])),
    key: typed.slice(0, 1).map(([column]) => column),
  };
  const file = `sql/${layer}/${name}.sql`;
  return { layer, schema: LAYERS[layer], name, file, sql, docText: JSON.stringify(doc), doc };
}
