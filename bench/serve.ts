import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { z } from 'zod';
import { silentProgress } from '../command/progress.js';
import { dataFolder, PROGRAM_FOLDER, SEED_FOLDER } from '../disk/data-folder.js';
import { readSnapshot } from '../extract/archive/archive.js';
import { writeSnapshot } from '../extract/archive/write-archive.js';
import { transform } from '../transform/transform.js';

const SECONDS = 10;
const ROUNDS = 3;
const CONNECTIONS = 50;
const IDLE = 10_000;
const PAGES = 5_000;
const SEASON = '/ergast/f1/2024/results/?limit=100';

/** A season's results under load, a new lake taken up meanwhile, and ten thousand idle clients. */
export async function bench(): Promise<string> {
  const data = dataFolder(await mkdtemp(join(tmpdir(), 'lyzer-bench-')));
  await cp(SEED_FOLDER, data.archive, { recursive: true });
  await transform({ data }, silentProgress);
  const server = await startServer(data.root);
  try {
    const lines = [
      `a season's results (100 rows), ${CONNECTIONS} connections, ${SECONDS} s a round`,
    ];
    await load(server.url, SEASON);
    for (let round = 1; round <= ROUNDS; round += 1) {
      const result = await load(server.url, SEASON);
      lines.push(`  round ${round}: ${describe(result)}, memory ${await memoryOf(server.url)} MB`);
    }
    lines.push('  to be: at least 2000 a second, p99 under 50 ms, memory stable');
    for (const [name, path] of Object.entries(OTHERS)) {
      lines.push(`  ${name}: ${describe(await load(server.url, path))}`);
    }
    lines.push(`  a new lake under that load: ${await swapUnderLoad(data.root, server.url)}`);
    lines.push(`  idle clients: ${await idleClients(server.url)}`);
    return lines.join('\n');
  } finally {
    server.stop();
    await rm(data.root, { recursive: true, force: true });
  }
}

const OTHERS = {
  'one race of laps (100 rows)': '/ergast/f1/2024/5/laps/?limit=100',
  'a filter over all results': '/ergast/f1/drivers/hamilton/results/1/?limit=100',
  'pages that nobody asked for lately': '/ergast/f1/results/?limit=100&offset=',
  'a table, 100 rows from DuckDB': '/api/v1/tables/race_result?season=2024&limit=100',
};

async function startServer(root: string) {
  const args = ['--import', 'tsx', 'cli.ts', 'serve', '--data', root, '--port', '0', '--json'];
  const child = spawn(process.execPath, args, {
    cwd: PROGRAM_FOLDER,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(line));
  return { url, stop: () => void child.kill() };
}

function load(url: string, path: string, seconds = SECONDS) {
  const how = { url: url + path, connections: CONNECTIONS, duration: seconds };
  if (!path.endsWith('=')) return autocannon(how);
  // More than the server keeps of what was asked for lately.
  const requests = Array.from({ length: PAGES }, (_, offset) => ({ path: path + offset }));
  return autocannon({ ...how, requests });
}

function describe({ requests, latency, errors, timeouts, non2xx }: autocannon.Result): string {
  const failed = errors + timeouts + non2xx;
  return `${requests.average.toFixed(0)} a second, p99 ${latency.p99} ms, ${failed} failed`;
}

async function memoryOf(url: string): Promise<string> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const [, bytes] = /^process_resident_memory_bytes (\d+)/m.exec(text) ?? [];
  return (Number(bytes) / 2 ** 20).toFixed(0);
}

/** The same lists as a new snapshot: another lake, which is built and taken up under load. */
async function swapUnderLoad(root: string, url: string): Promise<string> {
  const data = dataFolder(root);
  const { id, lists, source } = await readSnapshot(data.archive);
  const before = await snapshotOf(url);
  const running = load(url, SEASON, 3 * SECONDS);
  await writeSnapshot(data.archive, id, source, lists, {});
  await transform({ data }, silentProgress);
  const result = await running;
  const after = await snapshotOf(url);
  const taken = before === after ? 'not taken up' : 'taken up';
  return `${taken}, ${describe(result)}, worst ${result.latency.max} ms`;
}

async function snapshotOf(url: string): Promise<string> {
  const ready = await (await fetch(`${url}/ready`)).json();
  return z.object({ snapshot: z.string() }).parse(ready).snapshot;
}

async function idleClients(url: string): Promise<string> {
  const port = Number(new URL(url).port);
  const sockets: Socket[] = [];
  let refused = '';
  try {
    while (sockets.length < IDLE) sockets.push(await open(port));
  } catch (error) {
    refused = ` (then ${error instanceof Error ? error.message : error})`;
  }
  const startMs = performance.now();
  const { status } = await fetch(url + SEASON);
  const waitMs = performance.now() - startMs;
  const memory = await memoryOf(url);
  for (const socket of sockets) socket.destroy();
  await sleep(500);
  const kept = `${sockets.length} kept open${refused}`;
  return `${kept}, an answer ${status} among them after ${waitMs.toFixed(0)} ms, memory ${memory} MB`;
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => {});
  return socket;
}
