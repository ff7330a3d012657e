import { readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  findServer,
  startServer,
  stopServer,
} from '../../../load/postgres/embedded/embedded-postgres.js';
import { clusterFolder, readServerFile } from '../../../load/postgres/embedded/server-file.js';
import { makeScratchFolder, removeScratchFolder, runScript, withSql } from '../scratch.js';

describe('the embedded Postgres', () => {
  let folder: string;
  let postgresFolder: string;
  beforeAll(async () => {
    folder = await makeScratchFolder();
    postgresFolder = join(folder, 'postgres');
  });
  afterAll(() => removeScratchFolder(folder));

  test('is not found and cannot be stopped before its first start', async () => {
    expect(await findServer(postgresFolder)).toBeUndefined();
    expect(await stopServer(postgresFolder)).toEqual({ stopped: false });
  });

  test('is made and started once by two commands at the same moment', async () => {
    const code = startCode(postgresFolder);
    const outputs = await Promise.all([runScript(code).closed, runScript(code).closed]);
    const servers = outputs.map((output) => JSON.parse(output));
    expect(servers[0].port).toBe(servers[1].port);
    expect(servers.filter(({ startedNow }) => startedNow)).toHaveLength(1);
  });

  test('outlives the process that started it, and the next one finds it', async () => {
    await stopServer(postgresFolder);
    const { child, spoke, closed } = runScript(
      `${startCode(postgresFolder)}; setTimeout(() => {}, 60_000)`,
    );
    const started = JSON.parse(await spoke);
    child.kill('SIGKILL');
    await closed;
    const found = await startServer(postgresFolder);
    expect(found).toMatchObject({ port: started.port, startedNow: false });
  });

  test('is a database lyzer in UTF-8 and UTC, open to this machine only', async () => {
    const { url } = await startServer(postgresFolder);
    const [row] = await withSql(
      url,
      (sql) => sql`
      select current_database() as database, upper('räikkönen') as name,
        current_setting('timezone') as timezone, current_setting('fsync') as fsync,
        current_setting('listen_addresses') as addresses,
        current_setting('search_path') as path`,
    );
    expect(row).toEqual({
      // Without a schema, what a user makes goes into public.
      path: '"$user", public, lyzer, lyzer_metrics, lyzer_api, lyzer_flat',
      database: 'lyzer',
      name: 'RÄIKKÖNEN',
      timezone: 'UTC',
      fsync: 'on',
      addresses: '127.0.0.1',
    });
  });

  test('keeps its password where only the owner can read it', async () => {
    const { mode } = await stat(join(postgresFolder, 'server.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  test('starts again after its postmaster was killed', async () => {
    const before = await startServer(postgresFolder);
    process.kill(await postmasterPid(postgresFolder), 'SIGKILL');
    expect(await startServer(postgresFolder)).toMatchObject({
      port: before.port,
      startedNow: true,
    });
  });

  test('refuses a port that is taken when asked for it', async () => {
    await stopServer(postgresFolder);
    await onTakenPort(0, async (port) => {
      await expect(startServer(postgresFolder, { port })).rejects.toThrow(
        `cannot listen on port ${port}`,
      );
    });
  });

  test('refuses another port while it runs', async () => {
    const { port } = await startServer(postgresFolder);
    await expect(startServer(postgresFolder, { port: port + 1 })).rejects.toThrow(
      'SERVER_RUNNING: ',
    );
  });

  test('moves to another port, and says so, when its own was taken meanwhile', async () => {
    const before = await startServer(postgresFolder);
    await stopServer(postgresFolder);
    await onTakenPort(before.port, async () => {
      const moved = await startServer(postgresFolder);
      expect(moved.port).not.toBe(before.port);
      expect(moved.note).toContain(`port ${before.port} is taken`);
      expect(await findServer(postgresFolder)).toMatchObject({ port: moved.port });
    });
  });

  test('gets a new password, and keeps its rows, when server.json is lost', async () => {
    const before = await startServer(postgresFolder);
    await withSql(before.url, (sql) => sql`create table public.kept (id integer)`);
    await rm(join(postgresFolder, 'server.json'));
    const after = await startServer(postgresFolder);
    expect(after.password).not.toBe(before.password);
    expect(await withSql(after.url, (sql) => sql`select count(*)::integer as n from kept`)).toEqual(
      [{ n: 0 }],
    );
  });

  test('moves along with its data folder', async () => {
    await stopServer(postgresFolder);
    const moved = join(folder, 'moved');
    await rename(postgresFolder, moved);
    expect(await startServer(moved)).toMatchObject({ startedNow: true });
    await stopServer(moved);
    await rename(moved, postgresFolder);
  });

  test('takes over the lock of a process that was killed', async () => {
    await stopServer(postgresFolder);
    const lock = JSON.stringify(join(postgresFolder, 'lock'));
    const { child, spoke, closed } = runScript(`
      import { withFileLock } from './disk/file-lock.js';
      await withFileLock(${lock}, 1000, () => new Promise(() => {
        console.log('held');
        setTimeout(() => {}, 60_000);
      }));`);
    await spoke;
    child.kill('SIGKILL');
    await closed;
    expect(await startServer(postgresFolder)).toMatchObject({ startedNow: true });
  });
});

// Nobody but root runs into this; without root there is nothing to test.
describe.skipIf(process.getuid?.() !== 0)('as root in a folder that others may not enter', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await makeScratchFolder(0o700);
  });
  afterAll(() => removeScratchFolder(folder));

  test('the cluster is kept where its user may enter', async () => {
    const postgresFolder = join(folder, 'postgres');
    const { url } = await startServer(postgresFolder);
    expect(await withSql(url, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
    const file = await readServerFile(postgresFolder);
    expect(file?.outsideCluster).toMatch(/^\/var\/lib\/lyzer-etl\/[0-9a-f]{12}\/cluster$/);
    expect(await findServer(postgresFolder)).toMatchObject({ startedNow: false });
    expect(await stopServer(postgresFolder)).toEqual({ stopped: true });
  });
});

function startCode(postgresFolder: string): string {
  return `
    import { startServer } from './load/postgres/embedded/embedded-postgres.js';
    console.log(JSON.stringify(await startServer(${JSON.stringify(postgresFolder)})))`;
}

async function postmasterPid(postgresFolder: string): Promise<number> {
  const file = join(clusterFolder(postgresFolder), 'postmaster.pid');
  return Number((await readFile(file, 'utf8')).split('\n')[0]);
}

async function onTakenPort(port: number, work: (port: number) => Promise<void>) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  try {
    await work(typeof address === 'object' && address !== null ? address.port : port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
