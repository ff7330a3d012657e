import type { Session } from '../postgres/with-transaction.js';
import { SCHEMAS, schemaOf } from './schemas.js';

/**
 * Validates the references that a migration added as `not valid`, now that all rows are written.
 * Does not block readers.
 */
export async function validateReferences({ sql, target }: Session): Promise<void> {
  const rows = await sql<{ statement: string }[]>`
    select format('alter table %s validate constraint %I', conrelid::regclass, conname)
        as statement
    from pg_constraint
    where
        contype = 'f'
        and not convalidated
        and connamespace in (
            select oid from pg_namespace
            where nspname in ${sql(SCHEMAS.map((schema) => schemaOf(target, schema)))}
        )`;
  if (rows.length === 0) return;
  await sql.unsafe(rows.map(({ statement }) => statement).join(';\n'));
}
