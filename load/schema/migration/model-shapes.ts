import { type Model, type ModelDoc, tableName } from '../../../transform/models/model-file.js';
import { loadFault } from '../../faults.js';
import { postgresType } from '../postgres-type.js';
import type { ColumnShape, Rule, TableShape } from './table-shape.js';

/**
 * The shapes of the models' tables, from their ymls.
 *
 * @throws {Fault} MODEL_TYPE_UNKNOWN, MODEL_REFERENCE_CIRCLE
 */
export function modelShapes(models: readonly Model[]): TableShape[] {
  const parents = new Map(
    models.map((model) => [tableName(model), Object.values(model.doc.references ?? {})]),
  );
  return models.map((model) => ({
    name: tableName(model),
    columns: new Map(
      Object.entries(model.doc.columns).map(([name, doc]) => [name, columnShape(model, name, doc)]),
    ),
    rules: rulesOf(model, parents),
  }));
}

function columnShape(
  { file }: Model,
  name: string,
  { type, absent }: ModelDoc['columns'][string],
): ColumnShape {
  const known = postgresType(type);
  if (known !== undefined) return { type: known, isNullable: absent !== undefined };
  throw loadFault(
    'MODEL_TYPE_UNKNOWN',
    `column '${name}' in '${yml(file)}' has type '${type}', which a load does not support; choose another`,
  );
}

function rulesOf(model: Model, parents: ReadonlyMap<string, readonly string[]>): Rule[] {
  const { key, unique = [], references = {}, indexes = [] } = model.doc;
  return [
    { kind: 'primary', columns: key },
    ...unique.map((columns): Rule => ({ kind: 'unique', columns })),
    ...Object.entries(references).map(
      ([column, parent]): Rule => ({
        kind: 'reference',
        columns: [column],
        parent,
        isDeferred: isDeferred(model, column, parent, parents),
      }),
    ),
    ...indexes.map((columns): Rule => ({ kind: 'index', columns })),
  ];
}

/**
 * In a circle of references, one table must be filled before the other. So the reference that may
 * be null is deferred to the end of the load.
 */
function isDeferred(
  { doc, file, ...model }: Model,
  column: string,
  parent: string,
  parents: ReadonlyMap<string, readonly string[]>,
): boolean {
  const own = tableName(model);
  return (
    parent !== own && leadsTo(parent, own, parents) && doc.columns[column]?.absent !== undefined
  );
}

function leadsTo(
  from: string,
  to: string,
  parents: ReadonlyMap<string, readonly string[]>,
): boolean {
  const seen = new Set<string>();
  const waiting = [from];
  for (let table = waiting.pop(); table !== undefined; table = waiting.pop()) {
    if (table === to) return true;
    if (seen.has(table)) continue;
    seen.add(table);
    waiting.push(...(parents.get(table) ?? []));
  }
  return false;
}

function yml(file: string): string {
  return file.replace(/sql$/, 'yml');
}
