import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import {
  type Server,
  startServer,
  stopServer,
} from '../load/postgres/embedded/embedded-postgres.js';
import { killServer } from '../test/load/kill-server.js';
import type { LakeTable } from '../transform/lake/lake.js';

/** A Postgres of its own, its databases, and one that reads them all the time. */
export type TestedPostgres = {
  port(): number;
  /** The URL of the database of now, by way of any port. */
  url(port: number): string;
  /** From now on another database, which is empty. */
  renew(): Promise<void>;
  /** What the database of now holds: a hash over all rows, or `NO_TABLES`. */
  state(): Promise<string>;
  /** All that the reader saw since it was asked last; it reads from then on. */
  seen(): Set<string>;
  /** The last load of the ledger that brought a snapshot. */
  loadOf(snapshot: string): Promise<number | undefined>;
  killBackends(): Promise<number>;
  killServer(): Promise<void>;
  /** Starts it again after it was killed. */
  start(): Promise<void>;
  /** Sessions, locks and tables that a load left, once the server had time to notice. */
  leftOvers(): Promise<string[]>;
  stop(): Promise<void>;
};

export const NO_TABLES = 'no tables';
const READ_EVERY_MS = 25;
const LEFT_OVER_TRIES = 100;
const APPLICATION = 'lyzer-etl';

/** Starts a Postgres in `folder`. `tables` are those whose rows are read. */
export async function startPostgres(folder: string): Promise<
  TestedPostgres & {
    readTables(tables: readonly LakeTable[]): void;
  }
> {
  const postgresFolder = join(folder, 'postgres');
  let server = await startServer(postgresFolder);
  let database = server.database;
  let databases = 0;
  let statement = '';
  let seen = new Set<string>();
  const urlAt = (port: number, name = database) => urlOf(server, port, name);
  let sql = connect(urlAt(server.port));
  const reconnect = async () => {
    const before = sql;
    sql = connect(urlAt(server.port));
    await before.end({ timeout: 1 });
  };
  const state = () => readState(sql, statement);
  const reader = startReader(async () => {
    const [into, read] = [seen, await state()];
    into.add(read);
  });
  return {
    port: () => server.port,
    url: (port) => urlAt(port),
    readTables(tables) {
      statement = stateStatement(tables);
    },
    async renew() {
      const name = `chaos_${++databases}`;
      await sql.unsafe(`create database ${name}`);
      database = name;
      await reconnect();
      seen = new Set();
    },
    state,
    seen() {
      const before = seen;
      seen = new Set();
      return before;
    },
    loadOf: (snapshot) => readLoad(sql, snapshot),
    killBackends: () => killBackends(sql),
    killServer: () => killServer(postgresFolder),
    async start() {
      server = await startServer(postgresFolder);
      await reconnect();
    },
    leftOvers: () => untilNoLeftOvers(sql),
    async stop() {
      await reader.stop();
      await sql.end({ timeout: 1 });
      await stopServer(postgresFolder);
    },
  };
}

/** One connection for the reader, one for all else. */
function connect(url: string): postgres.Sql {
  const application = { connection: { application_name: 'chaos' } };
  return postgres(url, { max: 2, connect_timeout: 5, onnotice: () => {}, ...application });
}

/** Reads again and again; a server that is down or a database without tables is no fault. */
function startReader(read: () => Promise<void>) {
  let isDone = false;
  const reading = (async () => {
    while (!isDone) {
      await read().catch(() => {});
      await sleep(READ_EVERY_MS);
    }
  })();
  return {
    async stop() {
      isDone = true;
      await reading;
    },
  };
}

async function readState(sql: postgres.Sql, statement: string): Promise<string> {
  const [there] = await sql`select to_regclass('lyzer.race') is not null as tables`;
  if (!there?.tables) return NO_TABLES;
  const [row] = await sql.unsafe(statement);
  return String(row?.state);
}

/** One statement over all tables: it sees one moment of the database. */
function stateStatement(tables: readonly LakeTable[]): string {
  const parts = tables.map(({ schema, name }) => {
    const rows = `coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '')`;
    return `select '${schema}.${name}' as name, ${rows} as part from ${schema}.${name} t`;
  });
  return `select md5(string_agg(name || part, chr(10) order by name)) as state
    from (${parts.join(' union all ')}) parts`;
}

async function readLoad(sql: postgres.Sql, snapshot: string): Promise<number | undefined> {
  const [there] = await sql`select to_regclass('lyzer_meta.load') is not null as ledger`;
  if (!there?.ledger) return undefined;
  const [row] = await sql`select max(id) as id from lyzer_meta.load where snapshot = ${snapshot}`;
  return row?.id === null ? undefined : Number(row?.id);
}

/** As an administrator or the kernel would, for all sessions of the program. */
async function killBackends(sql: postgres.Sql): Promise<number> {
  const killed = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name like ${`${APPLICATION}%`} and datname = current_database()`;
  return killed.length;
}

async function untilNoLeftOvers(sql: postgres.Sql): Promise<string[]> {
  const find = () => sql<{ what: string }[]>`
    select 'advisory lock ' || objid as what from pg_locks
      join pg_database on pg_database.oid = database
      where locktype = 'advisory' and datname = current_database()
    union all
    select 'table ' || relname from pg_class where relname like 'lyzer_stage%'
    union all
    select 'session ' || pid || ' ' || coalesce(state, '') from pg_stat_activity
      where application_name like ${`${APPLICATION}%`} and datname = current_database()`;
  let found = await find();
  for (let tries = 0; tries < LEFT_OVER_TRIES && found.length > 0; tries++) {
    await sleep(100);
    found = await find();
  }
  return found.map(({ what }) => what);
}

function urlOf({ user, password, host }: Server, port: number, database: string): string {
  return `postgres://${user}:${password}@${host}:${port}/${database}`;
}
