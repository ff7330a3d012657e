import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import postgres from 'postgres';
import { orderByNeeds } from '../../command/order-by-needs.js';
import { PROGRAM } from '../../command/program.js';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { causeText } from '../../fault/fault.js';
import { identifier } from '../../transform/lake/identifier.js';
import { FLAT_SCHEMA } from '../../transform/models/read-flat-views.js';
import { loadFault } from '../faults.js';
import { nameTarget } from '../postgres/target.js';
import type { Session } from '../postgres/with-transaction.js';
import { withBriefLocks } from '../write/brief-locks.js';
import { schemaOf, withSchemas } from './schemas.js';

/** The folder of each schema's views: one SELECT per file, which is named after its view. */
const VIEW_FOLDERS = {
  lyzer_api: join(PROGRAM_FOLDER, 'sql', 'views'),
  [FLAT_SCHEMA]: join(PROGRAM_FOLDER, 'sql', 'flat'),
};

/** A view; its name is that of no other view of ours. */
export type View = {
  readonly schema: string;
  readonly name: string;
  /** Path below the program's folder, with slashes; for messages. */
  readonly file: string;
  readonly select: string;
  readonly checksum: string;
};

/** Reads the views, by schema. A view comes after those that it reads. */
export async function readViews(
  folders: Readonly<Record<string, string>> = VIEW_FOLDERS,
): Promise<View[]> {
  const views = await Promise.all(
    Object.entries(folders).map(([schema, folder]) => readFolder(schema, folder)),
  );
  return views.flatMap(inOrder);
}

async function readFolder(schema: string, folder: string): Promise<View[]> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.sql'));
  return Promise.all(
    files.sort().map(async (file) => {
      const text = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
      const checksum = createHash('sha256').update(text).digest('hex');
      const name = file.slice(0, -'.sql'.length);
      return { schema, name, file: `sql/${basename(folder)}/${file}`, select: text, checksum };
    }),
  );
}

/** Returns views that a target lacks or that differ; all views if it has no ledger of views. */
export async function findOldViews(session: Session, views: readonly View[]): Promise<View[]> {
  const { sql, target } = session;
  const meta = schemaOf(target, 'lyzer_meta');
  const schemas = [...new Set(views.map(({ schema }) => schemaOf(target, schema)))];
  const [known] = await sql<{ isKnown: boolean }[]>`
    select to_regclass(${`${meta}.view`}) is not null as "isKnown"`;
  if (!known?.isKnown) return [...views];
  const made = await sql<{ name: string; checksum: string }[]>`
    select name, checksum
    from ${sql(meta)}.view
    where exists (
      select from pg_views where schemaname in ${sql(schemas)} and viewname = name
    )`;
  const checksums = new Map(made.map(({ name, checksum }) => [name, checksum]));
  return views.filter(({ name, checksum }) => checksums.get(name) !== checksum);
}

/**
 * Creates or replaces views. Grants on them stay.
 *
 * @throws {Fault} VIEW_REFUSED
 */
export async function makeViews(session: Session, views: readonly View[]): Promise<void> {
  if (views.length === 0) return;
  await withBriefLocks(session, async () => {
    for (const view of views) await makeView(session, view);
  });
}

async function makeView({ sql, target }: Session, made: View) {
  const { schema, name, file, select, checksum } = made;
  const view = `${identifier(schemaOf(target, schema))}.${identifier(name)}`;
  try {
    await sql.unsafe(`create or replace view ${view} as\n${withSchemas(target, select)}`);
  } catch (error) {
    // Class 42 is an error in the SQL, except 42501: rights are the target's matter.
    const isRefused = error instanceof postgres.PostgresError && error.code.startsWith('42');
    if (!isRefused || error.code === '42501') throw error;
    throw loadFault(
      'VIEW_REFUSED',
      `target ${nameTarget(target)}: view '${name}' cannot be created from '${file}' (${causeText(error)}); fix it, or drop the old view in a migration if its columns changed`,
    );
  }
  await sql`
    insert into ${sql(schemaOf(target, 'lyzer_meta'))}.view (name, checksum, program)
    values (${name}, ${checksum}, ${PROGRAM})
    on conflict (name) do update
    set checksum = excluded.checksum, program = excluded.program, applied_at = default`;
}

function inOrder(views: readonly View[]): View[] {
  return orderByNeeds(
    views.map((view) => [view.name, view] as const),
    ({ schema, name, select }, waiting) =>
      [...waiting.keys()].some(
        (other) => other !== name && new RegExp(`\\b${schema}\\.${other}\\b`).test(select),
      ),
    (waiting) => new Error(`views read each other: ${[...waiting.keys()]}`),
  );
}
