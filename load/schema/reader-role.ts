import type { Session } from '../postgres/with-transaction.js';
import { schemaOf } from './schemas.js';

/** The role that may read our tables and views, and nothing else. */
export type ReaderRole = {
  readonly name: string;
  /** Missing: there is none, and this login may not make one. */
  readonly is: 'there' | 'made' | 'missing';
  /** The rights that it was given just now. */
  readonly grants: number;
};

/**
 * Makes the read-only role where there is none and this login may, and lets it read what is
 * ours. A role that cannot be made stops nothing.
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
  const schemas = ['lyzer', 'lyzer_metrics', 'lyzer_api'].map((name) => schemaOf(target, name));
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
