import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import postgres from 'postgres';
import { silentProgress } from '../command/progress.js';
import { type DataFolder, dataFolder, PROGRAM_FOLDER } from '../disk/data-folder.js';
import { causeText } from '../fault/fault.js';
import {
  type Server,
  startServer,
  stopServer,
} from '../load/postgres/embedded/embedded-postgres.js';
import { literal, withDuck } from '../transform/lake/duck.js';
import { transform } from '../transform/transform.js';
import { makeChangedLake } from './load-lakes.js';
import { loadByCommand } from './load-server.js';
import { runProcess, timed } from './measure.js';

/** Kept between runs: what is in it takes a minute to install. */
const VENV_FOLDER = join(PROGRAM_FOLDER, 'node_modules', '.cache', 'bench-peers');
const PEERS_FOLDER = join(PROGRAM_FOLDER, 'bench', 'peers');
const POLL_MS = 20;

type Peer = {
  readonly name: string;
  /** The table that holds the laps, and its columns where the tool does not make them. */
  readonly table: string;
  readonly columns?: string;
  /** The load before the one that is measured, where it is another. */
  readonly loadBefore?: (server: Server) => Promise<unknown>;
  readonly load: (server: Server) => Promise<unknown>;
};

/**
 * All laps by dlt and sling, whole processes, into one server: how long a replace takes against
 * psql's \copy, and what it does to a view, a grant and a reader. Ours has keys and references,
 * and brings and verifies all other tables, too.
 */
export async function bench(): Promise<string> {
  let sling: string;
  try {
    sling = await installPeers();
  } catch (error) {
    return `load peers: skipped, they can't be had here (${causeText(error)})`;
  }
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-bench-'));
  // The server's user must be able to enter.
  await chmod(folder, 0o755);
  const postgresFolder = join(folder, 'postgres');
  try {
    const now = dataFolder(join(folder, 'now'));
    const { lake } = await transform({ data: now }, silentProgress);
    const changed = await makeChangedLake(now, folder);
    const files = await writeLaps(lake, folder);
    const server = await startServer(postgresFolder);
    const peers = [...peersOf(files, sling), ...ours(now, changed)];
    const loads: Measured[] = [];
    for (const peer of peers) loads.push(await measured(server, peer));
    const [floor] = loads;
    return [
      "all laps, a load over a table that is there, whole processes; ratios to psql's",
      '  (ours with keys and references, and all other tables with them, verified)',
      ...loads.map((one) => describe(one, floor?.seconds ?? Number.NaN)),
    ].join('\n');
  } finally {
    await stopServer(postgresFolder);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Gives back the path of sling, whose own script would fetch it from outside. */
async function installPeers(): Promise<string> {
  await runProcess('python3', ['-m', 'venv', VENV_FOLDER]);
  const quiet = ['--quiet', '--disable-pip-version-check'];
  const requirements = ['--requirement', join(PEERS_FOLDER, 'requirements.txt')];
  await runProcess(join(VENV_FOLDER, 'bin', 'pip'), ['install', ...quiet, ...requirements]);
  const find = 'import sling_linux_amd64 as made; print(made.__path__[0])';
  const made = await runProcess(join(VENV_FOLDER, 'bin', 'python'), ['-c', find]);
  const sling = join(made.trim(), 'bin', 'sling-linux-amd64');
  await chmod(sling, 0o755);
  return sling;
}

async function writeLaps(lake: string, folder: string) {
  const files = { parquet: join(folder, 'lap.parquet'), csv: join(folder, 'lap.csv') };
  await withDuck(':memory:', {}, async ([connection]) => {
    // Not every tool knows Parquet's UUIDs.
    const laps = `select * replace (race_id::varchar as race_id, driver_id::varchar as driver_id)
      from ${literal(join(lake, 'lyzer', 'lap.parquet'))}`;
    await connection.run(`copy (${laps}) to ${literal(files.parquet)} (format parquet)`);
    await connection.run(`copy (${laps}) to ${literal(files.csv)} (format csv, header true)`);
  });
  await Promise.all(Object.values(files).map((file) => chmod(file, 0o644)));
  return files;
}

function peersOf(files: { readonly parquet: string; readonly csv: string }, sling: string): Peer[] {
  const bin = (name: string) => join(VENV_FOLDER, 'bin', name);
  const copy = ['begin', 'truncate s.lap', `\\copy s.lap from '${files.csv}' csv header`, 'commit'];
  const statements = copy.flatMap((statement) => ['--command', statement]);
  return [
    {
      name: 'psql',
      table: 's.lap',
      columns: `race_id text, driver_id text, lap integer, season integer, position integer,
        time text, millis integer`,
      load: ({ url }) => runProcess('psql', [url, '--quiet', ...statements]),
    },
    {
      name: 'dlt',
      table: 's.lap',
      load: ({ url }) =>
        runProcess(bin('python'), [join(PEERS_FOLDER, 'dlt_load.py'), url, files.parquet]),
    },
    {
      name: 'sling',
      table: 's.lap',
      load: ({ url }) => {
        // Of Parquet it would fetch a program to read it with.
        const from = ['--src-stream', `file://${files.csv}`];
        const to = ['--tgt-conn', 'BENCH', '--tgt-object', 's.lap', '--mode', 'full-refresh'];
        const env = { BENCH: `${url}?sslmode=disable` };
        return runProcess(sling, ['run', ...from, ...to], env);
      },
    },
  ];
}

function ours(now: DataFolder, changed: DataFolder): Peer[] {
  const load =
    (data: DataFolder, ...options: readonly string[]) =>
    (server: Server) =>
      loadByCommand(server, server.database, data.root, ...options);
  return [
    { name: 'ours, nothing changed', table: 'lyzer.lap', load: load(now) },
    {
      name: 'ours, every lap changed',
      table: 'lyzer.lap',
      loadBefore: load(now),
      load: load(changed, '--stale-ok'),
    },
  ];
}

type Measured = {
  readonly name: string;
  readonly seconds: number;
  readonly fault: string;
  readonly seen: Seen;
  readonly keepsView: boolean;
  readonly keepsGrant: boolean;
};

async function measured(server: Server, peer: Peer): Promise<Measured> {
  const { name, table, columns, load, loadBefore = load } = peer;
  const sql = postgres(server.url, { max: 3, onnotice: () => {} });
  try {
    await sql.unsafe('create schema if not exists s; create schema if not exists mine');
    if (columns !== undefined) await sql.unsafe(`create table ${table} (${columns})`);
    await loadBefore(server);
    await sql.unsafe(`drop role if exists bench_reader; create role bench_reader;
      create view mine.fast as select * from ${table} where millis < 60000;
      grant select on ${table} to bench_reader`);
    const reading = readAllAlong(sql, table);
    let fault = '';
    const seconds = await timed(() =>
      load(server).catch((error) => {
        fault = stripVTControlCharacters(causeText(error))
          .replace(/^.*ended with/, 'it ended with')
          .slice(0, 160);
      }),
    );
    const seen = await reading.stop();
    const [kept] = await sql<{ view: boolean; grant: boolean }[]>`
      select to_regclass('mine.fast') is not null as view,
        coalesce(has_table_privilege('bench_reader', to_regclass(${table})::oid, 'select'), false)
          as grant`;
    await sql.unsafe(`drop schema if exists s, mine cascade; drop owned by bench_reader;
      drop role bench_reader`);
    const keeps = { keepsView: kept?.view ?? false, keepsGrant: kept?.grant ?? false };
    return { name, seconds, fault, seen, ...keeps };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function describe({ name, seconds, fault, seen, ...kept }: Measured, floor: number): string {
  const ratio = (seconds / floor).toFixed(1);
  return [
    `  ${name.padEnd(24)} ${seconds.toFixed(2)} s, ratio ${ratio}${fault === '' ? '' : `, failed: ${fault}`}`,
    `    view ${kept.keepsView ? 'kept' : 'LOST'}, grant ${kept.keepsGrant ? 'kept' : 'LOST'};`,
    `    reader: empty in ${seen.empty} of ${seen.polls} polls, ${seen.partial} partial, ` +
      `${seen.refused} refused, longest ${seen.longestMs.toFixed(0)} ms`,
  ].join('\n');
}

type Seen = Readonly<Record<'polls' | 'empty' | 'partial' | 'refused' | 'longestMs', number>>;

function readAllAlong(sql: postgres.Sql, table: string) {
  const seen = { polls: 0, empty: 0, partial: 0, refused: 0, longestMs: 0 };
  let isOver = false;
  const reading = (async () => {
    const [whole] = await sql<{ n: number }[]>`select count(*)::integer as n from ${sql(table)}`;
    while (!isOver) {
      const startMs = performance.now();
      const rows = await sql<
        { n: number }[]
      >`select count(*)::integer as n from ${sql(table)}`.catch(() => undefined);
      seen.longestMs = Math.max(seen.longestMs, performance.now() - startMs);
      seen.polls += 1;
      if (rows === undefined) seen.refused += 1;
      else if (rows[0]?.n === 0) seen.empty += 1;
      else if (rows[0]?.n !== whole?.n) seen.partial += 1;
      await sleep(POLL_MS);
    }
    return seen;
  })();
  return {
    stop: () => {
      isOver = true;
      return reading;
    },
  };
}
