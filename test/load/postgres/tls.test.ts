import { chown, copyFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { dataFolder } from '../../../disk/data-folder.js';
import { runProgram } from '../../../load/postgres/embedded/run-program.js';
import { clusterFolder, readServerFile } from '../../../load/postgres/embedded/server-file.js';
import type { Target } from '../../../load/postgres/target.js';
import { parseTargetUrl } from '../../../load/postgres/target-url.js';
import { testTarget } from '../../../load/postgres/test-target.js';
import { makeScratchFolder, removeScratchFolder, startScratchServer, withSql } from '../scratch.js';

const HAS_OPENSSL = (await runProgram('openssl', ['version'])).code === 0;

/** A certificate that speaks for itself, for some names; its key beside it. */
async function makeCertificate(path: string, names: string) {
  const { code, output } = await runProgram('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=test'],
    ...['-addext', `subjectAltName=${names}`, '-keyout', `${path}.key`, '-out', `${path}.crt`],
  ]);
  if (code !== 0) throw new Error(output);
}

describe('a server without TLS', () => {
  let scratch: Awaited<ReturnType<typeof startScratchServer>>;
  beforeAll(async () => {
    scratch = await startScratchServer();
  });
  afterAll(() => removeScratchFolder(scratch.folder));

  test.each(['verify-full', 'require'] as const)(
    'is told to offer none with %s, and what to set instead',
    async (tls) => {
      const target = { ...parseTargetUrl(scratch.server.url), tls };
      const signal = new AbortController().signal;
      const data = dataFolder(scratch.folder);
      await expect(testTarget({ data, target, signal }, silentProgress)).rejects.toMatchObject({
        code: 'TARGET_TLS',
        message: expect.stringMatching(/offers no TLS, which sslmode '.+' needs.+sslmode=disable/),
      });
    },
  );

  test('is reached in clear on this machine without sslmode', async () => {
    const target = parseTargetUrl(scratch.server.url);
    const signal = new AbortController().signal;
    const data = dataFolder(scratch.folder);
    const tested = await testTarget({ data, target, signal }, silentProgress);
    expect([target.tls, tested.tls]).toEqual(['prefer', null]);
  });
});

describe.skipIf(!HAS_OPENSSL)('a server with a certificate of its own making', () => {
  let scratch: Awaited<ReturnType<typeof startScratchServer>>;
  let certificates: string;
  beforeAll(async () => {
    scratch = await startScratchServer();
    certificates = await makeScratchFolder();
    await makeCertificate(join(certificates, 'server'), 'DNS:localhost,IP:127.0.0.1');
    await makeCertificate(join(certificates, 'other'), 'DNS:localhost');
    await serve('server');
  });
  afterAll(async () => {
    await removeScratchFolder(scratch.folder);
    await rm(certificates, { recursive: true });
  });

  /** Has the server show a certificate. */
  async function serve(name: string) {
    const postgresFolder = join(scratch.folder, 'postgres');
    const cluster = clusterFolder(postgresFolder, await readServerFile(postgresFolder));
    const { uid, gid } = await stat(cluster);
    for (const kind of ['crt', 'key']) {
      const path = join(cluster, `server.${kind}`);
      await copyFile(join(certificates, `${name}.${kind}`), path);
      await chown(path, uid, gid);
    }
    await withSql(scratch.server.url, async (sql) => {
      await sql`alter system set ssl = on`;
      await sql`select pg_reload_conf()`;
    });
  }

  function connect(parts: Partial<Target>) {
    const target = { ...parseTargetUrl(scratch.server.url), ...parts };
    const signal = new AbortController().signal;
    return testTarget({ data: dataFolder(scratch.folder), target, signal }, silentProgress);
  }

  test.each(['localhost', '127.0.0.1'])('is trusted as %s by its certificate', async (host) => {
    const tlsCaFile = join(certificates, 'server.crt');
    const tested = await connect({ host, tls: 'verify-full', tlsCaFile });
    expect(tested.tls).toMatch(/^TLSv1/);
  });

  test('is taken without proof with require, and in clear with disable', async () => {
    expect((await connect({ tls: 'require' })).tls).toMatch(/^TLSv1/);
    expect((await connect({ tls: 'disable' })).tls).toBeNull();
  });

  test('is refused with verify-full by those who do not know its certificate', async () => {
    await expect(connect({ host: 'localhost', tls: 'verify-full' })).rejects.toMatchObject({
      code: 'TARGET_TLS',
    });
    const tlsCaFile = join(certificates, 'other.crt');
    await expect(
      connect({ host: 'localhost', tls: 'verify-full', tlsCaFile }),
    ).rejects.toMatchObject({ code: 'TARGET_TLS' });
    await expect(
      connect({ tls: 'verify-full', tlsCaFile: join(certificates, 'none.crt') }),
    ).rejects.toMatchObject({ code: 'TARGET_TLS', message: expect.stringContaining('--ssl-ca') });
  });

  test('is refused when its certificate is for another host', async () => {
    await serve('other');
    const tlsCaFile = join(certificates, 'other.crt');
    await expect(
      connect({ host: '127.0.0.1', tls: 'verify-full', tlsCaFile }),
    ).rejects.toMatchObject({ code: 'TARGET_TLS' });
  });
});
