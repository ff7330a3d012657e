import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Server,
  startServer,
  stopServer,
} from '../load/postgres/embedded/embedded-postgres.js';
import { columnNames, fullName } from '../load/schema/target-tables.js';
import { readLake } from '../transform/lake/lake.js';
import { type Lakes, makeLakes, writeCsvFiles } from './load-lakes.js';
import { copyByHand, HAS_PSQL, loadByCommand, makeDatabase, withSql } from './load-server.js';

const ROUNDS = 5;
const CLIENTS = 8;

/** Each with the most that it may be of the floor; none where nothing was promised. */
const MEASURED = {
  'first load': 0.7,
  'load without change': 0.35,
  'correction of 2025 round 22': 0.5,
  'full change': undefined,
} as const;
type Measured = keyof typeof MEASURED;

type Round = { readonly floor: number; readonly seconds: Partial<Record<Measured, number>> };

/**
 * Loads of the seed against psql's \copy of the same rows in the same order into the same
 * finished tables: one server, whole processes, in turns; ratios within each round.
 */
export async function bench(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-bench-'));
  // The server's user must be able to enter.
  await chmod(folder, 0o755);
  const postgres = join(folder, 'postgres');
  try {
    const lakes = await makeLakes(folder);
    const server = await startServer(postgres);
    const tables = await makeDatabase(server, 'floor', true);
    const columns = new Map(tables.map((table) => [fullName(table), columnNames(table)]));
    const lake = await readLake(lakes.now.lake);
    const csvFolder = join(folder, 'csv');
    await writeCsvFiles(lake, csvFolder, columns);
    const loaded = tables.filter((table) => lake.tables.some((one) => isSame(one, table)));
    const rounds: Round[] = [];
    const findings = { longestMs: 0, written: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      await makeDatabase(server, 'floor', true);
      const floor = await copyByHand(server, 'floor', csvFolder, loaded);
      rounds.push({ floor, seconds: await loadInTurn(server, lakes, findings) });
    }
    return report(
      rounds,
      findings,
      lake.tables.reduce((sum, { rows }) => sum + rows, 0),
    );
  } finally {
    await stopServer(postgres);
    await rm(folder, { recursive: true, force: true });
  }
}

type Findings = { longestMs: number; written: number };

async function loadInTurn(server: Server, lakes: Lakes, findings: Findings) {
  const seconds: Partial<Record<Measured, number>> = {};
  await makeDatabase(server, 'first', false);
  seconds['first load'] = await loadByCommand(server, 'first', lakes.now.root);
  const before = await countWritten(server);
  seconds['load without change'] = await loadByCommand(server, 'first', lakes.now.root);
  findings.written += (await countWritten(server)) - before;
  const reading = readAllAlong(server);
  seconds['full change'] = await loadByCommand(server, 'first', lakes.changed.root, '--stale-ok');
  findings.longestMs = Math.max(findings.longestMs, await reading.stop());
  if (lakes.old === undefined) return seconds;
  await makeDatabase(server, 'old', false);
  await loadByCommand(server, 'old', lakes.old.root);
  seconds['correction of 2025 round 22'] = await loadByCommand(server, 'old', lakes.now.root);
  return seconds;
}

/** Rows that were written into the data tables since the database was made. */
async function countWritten(server: Server): Promise<number> {
  // Statistics come a moment after what they tell of.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const [row] = await withSql(
    server,
    'first',
    (sql) => sql`
    select sum(n_tup_ins + n_tup_upd + n_tup_del)::integer as written
    from pg_stat_user_tables where schemaname in ('lyzer', 'lyzer_metrics')`,
  );
  return Number(row?.written);
}

/** Clients that read a few rows over and over, and the longest that one had to wait. */
function readAllAlong(server: Server) {
  let isDone = false;
  let longestMs = 0;
  const reading = withSql(
    server,
    'first',
    (sql) =>
      Promise.all(
        Array.from({ length: CLIENTS }, async () => {
          while (!isDone) {
            const startMs = performance.now();
            const rows = await sql`
              select lap.millis from lyzer.lap
              join lyzer.race on race.id = race_id
              where race.season = 2024 and race.round = 1 and lap.lap = 1`;
            if (rows.length === 0) throw new Error('a reader saw an empty table');
            longestMs = Math.max(longestMs, performance.now() - startMs);
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        }),
      ),
    CLIENTS,
  );
  return {
    async stop() {
      isDone = true;
      await reading;
      return longestMs;
    },
  };
}

function report(rounds: readonly Round[], { longestMs, written }: Findings, rows: number): string {
  const by = HAS_PSQL ? "psql's \\copy" : 'COPY by npm postgres (no psql here)';
  const floors = rounds.map(({ floor }) => floor);
  const lines = (Object.keys(MEASURED) as Measured[]).map((name) => {
    const times = rounds.flatMap(({ seconds }) => seconds[name] ?? []);
    if (times.length === 0) return `  ${name.padEnd(30)} skipped, no stand-in for Jolpica`;
    const ratios = rounds.flatMap(({ floor, seconds }) => (seconds[name] ?? Number.NaN) / floor);
    const bar = MEASURED[name] === undefined ? '' : `, to be at most ${MEASURED[name]}`;
    return `  ${name.padEnd(30)} ${median(times).toFixed(2)} s, ratio ${median(ratios).toFixed(2)}${bar}`;
  });
  return [
    `load of ${rows.toLocaleString('en-US')} rows, ${rounds.length} rounds, medians; whole processes, one server`,
    `  ${`floor: ${by}`.padEnd(30)} ${median(floors).toFixed(2)} s`,
    ...lines,
    `  ${'written without change'.padEnd(30)} ${written} rows, to be 0`,
    `  ${`longest read of ${CLIENTS} clients`.padEnd(30)} ${longestMs.toFixed(0)} ms during the full change, to be at most 500`,
  ].join('\n');
}

function isSame(one: { schema: string; name: string }, other: { schema: string; name: string }) {
  return one.schema === other.schema && one.name === other.name;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
