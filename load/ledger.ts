import { hostname, userInfo } from 'node:os';
import { z } from 'zod';
import { PROGRAM } from '../command/program.js';
import type { Fault } from '../fault/fault.js';
import { identifier } from '../transform/lake/identifier.js';
import type { Lake } from '../transform/lake/lake.js';
import type { SeasonChecksum } from './compare/checksums.js';
import { loadFault } from './faults.js';
import { nameTarget } from './postgres/target.js';
import type { Session } from './postgres/with-transaction.js';
import { schemaOf } from './schema/schemas.js';

/** What a load did to one table. */
export type TableLoad = {
  readonly schema: string;
  readonly name: string;
  readonly rows: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Of all rows, on both sides; see docs/load.md. */
  readonly checksum: string;
  /** The seasons in which rows were edited by hand since the load before; null: a table without seasons. */
  readonly handEdited: readonly (number | null)[];
  readonly seconds: number;
};

/** A load as the ledger stores it. */
export type LedgerLoad = {
  readonly id: number;
  readonly startedAt: string;
  readonly seconds: number;
  readonly byWhom: string;
  readonly program: string;
  readonly snapshot: string;
  readonly fingerprint: string;
  /** The load whose state it restored, if it was a rollback. */
  readonly rolledBackTo: number | null;
  readonly tables: readonly LedgerTable[];
};

export type LedgerTable = Omit<TableLoad, 'checksum' | 'seconds'> & {
  /** Null for loads of versions that stored none. */
  readonly checksum: string | null;
};

/** The newest load into a target, and the rows after it. */
export type LastLoad = Pick<LedgerLoad, 'id' | 'snapshot' | 'fingerprint'> & {
  /** By schema and table, without the target's prefix. */
  readonly tables: ReadonlyMap<string, Recorded>;
};

/** What a load recorded of a table; the checksums cover `columns`. */
export type Recorded = { readonly columns: string; readonly groups: readonly SeasonChecksum[] };

const recordedSchema = z.object({
  columns: z.string(),
  groups: z.array(
    z.object({ season: z.number().nullable(), rows: z.number(), checksum: z.string() }),
  ),
});

const editedSchema = z.array(z.number().nullable());

/** Returns whether a target has a ledger. */
export async function hasLedger(session: Session): Promise<boolean> {
  const [row] = await session.sql<{ isThere: boolean }[]>`
    select to_regclass(${`${schemaOf(session.target, 'lyzer_meta')}.load`}) is not null as "isThere"`;
  return row?.isThere ?? false;
}

/** Reads the newest load from the ledger; undefined when there was none. */
export async function readLastLoad(session: Session): Promise<LastLoad | undefined> {
  const { sql } = session;
  const meta = metaOf(session);
  const [last] = await sql.unsafe<Pick<LastLoad, 'id' | 'snapshot' | 'fingerprint'>[]>(`
    select id::integer as id, snapshot, fingerprint from ${meta}.load order by id desc limit 1`);
  if (last === undefined) return undefined;
  // A ledger of an older version has no such column: read it through JSON.
  const tables = await sql.unsafe<{ name: string; recorded: unknown }[]>(
    `select schema_name || '.' || table_name as name, to_jsonb(t) -> 'recorded' as recorded
    from ${meta}.load_table t where load_id = $1`,
    [last.id],
  );
  const known = tables.filter(({ recorded }) => recorded !== null);
  const parsed = known.map(({ name, recorded }) => {
    const { data } = recordedSchema.safeParse(recorded);
    if (data === undefined) throw damagedLedger(session, last.id, 'recorded');
    return [name, data] as const;
  });
  return { ...last, tables: new Map(parsed) };
}

/** Reads all loads, newest first. */
export async function readLoads(session: Session): Promise<LedgerLoad[]> {
  const meta = metaOf(session);
  const loads = await session.sql.unsafe<LedgerLoad[]>(`
    select
        load.id::integer as id,
        to_char(
            load.started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'
        ) as "startedAt",
        load.seconds::double precision as seconds,
        load.by_whom as "byWhom",
        load.program,
        load.snapshot,
        load.fingerprint,
        (to_jsonb(load) ->> 'rolled_back_to')::integer as "rolledBackTo",
        (
            select coalesce(json_agg(
                json_build_object(
                    'schema', t.schema_name,
                    'name', t.table_name,
                    'rows', t.row_count,
                    'added', t.added_count,
                    'changed', t.changed_count,
                    'removed', t.removed_count,
                    'checksum', to_jsonb(t) -> 'checksum',
                    'handEdited', coalesce(nullif(to_jsonb(t) -> 'hand_edited', 'null'), '[]')
                ) order by t.schema_name, t.table_name
            ), '[]')
            from ${meta}.load_table t
            where t.load_id = load.id
        ) as tables
    from ${meta}.load
    order by load.id desc`);
  for (const { id, tables } of loads) {
    const isOurs = tables.every(({ handEdited }) => editedSchema.safeParse(handEdited).success);
    if (!isOurs) throw damagedLedger(session, id, 'hand_edited');
  }
  return loads;
}

/** A load to write into the ledger. */
export type NewLoad = {
  readonly lake: Lake;
  readonly startedAt: Date;
  readonly rolledBackTo: number | null;
  readonly tables: readonly (TableLoad & { readonly recorded: Recorded })[];
};

/** Writes a load into the ledger and returns its number. */
export async function writeLoad(session: Session, load: NewLoad): Promise<number> {
  const { sql } = session;
  const meta = metaOf(session);
  const { lake, startedAt, rolledBackTo, tables } = load;
  const [written] = await sql.unsafe<{ id: number }[]>(
    `insert into ${meta}.load (
        id, started_at, finished_at, by_whom, program, snapshot, fingerprint, rolled_back_to,
        seconds
    )
    select (select coalesce(max(id), 0) + 1 from ${meta}.load), $1::timestamptz, now_at, $2 || ' as ' || current_user, $3, $4, $5, $6::bigint,
        extract(epoch from now_at - $1::timestamptz)
    from clock_timestamp() as now_at
    returning id::integer as id`,
    [startedAt.toISOString(), whoLoads(), PROGRAM, lake.snapshot, lake.fingerprint, rolledBackTo],
  );
  if (written === undefined) throw new Error('an insert returned no row');
  await sql.unsafe(
    `insert into ${meta}.load_table (
        load_id, schema_name, table_name, row_count, added_count, changed_count, removed_count,
        checksum, recorded, hand_edited, seconds
    )
    select $1, schema, name, rows, added, changed, removed,
        checksum, recorded, "handEdited", seconds
    from json_to_recordset($2::text::json) as t (
        schema text, name text, rows bigint, added bigint, changed bigint, removed bigint,
        checksum text, recorded jsonb, "handEdited" jsonb, seconds numeric
    )`,
    [written.id, JSON.stringify(tables)],
  );
  return written.id;
}

function damagedLedger(session: Session, loadId: number, column: string): Fault {
  const table = `${schemaOf(session.target, 'lyzer_meta')}.load_table`;
  return loadFault(
    'LEDGER_DAMAGED',
    `target ${nameTarget(session.target)}: '${table}' has JSON in '${column}' of load ${loadId} that this program did not write; nothing was changed: 'update ${table} set ${column} = null where load_id = ${loadId}' removes it`,
  );
}

function metaOf({ target }: Session): string {
  return identifier(schemaOf(target, 'lyzer_meta'));
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
