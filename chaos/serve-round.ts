import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Machine } from './machine.js';
import type { Problems } from './promises.js';
import type { Random } from './random.js';
import { startCommand, TOKEN } from './start-command.js';

/** Ends only when it is ended. */
const ENDLESS =
  'with recursive t(n) as (select 1 union all select n + 1 from t) select n from t where n < 0';
const START_TRIES = 600;

/** The process that answers a query is killed: the server answers on, and leaves no process. */
export async function serveRound(machine: Machine, random: Random) {
  const args = ['serve', '--data', machine.data.root, '--port', '0', '--query', '--json'];
  const server = startCommand(args, machine);
  machine.say(`serve, and a query's process is killed`);
  const url = await untilUrl(server.stdout);
  const problems = url === undefined ? ['serve did not start'] : await killQuery(url, server.pid);
  const signal = random.pick(['SIGKILL', 'SIGTERM', 'SIGINT']);
  machine.say(`${signal} to serve`);
  server.signal(signal);
  const { code, stderr } = await server.ended;
  const isTold = signal === 'SIGKILL' || code === 130 || code === 0;
  const end = isTold ? [] : [`serve ended with exit code ${code}: ${stderr.slice(-1_000)}`];
  return { name: 'killed query of serve', problems: [...problems, ...end] };
}

async function killQuery(url: string, server: number): Promise<Problems> {
  const endless = ask(url, ENDLESS);
  const pid = await untilChild(server);
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  const killed = await endless;
  const good = await ask(url, 'select count(*) as races from race');
  return [
    ...(pid === undefined ? ['no process answers a query'] : []),
    ...(killed.status >= 400 ? [] : [`a killed query was answered with ${killed.status}`]),
    ...(/"code":/.test(killed.body) ? [] : [`a killed query says '${killed.body}'`]),
    ...(/\b2\b/.test(good.body) && good.status === 200
      ? []
      : [`after a killed query, the next says ${good.status} '${good.body}'`]),
  ];
}

async function ask(url: string, sql: string) {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ sql })}`, { headers });
  return { status: answer.status, body: await answer.text() };
}

async function untilUrl(stdout: () => string): Promise<string | undefined> {
  for (let tries = 0; tries < START_TRIES; tries++) {
    const url = /"url":"([^"]+)"/.exec(stdout())?.[1];
    if (url !== undefined) return url;
    await sleep(50);
  }
  return undefined;
}

async function untilChild(server: number): Promise<number | undefined> {
  for (let tries = 0; tries < START_TRIES; tries++) {
    const { stdout } = await promisify(execFile)('ps', ['-Ao', 'pid=,ppid=,args=']);
    const lines = stdout.split('\n').map((line) => line.trim().split(/\s+/));
    const child = lines.find(([, parent]) => Number(parent) === server);
    if (child) return Number(child[0]);
    await sleep(20);
  }
  return undefined;
}
