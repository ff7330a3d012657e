import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { silentProgress } from '../command/progress.js';
import { dataFolder, PROGRAM_FOLDER } from '../disk/data-folder.js';
import { addToken } from '../serve/access/tokens.js';
import { randomOf } from '../test/fuzz/random.js';
import { transform } from '../transform/transform.js';

const REQUESTS = 200_000;
const AT_ONCE = 50;
const IDLE = 10_000;
const SEED = 1;
/** More would shut the others out: they come from one address. */
const GUESS_EVERY = 2_000;

/** Hostile neighbours: varied requests, right and wrong, beside idle connections. */
export async function bench(): Promise<string> {
  const data = dataFolder(await mkdtemp(join(tmpdir(), 'lyzer-bench-')));
  await transform({ data }, silentProgress);
  const config = join(data.root, 'config');
  const token = await addToken(join(config, 'lyzer-etl', 'serve-tokens.json'), 'bench', 'read');
  const server = await startServer(data.root, config);
  const idle: Socket[] = [];
  try {
    const before = await memoryOf(server.url);
    while (idle.length < IDLE) idle.push(await open(server.url));
    const withIdle = await memoryOf(server.url);
    const startMs = performance.now();
    const statuses = await sendAll(server.url, token);
    const seconds = (performance.now() - startMs) / 1000;
    const after = await memoryOf(server.url);
    const counts = [...statuses].sort().map(([status, count]) => `${status}: ${count}`);
    const faults = [...statuses].filter(([status]) => status >= 500 && status !== 503);
    return [
      `${REQUESTS} varied requests in ${seconds.toFixed(0)} s beside ${idle.length} idle connections`,
      `  memory ${before} MB, ${withIdle} MB with the idle ones, ${after} MB at the end`,
      `  ${counts.join(', ')}; faults: ${faults.length}, to be: 0`,
    ].join('\n');
  } finally {
    for (const socket of idle) socket.destroy();
    server.stop();
    await rm(data.root, { recursive: true, force: true });
  }
}

async function startServer(root: string, config: string) {
  const args = ['--import', 'tsx', 'cli.ts', 'serve', '--data', root, '--port', '0', '--json'];
  const child = spawn(process.execPath, [...args, '--query'], {
    cwd: PROGRAM_FOLDER,
    env: { ...process.env, XDG_CONFIG_HOME: config },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(line));
  return { url, stop: () => void child.kill() };
}

const METHODS = ['GET', 'GET', 'GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];
const PATHS = [
  ...['/', '/health', '/ready', '/openapi.json', '/docs/', '/nowhere', '/%zz', '/ergast/f1/%00/'],
  ...['/api/v1/tables', '/api/v1/overview', '/api/v1/races/current', '/api/v1/history'],
  ...['/api/v1/runs', '/api/v1/runs/x', '/api/v1/runs/x/events', '/api/v1/status'],
  ...['/api/v1/query?sql=select%201', '/api/v1/query', '/api/v1/targets', '/api/v1/diff'],
];
const VALUES = ['', '0', '-1', '1e99', 'hamilton', "'; drop table race", '%F0%9F', '2024', 'null'];
const FIELDS = ['season', 'limit', 'offset', 'sort', 'select', 'position.lte', 'date.in', 'format'];

function pathOf(index: number): { method: string; path: string; kind: number } {
  const random = randomOf(SEED, index);
  const [year, round] = [1950 + random.below(80), random.below(26)];
  const query = `${random.pick(FIELDS)}=${encodeURIComponent(random.pick(VALUES))}`;
  const resource = random.pick(['results', 'laps', 'drivers', 'driverstandings', 'x', 'status']);
  const table = random.pick(['race', 'driver', 'race_result', 'lap', 'none', 'driver_season']);
  const path = random.pick([
    random.pick(PATHS),
    `/ergast/f1/${year}/${round}/${resource}/?${query}`,
    `/ergast/f1/${resource}/?offset=${random.below(30_000)}`,
    `/api/v1/tables/${table}?${query}&limit=${random.below(200)}`,
    `/api/v1/tables/${table}?season=${year}`,
  ]);
  return { method: random.pick(METHODS), path, kind: random.below(20) };
}

async function sendAll(url: string, token: string): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  let next = 0;
  const work = async () => {
    for (let index = next++; index < REQUESTS; index = next++) {
      const status = await send(url, agent, token, index);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  agent.destroy();
  return statuses;
}

/** The status of one answer; 0 where the connection was closed. */
function send(url: string, agent: Agent, token: string, index: number): Promise<number> {
  const { method, path, kind } = pathOf(index);
  const { hostname, port } = new URL(url);
  const authorization = `Bearer ${index % GUESS_EVERY === 0 ? `guess-${index}` : token}`;
  const headers = {
    ...(kind < 15 && { authorization }),
    ...(kind === 1 && { host: 'evil.example' }),
  };
  return new Promise((resolve) => {
    const asked = request({ agent, hostname, port, method, path, headers }, (answer) => {
      answer.on('error', () => {}).on('close', () => resolve(answer.statusCode ?? 0));
      // Some clients leave in the middle.
      if (kind === 2) answer.destroy();
      else answer.resume();
    });
    asked.on('error', () => resolve(0)).end(method === 'POST' ? '{"kind":' : undefined);
  });
}

async function memoryOf(url: string): Promise<string> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const [, bytes] = /^process_resident_memory_bytes (\d+)/m.exec(text) ?? [];
  return (Number(bytes) / 2 ** 20).toFixed(0);
}

async function open(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
  await once(socket, 'connect');
  return socket;
}
