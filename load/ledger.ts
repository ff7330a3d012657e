import { hostname, userInfo } from 'node:os';
import { PROGRAM } from '../command/program.js';
import type { Lake } from '../transform/lake.js';
import type { Sql } from './target/with-target.js';

/** What a load did to one table. */
export type TableLoad = {
  readonly schema: string;
  readonly name: string;
  readonly rows: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly seconds: number;
};

/** The newest load that the ledger of a target tells of. */
export type LastLoad = { readonly id: number; readonly fingerprint: string };

/** Reads the newest load from the ledger; undefined when there was none. */
export async function readLastLoad(sql: Sql): Promise<LastLoad | undefined> {
  const [last] = await sql<LastLoad[]>`
    select id::integer as id, fingerprint from lyzer_meta.load order by id desc limit 1`;
  return last;
}

/** Writes a load into the ledger and returns its number. */
export async function writeLoad(
  sql: Sql,
  lake: Lake,
  startedAt: Date,
  tables: readonly TableLoad[],
): Promise<number> {
  const [load] = await sql<{ id: number }[]>`
    insert into lyzer_meta.load
      (started_at, finished_at, by_whom, program, snapshot, fingerprint, seconds)
    select ${startedAt}::timestamptz, now_at, ${whoLoads()} || ' as ' || current_user,
      ${PROGRAM}, ${lake.snapshot}, ${lake.fingerprint},
      extract(epoch from now_at - ${startedAt}::timestamptz)
    from clock_timestamp() as now_at
    returning id::integer as id`;
  if (load === undefined) throw new Error('an insert returned no row');
  const rows = tables.map((table) => ({
    load_id: load.id,
    schema_name: table.schema,
    table_name: table.name,
    row_count: table.rows,
    added_count: table.added,
    changed_count: table.changed,
    removed_count: table.removed,
    seconds: table.seconds,
  }));
  await sql`insert into lyzer_meta.load_table ${sql(rows)}`;
  return load.id;
}

function whoLoads(): string {
  return `${userName()}@${hostname()}`;
}

// In a container the user may have a number only.
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
