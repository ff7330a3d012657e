import type { DuckDBConnection } from '@duckdb/node-api';
import { commentsOf, type TableWords } from '../models/comments.js';
import { literal } from './duck.js';

/** A table or view with the content of its yml. */
export type Commented = {
  readonly kind: 'table' | 'view';
  /** With its schema. */
  readonly name: string;
  readonly doc: TableWords;
};

/** Writes what ymls say as comments on tables, views and their columns. */
export async function commentTables(
  connection: DuckDBConnection,
  commented: readonly Commented[],
): Promise<void> {
  const statements = commented.flatMap(({ kind, name, doc }) =>
    commentsOf(doc).map(({ column, text }) => {
      const on = column === undefined ? `${kind} ${name}` : `column ${name}."${column}"`;
      return `comment on ${on} is ${literal(text)}`;
    }),
  );
  // In one transaction: each statement alone would be a commit of its own.
  await connection.run(`begin; ${statements.join('; ')}; commit`);
}
