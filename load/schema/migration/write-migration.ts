import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { silentProgress } from '../../../command/progress.js';
import { writeWhole } from '../../../disk/write-whole.js';
import { LAYERS, type Model, PUBLISHED_LAYERS } from '../../../transform/models/model-file.js';
import { loadFault } from '../../faults.js';
import type { Target } from '../../postgres/target.js';
import { withTarget } from '../../postgres/with-target.js';
import { type Session, withLoadTransaction } from '../../postgres/with-transaction.js';
import { MIGRATIONS_FOLDER, planMigrations, runMigrations } from '../migrate.js';
import { readViews } from '../views.js';
import { readDatabaseShapes } from './database-shapes.js';
import { migrationSql } from './migration-sql.js';
import { modelShapes } from './model-shapes.js';
import { remark } from './statement.js';

const SCHEMAS = PUBLISHED_LAYERS.map((layer) => LAYERS[layer]);

type MigrationOptions = {
  /** A database to try migrations in; all changes are rolled back. */
  readonly scratch: Target;
  /** The published models. */
  readonly models: readonly Model[];
  /** The folder of migrations. Default: `sql/migrations`. */
  readonly folder?: string;
};

/**
 * Compares the tables that all migrations make with the models, and writes the next migration for
 * a person to read and commit.
 *
 * @param name what the migration does, in lower case with hyphens: `driver-height`
 * @returns the file's path, or undefined if the migrations reach the models already
 * @throws {Fault} MIGRATION_NAME; as missingSql does
 */
export async function writeMigration(
  name: string,
  options: MigrationOptions,
): Promise<string | undefined> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    const wanted =
      "lower-case letters, digits and hyphens were expected, for example 'driver-height'";
    throw loadFault('MIGRATION_NAME', `'${name}' is not a name for a migration; ${wanted}`);
  }
  const sql = await missingSql(options);
  if (sql === '') return undefined;
  const { folder = MIGRATIONS_FOLDER } = options;
  const count = (await readdir(folder)).filter((file) => /^\d{6}-/.test(file)).length;
  const path = join(folder, `${String(count + 1).padStart(6, '0')}-${name}.sql`);
  await writeWhole(path, `${remark(HEAD)}\n${sql}`);
  return path;
}

const HEAD = "Written by 'npm run migration' from the models' ymls.";

/**
 * Returns the SQL that the migrations lack to reach the models; empty if they reach them. It was
 * tried in the scratch database.
 *
 * @throws {Fault} MODEL_TYPE_UNKNOWN, MODEL_REFERENCE_CIRCLE, TARGET_*
 */
export function missingSql({
  scratch,
  models,
  folder = MIGRATIONS_FOLDER,
}: MigrationOptions): Promise<string> {
  const want = modelShapes(models);
  return inScratch(scratch, async (session) => {
    await runMigrations(session, await planMigrations(session, folder));
    const compare = async () =>
      migrationSql(await readDatabaseShapes(session.sql, SCHEMAS), want, await readViews());
    const sql = await compare();
    if (sql === '') return sql;
    await session.sql.unsafe(sql);
    const rest = await compare();
    if (rest !== '') throw new Error(`the migration leaves differences:\n${rest}`);
    return sql;
  });
}

/** Runs work in a transaction that is rolled back. */
async function inScratch(target: Target, work: (session: Session) => Promise<string>) {
  let result = '';
  const done = new Error('done');
  await withTarget(target, (sql) => {
    const session = { sql, target, signal: new AbortController().signal };
    const options = { lockWaitMs: 0, progress: silentProgress };
    return withLoadTransaction(session, options, async () => {
      result = await work(session);
      throw done;
    }).catch((error) => {
      if (error !== done) throw error;
    });
  });
  return result;
}
