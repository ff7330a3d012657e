import type { DuckDBConnection } from '@duckdb/node-api';
import { commentsOf } from '../models/comments.js';
import { type Model, tableName } from '../models/model-file.js';
import { literal } from './duck.js';

/** Writes what the ymls of models say as comments on their tables and columns. */
export async function commentTables(
  connection: DuckDBConnection,
  models: readonly Model[],
): Promise<void> {
  const statements = models.flatMap((model) =>
    commentsOf(model.doc).map(({ column, text }) => {
      const on =
        column === undefined
          ? `table ${tableName(model)}`
          : `column ${tableName(model)}."${column}"`;
      return `comment on ${on} is ${literal(text)}`;
    }),
  );
  // In one transaction: each statement alone would be a commit of its own.
  await connection.run(`begin; ${statements.join('; ')}; commit`);
}
