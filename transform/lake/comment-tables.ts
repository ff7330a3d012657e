import type { DuckDBConnection } from '@duckdb/node-api';
import { commentsOf } from '../models/comments.js';
import { type Model, tableName } from '../models/model-file.js';
import { literal } from './duck.js';
import { identifier } from './identifier.js';

/** Where DuckDB looks for names without a schema; the core tables are in it. */
const DEFAULT_SCHEMA = 'main';

/**
 * Writes what the ymls of models say as comments on their tables and columns. Tables outside of the
 * default schema get a view in it, so that each has its name without a schema too, and `show
 * tables` shows all.
 */
export async function commentTables(
  connection: DuckDBConnection,
  models: readonly Model[],
): Promise<void> {
  const statements = models.flatMap((model) => {
    const table = tableName(model);
    if (model.layer === 'core') return comments(model, 'table', table);
    const view = `${DEFAULT_SCHEMA}.${identifier(model.name)}`;
    return [
      `create view ${view} as from ${table}`,
      ...comments(model, 'table', table),
      ...comments(model, 'view', view),
    ];
  });
  // In one transaction: each statement alone would be a commit of its own.
  await connection.run(`begin; ${statements.join('; ')}; commit`);
}

function comments({ doc }: Model, kind: 'table' | 'view', name: string): string[] {
  return commentsOf(doc).map(({ column, text }) => {
    const on = column === undefined ? `${kind} ${name}` : `column ${name}.${identifier(column)}`;
    return `comment on ${on} is ${literal(text)}`;
  });
}
