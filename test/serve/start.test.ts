import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { dataFolder } from '../../disk/data-folder.js';
import { isAlive } from '../../disk/file-lock.js';
import { findServer } from '../../load/postgres/embedded/embedded-postgres.js';
import { makeScratchFolder, removeScratchFolder, withSql } from '../load/scratch.js';
import { linesOf, runCli, startCli } from '../run-cli.js';
import { copyOneRace } from '../shared/lakes.js';

let folder = '';
let postgresFolder = '';

beforeAll(async () => {
  folder = await makeScratchFolder();
  // The whole history takes the same way, in test/pipeline/pipeline.test.ts.
  await copyOneRace(dataFolder(folder));
  postgresFolder = join(folder, 'postgres');
});

afterAll(() => removeScratchFolder(folder));

function start(...args: string[]) {
  const run = startCli(['start', '--json', '--data', folder, ...args]);
  onTestFinished(() => {
    run.child.kill('SIGKILL');
  });
  return run;
}

/** Listens on a port that was free. */
async function listen(): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port: address.port, close };
}

async function serverPid(): Promise<number> {
  const lines = await readFile(join(postgresFolder, 'cluster', 'postmaster.pid'), 'utf8');
  return Number(lines.split('\n')[0]);
}

async function countRaces(): Promise<unknown> {
  const server = await findServer(postgresFolder);
  return withSql(server?.url ?? 'no server', async (sql) => {
    const [row] = await sql`select count(*)::integer as races from lyzer.race`;
    return row?.races;
  });
}

test('a port in use is told in one line', async () => {
  const other = await listen();
  const { code, stdout, stderr } = await start('--port', `${other.port}`).closed;
  await other.close();
  expect(stderr).toMatch(/^PORT_IN_USE: [^\n]+\n$/);
  expect(stderr).toContain(`${other.port}`);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'PORT_IN_USE', exitCode: 1 } });
  expect(code).toBe(1);
});

test('start serves the history from Postgres and over HTTP, until Ctrl-C', async () => {
  const free = await listen();
  await free.close();
  const { child, closed, printed } = start('--port', `${free.port}`);
  const output = await printed;
  expect(linesOf(output)).toHaveLength(1);
  expect(JSON.parse(output)).toMatchObject({ load: { unchanged: false } });
  expect((await findServer(postgresFolder))?.port).toBe(free.port);
  expect(await countRaces()).toBe(1);
  const { serving } = JSON.parse(output);
  expect((await fetch(`${serving}/ergast/f1/1950/`)).status).toBe(200);
  child.kill('SIGINT');
  const { code, stdout, stderr } = await closed;
  expect([code, stdout]).toEqual([0, output]);
  expect(linesOf(stderr).at(-1)).toMatch(/server and Postgres are stopped/);
  // Postgres takes this file away as its last act. (Its pid may stay as a zombie where init does not reap.)
  await expect(serverPid()).rejects.toMatchObject({ code: 'ENOENT' });
});

test('of two starts on one folder, the last one that ends stops Postgres', async () => {
  const [one, other] = [start(), start()];
  await Promise.all([one.printed, other.printed]);
  one.child.kill('SIGINT');
  const first = await one.closed;
  expect([first.code, linesOf(first.stderr).at(-1)]).toEqual([
    0,
    expect.stringContaining("another 'npm start' uses it"),
  ]);
  expect(await countRaces()).toBe(1);
  // A user that is killed is none any more.
  const killed = start();
  await killed.printed;
  killed.child.kill('SIGKILL');
  await killed.closed;
  other.child.kill('SIGINT');
  expect((await other.closed).code).toBe(0);
  await expect(serverPid()).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await findServer(postgresFolder)).toBeUndefined();
});

test('a URL of a server that is stopped is one that psql refuses, never an empty one', async () => {
  const { code, stdout, stderr } = await runCli('db', 'url', '--data', folder);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^DB_STOPPED: /)]);
  expect(stdout).toMatch(/^postgres:\/\/the-embedded-postgres-does-not-run:\D+\n$/);
  const psql = spawnSync('psql', [stdout.trim(), '-c', 'select 1'], { encoding: 'utf8' });
  // Where there is no psql, the text above is all that can be tried.
  if (psql.error === undefined) {
    expect([psql.status, psql.stderr]).toEqual([2, expect.stringContaining('port')]);
  }
  const asJson = await runCli('db', 'url', '--json', '--data', folder);
  expect(JSON.parse(asJson.stdout)).toMatchObject({ error: { code: 'DB_STOPPED' } });
});

test('the server of a start that was killed is taken over, and ends with db stop', async () => {
  const killed = start();
  await killed.printed;
  const pid = await serverPid();
  killed.child.kill('SIGKILL');
  await killed.closed;
  expect(isAlive(pid)).toBe(true);
  expect(await runCli('db', 'url', '--data', folder)).toMatchObject({ code: 0, stderr: '' });

  const next = start();
  expect(JSON.parse(await next.printed)).toMatchObject({ load: { unchanged: true } });
  expect(await serverPid()).toBe(pid);
  next.child.kill('SIGKILL');
  await next.closed;

  const stop = await runCli('db', 'stop', '--json', '--data', folder);
  expect(JSON.parse(stop.stdout)).toEqual({ stopped: true });
  // Postgres takes this file away as its last act. (Its pid may stay as a zombie where init does not reap.)
  await expect(serverPid()).rejects.toMatchObject({ code: 'ENOENT' });
});
