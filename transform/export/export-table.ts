import { transformFault } from '../faults.js';
import type { Lake, LakeTable } from '../lake/lake.js';
import { commentsOf } from '../models/comments.js';
import { type ModelDoc, tableName } from '../models/model-file.js';
import { readModels, SQL_FOLDER } from '../models/read-models.js';

/** A table of the lake, and what its yml says of it. */
export type ExportTable = LakeTable & {
  readonly description: string;
  readonly key: readonly string[];
  readonly indexes: readonly (readonly string[])[];
  /** What is said of each column. */
  readonly comments: ReadonlyMap<string, string>;
};

/**
 * The tables to export, core before metrics, each by name.
 *
 * @param names with or without their schema; all tables unless given
 * @throws {Fault} TABLE_UNKNOWN
 */
export async function exportTables(
  lake: Lake,
  names?: readonly string[],
): Promise<readonly ExportTable[]> {
  const isCalled = (table: LakeTable, name: string) =>
    table.name === name || tableName(table) === name;
  const unknown = names?.find((name) => !lake.tables.some((table) => isCalled(table, name)));
  if (unknown !== undefined) {
    const known = lake.tables.map(({ name }) => name).join(', ');
    throw transformFault('TABLE_UNKNOWN', `no table '${unknown}'; choose from ${known}`);
  }
  const models = await readModels(SQL_FOLDER, ['core', 'metrics']);
  const docs = new Map(models.map((model) => [tableName(model), model.doc]));
  return lake.tables
    .filter((table) => names === undefined || names.some((name) => isCalled(table, name)))
    .map((table) => described(table, docs.get(tableName(table))));
}

/** A lake made by other SQL may have tables and columns that no yml tells of. */
function described(table: LakeTable, doc: ModelDoc | undefined): ExportTable {
  const own = new Set(table.columns.map(({ name }) => name));
  const areOwn = (columns: readonly string[]) => columns.every((name) => own.has(name));
  const { description = '', key = [], indexes = [] } = doc ?? {};
  const comments = doc === undefined ? [] : commentsOf(doc);
  return {
    ...table,
    description,
    key: areOwn(key) ? key : [],
    indexes: indexes.filter(areOwn),
    comments: new Map(comments.map(({ column = '', text }) => [column, text])),
  };
}
