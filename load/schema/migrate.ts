import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROGRAM } from '../../command/program.js';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { loadFault } from '../faults.js';
import { nameTarget, type Target } from '../postgres/target.js';
import type { Session } from '../postgres/with-transaction.js';
import { withBriefLocks } from '../write/brief-locks.js';
import { SCHEMAS, schemaOf, withSchemas } from './schemas.js';

/** The folder of the numbered migrations. */
export const MIGRATIONS_FOLDER = join(PROGRAM_FOLDER, 'sql', 'migrations');

type Migration = {
  readonly id: number;
  readonly name: string;
  readonly checksum: string;
  readonly text: string;
};

type Applied = { readonly id: number; readonly name: string; readonly checksum: string };

/** The migrations that ran in a database, and those still to run. */
export type MigrationPlan = {
  readonly applied: readonly Applied[];
  readonly pending: readonly Migration[];
};

/**
 * Compares a database's migrations with this program's. Changes nothing.
 *
 * Our own code and not postgrator: that treats a newer database as one to undo, and reports nothing
 * if there is no undo file. What remains of its work is small.
 *
 * @throws {Fault} TARGET_FOREIGN, TARGET_NEWER, MIGRATION_CHANGED
 */
export async function planMigrations(
  session: Session,
  folder = MIGRATIONS_FOLDER,
): Promise<MigrationPlan> {
  const migrations = await readMigrations(folder);
  const applied = await readApplied(session);
  refuseNewer(applied, migrations, session.target);
  refuseChanged(applied, migrations, session.target);
  return { applied, pending: migrations.slice(applied.length) };
}

/** Runs the missing migrations in a database, within the caller's transaction. */
export async function runMigrations(
  session: Session,
  { applied, pending }: MigrationPlan,
): Promise<void> {
  if (pending.length === 0) return;
  await withBriefLocks(session, async () => {
    if (applied.length === 0) await makeMigrationTable(session);
    for (const migration of pending) await runMigration(session, migration);
  });
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{6}-[a-z0-9-]+\.sql$/.test(file));
  return Promise.all(
    files.sort().map(async (file, index) => {
      // On Windows, git may change a file's line ends.
      const text = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
      const id = Number(file.slice(0, 6));
      if (id !== index + 1) throw new Error(`migration '${file}' is not number ${index + 1}`);
      const checksum = createHash('sha256').update(text).digest('hex');
      return { id, name: file.replace(/\.sql$/, ''), checksum, text };
    }),
  );
}

async function readApplied({ sql, target }: Session): Promise<Applied[]> {
  const meta = schemaOf(target, 'lyzer_meta');
  const [known] = await sql<{ isKnown: boolean }[]>`
    select to_regclass(${`${meta}.migration`}) is not null as "isKnown"`;
  if (known?.isKnown) {
    return sql<Applied[]>`
      select id, name, checksum from ${sql(meta)}.migration order by id`;
  }
  const [foreign] = await sql<{ name: string }[]>`
    select n.nspname || '.' || o.name as name
    from pg_namespace n
    join (
      select relnamespace as schema_oid, relname as name from pg_class
      union all select pronamespace, proname from pg_proc
      union all select typnamespace, typname from pg_type where typtype in ('d', 'e')
    ) o on o.schema_oid = n.oid
    where n.nspname in ${sql(SCHEMAS.map((schema) => schemaOf(target, schema)))}
    order by name limit 1`;
  if (foreign === undefined) return [];
  throw loadFault(
    'TARGET_FOREIGN',
    `target ${nameTarget(target)} has '${foreign.name}', which this program did not make; nothing was changed: choose another database, rename that schema, or load beside it with --schema-prefix`,
  );
}

function refuseNewer(applied: readonly Applied[], known: readonly Migration[], target: Target) {
  const newest = applied.at(-1);
  if (newest === undefined || newest.id <= known.length) return;
  throw loadFault(
    'TARGET_NEWER',
    `target ${nameTarget(target)} has migration '${newest.name}', this program has ${known.length} migrations only; nothing was changed: update this program`,
  );
}

function refuseChanged(applied: readonly Applied[], known: readonly Migration[], target: Target) {
  const changed = known.find(({ id, checksum }, index) => {
    const ran = applied[index];
    return ran !== undefined && (ran.id !== id || ran.checksum !== checksum);
  });
  if (changed === undefined) return;
  throw loadFault(
    'MIGRATION_CHANGED',
    `'sql/migrations/${changed.name}.sql' differs from what ran in target ${nameTarget(target)}; restore that file and put the change into a new migration`,
  );
}

async function makeMigrationTable({ sql, target }: Session) {
  const meta = sql(schemaOf(target, 'lyzer_meta'));
  await sql`create schema if not exists ${meta}`;
  await sql`
    create table ${meta}.migration (
        id integer primary key,
        name text not null unique,
        checksum text not null,
        program text not null,
        applied_at timestamptz not null default clock_timestamp()
    )`;
}

async function runMigration({ sql, target }: Session, { id, name, checksum, text }: Migration) {
  await sql.unsafe(withSchemas(target, text));
  await sql`
    insert into ${sql(schemaOf(target, 'lyzer_meta'))}.migration (id, name, checksum, program)
    values (${id}, ${name}, ${checksum}, ${PROGRAM})`;
}
