import type { DuckDBConnection } from '@duckdb/node-api';
import { commentsOf, type TableWords } from '../models/comments.js';
import { LAYERS } from '../models/model-file.js';
import { literal } from './duck.js';
import { identifier } from './identifier.js';

/** A table or view with the content of its yml. */
export type Commented = {
  readonly kind: 'table' | 'view';
  readonly schema: string;
  readonly name: string;
  readonly doc: TableWords;
};

/** Where DuckDB looks for names without a schema; the core tables are in it (`lyzer` is the database). */
const DEFAULT_SCHEMA = 'main';

/**
 * Writes what ymls say as comments on tables, views and their columns. What is outside of the
 * default schema gets a view in it, so that each has its name without a schema too, and `show
 * tables` shows all.
 */
export async function commentTables(
  connection: DuckDBConnection,
  commented: readonly Commented[],
): Promise<void> {
  const statements = commented.flatMap(({ kind, schema, name, doc }) => {
    const own = `${schema}.${identifier(name)}`;
    if (schema === LAYERS.core) return comments(kind, own, doc);
    const view = `${DEFAULT_SCHEMA}.${identifier(name)}`;
    return [
      `create view ${view} as from ${own}`,
      ...comments(kind, own, doc),
      ...comments('view', view, doc),
    ];
  });
  // In one transaction: each statement alone would be a commit of its own.
  await connection.run(`begin; ${statements.join('; ')}; commit`);
}

function comments(kind: Commented['kind'], name: string, doc: TableWords): string[] {
  return commentsOf(doc).map(({ column, text }) => {
    const on = column === undefined ? `${kind} ${name}` : `column ${name}.${identifier(column)}`;
    return `comment on ${on} is ${literal(text)}`;
  });
}
