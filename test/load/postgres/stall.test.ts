import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { smallHistory } from '../fixture-lake.js';
import { loadRows } from '../load-rows.js';
import { removeScratchFolder, startScratchServer, urlOf, withSql } from '../scratch.js';

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
beforeAll(async () => {
  scratch = await startScratchServer();
});
afterAll(() => removeScratchFolder(scratch.folder));

/** A way to the server that goes silent after so many bytes of a client, and stays open. */
async function stallAfter(bytes: number, to: 'server' | 'client') {
  const sockets: Socket[] = [];
  const proxy = createServer((client) => {
    const server = connect(scratch.server.port, '127.0.0.1');
    sockets.push(client, server);
    for (const socket of [client, server]) socket.on('error', () => {});
    let passed = 0;
    const pass = (from: Socket, into: Socket, stalls: boolean) =>
      from.on('data', (part) => {
        passed += stalls ? part.length : 0;
        if (stalls && passed > bytes) from.pause();
        else into.write(part);
      });
    pass(client, server, to === 'server');
    pass(server, client, to === 'client');
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  const address = proxy.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

test.each(['server', 'client'] as const)(
  'a load whose bytes to the %s stall ends with a fault, and the next one goes on',
  async (to) => {
    const url = await scratch.newDatabase();
    const port = await stallAfter(20_000, to);
    const stalled = urlOf(scratch.server, { port, database: new URL(url).pathname.slice(1) });
    const rows = smallHistory({ seasons: 20, laps: 300 });
    const limits = { stallMs: 1_500, lockWaitMs: 0 };
    await expect(loadRows(scratch.folder, stalled, 'large', rows, limits)).rejects.toMatchObject({
      code: 'TARGET_STALLED',
      message: expect.stringContaining('--stall-timeout'),
    });
    const schemas = await withSql(
      url,
      (sql) => sql`select from pg_namespace where nspname = 'lyzer'`,
    );
    expect(schemas).toHaveLength(0);
    expect((await loadRows(scratch.folder, url, 'large', rows)).unchanged).toBe(false);
  },
);
