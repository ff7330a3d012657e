import type { Session } from '../postgres/with-transaction.js';
import { SCHEMAS, schemaOf } from './schemas.js';

/** Schemas without secrets of their own: all but the ledger. */
const READABLE = SCHEMAS.filter((name) => name !== 'lyzer_meta');

/** The role that may only read our tables and views. */
export type ReaderRole = {
  readonly name: string;
  /** `missing`: it does not exist, and this login may not create it. */
  readonly is: 'there' | 'made' | 'missing';
  /** The number of rights granted by this call. */
  readonly grants: number;
};

/**
 * Creates the read-only role if it is missing and this login may, and grants it the right to read
 * our tables and views. A role that cannot be created does not stop a load.
 */
export async function prepareReader(session: Session): Promise<ReaderRole> {
  const { sql, target } = session;
  const name = schemaOf(target, 'lyzer_reader');
  const [login] = await sql<{ isThere: boolean; mayMake: boolean }[]>`
    select
        exists (select from pg_roles where rolname = ${name}) as "isThere",
        rolsuper or rolcreaterole as "mayMake"
    from pg_roles
    where rolname = current_user`;
  const isMade = !login?.isThere && (login?.mayMake ?? false);
  if (isMade) await sql`create role ${sql(name)} nologin`;
  else if (!login?.isThere) return { name, is: 'missing', grants: 0 };
  const grants = await readMissingGrants(session, name);
  if (grants.length > 0) await sql.unsafe(grants.map(({ statement }) => statement).join(';\n'));
  return { name, is: isMade ? 'made' : 'there', grants: grants.length };
}

function readMissingGrants({ sql, target }: Session, role: string) {
  const schemas = READABLE.map((name) => schemaOf(target, name));
  return sql<{ statement: string }[]>`
    select format('grant usage on schema %I to %I', nspname, ${role}::text) as statement
    from pg_namespace
    where
        nspname in ${sql(schemas)}
        and not has_schema_privilege(${role}, oid, 'usage')
        and pg_has_role(nspowner, 'usage')
    union all
    select format('grant select on %s to %I', c.oid::regclass, ${role}::text)
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where
        n.nspname in ${sql(schemas)}
        and c.relkind in ('r', 'v', 'm')
        and not has_table_privilege(${role}, c.oid, 'select')
        and pg_has_role(c.relowner, 'usage')`;
}
