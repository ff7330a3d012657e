import { loadFault } from '../faults.js';
import { nameTarget } from '../postgres/target.js';
import type { Session } from '../postgres/with-transaction.js';
import { SCHEMAS, schemaOf } from './schemas.js';

/** Describes the rights that a load needs and this login lacks; empty if none. */
export async function readMissingRights(
  { sql, target }: Session,
  hasPendingMigrations: boolean,
): Promise<string[]> {
  const schemas = SCHEMAS.map((schema) => schemaOf(target, schema));
  const rows = await sql<{ missing: string }[]>`
    select format('CREATE on database %L', current_database()) as missing
    where
        ${hasPendingMigrations}
        and not has_database_privilege(current_database(), 'create')
        and exists (
            select from unnest(string_to_array(${schemas.join(' ')}, ' ')) as wanted (name)
            where not exists (select from pg_namespace where nspname = wanted.name)
        )
    union all
    select format('TEMPORARY on database %L', current_database())
    where not has_database_privilege(current_database(), 'temporary')
    union all
    select format('USAGE on schema %L', nspname)
    from pg_namespace
    where nspname in ${sql(schemas)} and not has_schema_privilege(oid, 'usage')
    union all
    select format('%s on %L', wanted.privilege, n.nspname || '.' || c.relname)
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    cross join (values ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) as wanted (privilege)
    where
        n.nspname in ${sql(schemas)}
        and c.relkind = 'r'
        and not has_table_privilege(c.oid, wanted.privilege)
    union all
    select format('BYPASSRLS, or no row level security, on %L', n.nspname || '.' || c.relname)
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${sql(schemas)} and c.relkind = 'r' and row_security_active(c.oid)
    union all
    select format(
        'to own %L, which is %L''s', n.nspname || '.' || c.relname, pg_get_userbyid(c.relowner)
    )
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where
        ${hasPendingMigrations}
        and n.nspname in ${sql(schemas)}
        and c.relkind in ('r', 'v')
        and not pg_has_role(c.relowner, 'usage')`;
  return rows.map(({ missing }) => missing);
}

/**
 * Throws before any change if a right is missing.
 *
 * @throws {Fault} TARGET_RIGHTS with all missing rights
 */
export async function refuseMissingRights(session: Session, hasPendingMigrations: boolean) {
  const missing = await readMissingRights(session, hasPendingMigrations);
  if (missing.length === 0) return;
  const MOST = 4;
  const more = missing.length > MOST ? ` and ${missing.length - MOST} more` : '';
  throw loadFault(
    'TARGET_RIGHTS',
    `target ${nameTarget(session.target)}: rights are missing (${missing.slice(0, MOST).join(', ')}${more}); nothing was changed: grant them, or log in as the owner of our schemas`,
  );
}
