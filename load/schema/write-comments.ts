import postgres from 'postgres';
import { LOCK_SECONDS, type Session } from '../postgres/with-transaction.js';
import type { Comment } from './comments.js';
import { schemaOf, withSchemas } from './schemas.js';

const WAIT_MS = 200;
/** Codes of errors that do not stop a load: a lock by another session, or a missing right. */
const GIVE_UP_CODES = ['55P03', '42501'];

/** The statements for a target's wrong or missing comments, on objects that the login owns. */
export async function findOldComments(
  { sql, target }: Session,
  comments: readonly Comment[],
): Promise<string[]> {
  const wanted = comments.map((comment) => ({
    ...comment,
    schema: schemaOf(target, comment.schema),
    text: withSchemas(target, comment.text),
  }));
  const rows = await sql<{ statement: string }[]>`
    with wanted as (
        select *
        from json_to_recordset(${JSON.stringify(wanted)}::text::json)
            as w (schema text, name text, "column" text, text text)
    )
    select format('comment on schema %I is %L', w.schema, w.text) as statement
    from wanted w
    join pg_namespace n on n.nspname = w.schema
    where
        w.name is null
        and obj_description(n.oid, 'pg_namespace') is distinct from w.text
        and pg_has_role(n.nspowner, 'usage')
    union all
    select
        case
            when w."column" is not null
            then format('comment on column %s.%I is %L', c.oid::regclass, w."column", w.text)
            when c.relkind = 'v'
            then format('comment on view %s is %L', c.oid::regclass, w.text)
            else format('comment on table %s is %L', c.oid::regclass, w.text)
        end
    from wanted w
    join pg_namespace n on n.nspname = w.schema
    join pg_class c on c.relnamespace = n.oid and c.relname = w.name
    left join pg_attribute a
        on a.attrelid = c.oid and a.attname = w."column" and not a.attisdropped
    left join pg_description d
        on
            d.objoid = c.oid
            and d.classoid = 'pg_class'::regclass
            and d.objsubid = case when w."column" is null then 0 else a.attnum end
    where
        c.relkind in ('r', 'v')
        and (w."column" is null or a.attnum is not null)
        and d.description is distinct from w.text
        and pg_has_role(c.relowner, 'usage')`;
  return rows.map(({ statement }) => statement);
}

/**
 * Writes all comments or none. An error does not stop the load: the next load writes them.
 *
 * @returns the number of comments written
 */
export async function writeComments(
  { sql }: Session,
  statements: readonly string[],
): Promise<number> {
  if (statements.length === 0) return 0;
  await sql`savepoint comments`;
  try {
    await sql.unsafe(`set local lock_timeout = ${WAIT_MS}; ${statements.join('; ')}`);
    await sql.unsafe(`set local lock_timeout = '${LOCK_SECONDS}s'; release savepoint comments`);
    return statements.length;
  } catch (error) {
    const isKnown = error instanceof postgres.PostgresError && GIVE_UP_CODES.includes(error.code);
    if (!isKnown) throw error;
    await sql`rollback to savepoint comments`;
    return 0;
  }
}
