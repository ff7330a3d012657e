import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { dataFolder, PROGRAM_FOLDER } from '../command/data-folder.js';
import { causeText } from '../command/fault.js';
import { silentProgress } from '../command/progress.js';
import { type Server, startServer, stopServer } from '../load/embedded/embedded-postgres.js';
import { literal, withDuck } from '../transform/duck.js';
import { transform } from '../transform/transform.js';
import { runProcess, timed } from './measure.js';

/** Kept between runs: what is in it takes a minute to install. */
const VENV_FOLDER = join(PROGRAM_FOLDER, 'node_modules', '.cache', 'bench-peers');
const PEERS_FOLDER = join(PROGRAM_FOLDER, 'bench', 'peers');
const POLL_MS = 20;

type Peer = { readonly name: string; readonly load: (server: Server) => Promise<unknown> };

/**
 * All laps by dlt and sling, whole processes, into one server: how long a replace takes against
 * psql's \copy, and what it does to a view, a grant and a reader. Ours is in `bench -- load`.
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
    const { lake } = await transform({ data: dataFolder(folder) }, silentProgress);
    const files = await writeLaps(lake, folder);
    const server = await startServer(postgresFolder);
    const lines = [];
    for (const peer of peersOf(files, sling)) lines.push(await measured(server, peer));
    return ['all laps, a replace over a table that is there, whole processes', ...lines].join('\n');
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
    { name: 'psql', load: ({ url }) => runProcess('psql', [url, '--quiet', ...statements]) },
    {
      name: 'dlt',
      load: ({ url }) =>
        runProcess(bin('python'), [join(PEERS_FOLDER, 'dlt_load.py'), url, files.parquet]),
    },
    {
      name: 'sling',
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

async function measured(server: Server, { name, load }: Peer): Promise<string> {
  const sql = postgres(server.url, { max: 3, onnotice: () => {} });
  try {
    await sql.unsafe(`drop schema if exists s cascade; create schema s`);
    if (name === 'psql') {
      await sql`create table s.lap (race_id text, driver_id text, lap integer, season integer,
        position integer, time text, millis integer)`;
    }
    await load(server);
    await sql.unsafe(`drop role if exists bench_reader; create role bench_reader;
      create view s.fast as select * from s.lap where millis < 60000;
      grant select on s.lap to bench_reader`);
    const reading = readAllAlong(sql);
    let fault = '';
    const seconds = await timed(() =>
      load(server).catch((error) => {
        fault = causeText(error)
          .replace(/^.*ended with/, 'it ended with')
          .slice(0, 160);
      }),
    );
    const seen = await reading.stop();
    const [kept] = await sql`select to_regclass('s.fast') is not null as view,
      coalesce(has_table_privilege('bench_reader', to_regclass('s.lap')::oid, 'select'), false) as grant`;
    await sql.unsafe('drop schema s cascade; drop role bench_reader');
    return [
      `  ${name.padEnd(6)} ${seconds.toFixed(2)} s${fault === '' ? '' : `, failed: ${fault}`}`,
      `    view ${kept?.view ? 'kept' : 'LOST'}, grant ${kept?.grant ? 'kept' : 'LOST'};`,
      `    reader: empty in ${seen.empty} of ${seen.polls} polls, ${seen.partial} partial, ` +
        `${seen.refused} refused, longest ${seen.longestMs.toFixed(0)} ms`,
    ].join('\n');
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function readAllAlong(sql: postgres.Sql) {
  const seen = { polls: 0, empty: 0, partial: 0, refused: 0, longestMs: 0 };
  let isOver = false;
  const reading = (async () => {
    const [whole] = await sql<{ n: number }[]>`select count(*)::integer as n from s.lap`;
    while (!isOver) {
      const startMs = performance.now();
      const rows = await sql<{ n: number }[]>`select count(*)::integer as n from s.lap`.catch(
        () => undefined,
      );
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
