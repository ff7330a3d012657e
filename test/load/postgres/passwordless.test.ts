import { chmod, chown, readFile, stat, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { dataFolder } from '../../../disk/data-folder.js';
import { addTarget, type NewTarget } from '../../../load/postgres/add-target.js';
import { startServer, stopServer } from '../../../load/postgres/embedded/embedded-postgres.js';
import { runProgram } from '../../../load/postgres/embedded/run-program.js';
import { clusterFolder, readServerFile } from '../../../load/postgres/embedded/server-file.js';
import { findTarget, targetOf } from '../../../load/postgres/find-target.js';
import { testTarget } from '../../../load/postgres/test-target.js';
import { removeScratchFolder, startScratchServer, withSql } from '../scratch.js';

const SECRET = 'Xq7:pass\\word';
const HAS_OPENSSL = (await runProgram('openssl', ['version'])).code === 0;
const ME = userInfo().username;

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let folder = '';
let port = 0;

/** Three logins without a password, one with; and a socket for who has the same name here. */
const LOGINS = `
local all all peer
host all truster 127.0.0.1/32 trust
hostssl all shower 127.0.0.1/32 cert
host all all 127.0.0.1/32 scram-sha-256
`;

beforeAll(async () => {
  scratch = await startScratchServer();
  folder = scratch.folder;
  vi.stubEnv('XDG_CONFIG_HOME', join(folder, 'config'));
  const postgresFolder = join(folder, 'postgres');
  const cluster = clusterFolder(postgresFolder, await readServerFile(postgresFolder));
  await withSql(scratch.server.url, async (sql) => {
    await sql.unsafe(`create role truster login`);
    await sql.unsafe(`create role shower login`);
    await sql.unsafe(`create role "${ME}" login`).catch(() => {});
    await sql.unsafe(`create role secretive login password '${SECRET}'`);
    await sql`grant create on database lyzer to truster, shower, secretive, ${sql(ME)}`;
    await sql.unsafe(`alter system set unix_socket_directories = '${cluster}'`);
  });
  // Written in place: it stays its owner's.
  await writeFile(join(cluster, 'pg_hba.conf'), LOGINS);
  if (HAS_OPENSSL) await showCertificates(cluster);
  await stopServer(postgresFolder);
  port = (await startServer(postgresFolder)).port;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await removeScratchFolder(folder);
});
afterEach(() => {
  for (const name of ['PGPASSFILE', 'PGSERVICEFILE', 'PGSERVICE', 'PGPASSWORD']) {
    vi.stubEnv(name, undefined);
  }
});

/** The server's certificate, and one of ours for the login `shower`, by one authority. */
async function showCertificates(cluster: string) {
  const openssl = async (...args: string[]) => {
    const { code, output } = await runProgram('openssl', args);
    if (code !== 0) throw new Error(output);
  };
  const at = (name: string) => join(folder, name);
  const key = ['-newkey', 'rsa:2048', '-nodes'];
  const server = ['-subj', '/CN=test', '-addext', 'subjectAltName=IP:127.0.0.1'];
  await openssl(
    ...['req', '-x509', ...key, '-days', '2', ...server],
    ...['-keyout', at('server.key'), '-out', at('server.crt')],
  );
  await openssl(
    ...['req', ...key, '-subj', '/CN=shower'],
    ...['-keyout', at('our.key'), '-out', at('our.csr')],
  );
  await openssl(
    ...['x509', '-req', '-days', '2', '-in', at('our.csr'), '-out', at('our.crt')],
    ...['-CA', at('server.crt'), '-CAkey', at('server.key'), '-CAcreateserial'],
  );
  const { uid, gid } = await stat(cluster);
  for (const name of ['server.crt', 'server.key']) {
    await writeFile(join(cluster, name), await readFile(at(name)), { mode: 0o600 });
    await chown(join(cluster, name), uid, gid);
  }
  const settings = "ssl = on\nssl_ca_file = 'server.crt'\n";
  await writeFile(join(cluster, 'postgresql.auto.conf'), settings, { flag: 'a' });
}

/** Connects to the target at a URL. */
async function connect(url: string) {
  return reach(await targetOf({ target: 'local', url }));
}

async function reach(target: Awaited<ReturnType<typeof targetOf>>) {
  const signal = new AbortController().signal;
  const { target: shown, tls } = await testTarget(
    { data: dataFolder(folder), target, signal },
    silentProgress,
  );
  return { user: shown.user, tls };
}

const SAVED: NewTarget = {
  ...{ name: 'saved', url: undefined, host: '127.0.0.1', port: undefined, database: 'lyzer' },
  ...{ user: 'truster', passwordEnv: undefined, passwordFile: undefined, neverAsk: true },
  ...{ ssl: 'disable', sslCa: undefined, sslCert: undefined, sslKey: undefined },
  ...{ production: false, schemaPrefix: '' },
};

test('a server that trusts is reached by URL and as a saved target', async () => {
  const url = `postgres://truster@127.0.0.1:${port}/lyzer?sslmode=disable`;
  expect(await connect(url)).toEqual({ user: 'truster', tls: null });
  await addTarget({ ...SAVED, name: 'trusting', port });
  expect(await reach(await findTarget('trusting'))).toEqual({ user: 'truster', tls: null });
});

test('a socket is reached by who has that name on this machine, and by nobody else', async () => {
  const postgresFolder = join(folder, 'postgres');
  const cluster = clusterFolder(postgresFolder, await readServerFile(postgresFolder));
  const at = encodeURIComponent(cluster);
  expect(await connect(`postgres://${ME}@${at}:${port}/lyzer`)).toEqual({ user: ME, tls: null });
  await addTarget({ ...SAVED, name: 'peer', host: cluster, port, user: ME, ssl: undefined });
  expect(await reach(await findTarget('peer'))).toEqual({ user: ME, tls: null });
  await expect(connect(`postgres://truster@${at}:${port}/lyzer`)).rejects.toMatchObject({
    code: 'TARGET_LOGIN',
  });
  await expect(connect(`postgres://${ME}@%2Fnowhere:${port}/lyzer`)).rejects.toMatchObject({
    code: 'TARGET_UNREACHABLE',
    message: expect.stringContaining('/nowhere/.s.PGSQL.'),
  });
});

test.skipIf(!HAS_OPENSSL)('a certificate of ours is shown instead of a password', async () => {
  const files = { sslCert: join(folder, 'our.crt'), sslKey: join(folder, 'our.key') };
  const ours = `sslcert=${files.sslCert}&sslkey=${files.sslKey}`;
  const proven = `sslrootcert=${join(folder, 'server.crt')}`;
  const at = `postgres://shower@127.0.0.1:${port}/lyzer`;
  const reached = { user: 'shower', tls: expect.stringMatching(/^TLSv1/) };
  expect(await connect(`${at}?${ours}&${proven}`)).toEqual(reached);
  expect(await connect(`${at}?${ours}&sslmode=require`)).toEqual(reached);
  await addTarget({
    ...{ ...SAVED, name: 'showing', port, user: 'shower', ssl: 'verify-full' },
    ...{ ...files, sslCa: join(folder, 'server.crt') },
  });
  expect(await reach(await findTarget('showing'))).toEqual(reached);
  await expect(connect(`${at}?${proven}`)).rejects.toMatchObject({
    code: expect.stringMatching(/^TARGET_(TLS|LOGIN)$/),
  });
});

test('a password comes from PGPASSFILE, if only its owner may read it', async () => {
  const file = join(folder, 'pgpass');
  const lines = [
    '# host:port:database:user:password',
    `127.0.0.1:${port}:lyzer:another:wrong`,
    `*:${port}:lyzer:secretive:${SECRET.replace(/[:\\]/g, '\\$&')}`,
    '*:*:*:*:too late',
  ];
  await writeFile(file, lines.join('\n'), { mode: 0o600 });
  const url = `postgres://secretive@127.0.0.1:${port}/lyzer`;
  await expect(connect(url)).rejects.toMatchObject({ code: 'TARGET_LOGIN' });
  vi.stubEnv('PGPASSFILE', file);
  expect(await connect(url)).toMatchObject({ user: 'secretive' });
  await addTarget({ ...SAVED, name: 'filed', port, user: 'secretive' });
  expect(await reach(await findTarget('filed'))).toMatchObject({ user: 'secretive' });
  await chmod(file, 0o644);
  await expect(connect(url)).rejects.toMatchObject({
    code: 'TARGET_PASSWORD',
    message: expect.stringContaining('chmod 600'),
  });
});

test('a service is read from its file, by name or from PGSERVICE', async () => {
  const file = join(folder, 'pg_service.conf');
  const lines = [
    '# services',
    '[other]',
    'host=elsewhere',
    '[f1]',
    'host = 127.0.0.1',
    `port=${port}`,
    'dbname=lyzer',
    'user=secretive',
    `password=${SECRET}`,
    'sslmode=disable',
    'connect_timeout=5',
    '[odd]',
    'load_balance_hosts=random',
  ];
  await writeFile(file, lines.join('\n'));
  vi.stubEnv('PGSERVICEFILE', file);
  expect(await connect('postgres://?service=f1')).toEqual({ user: 'secretive', tls: null });
  vi.stubEnv('PGSERVICE', 'f1');
  expect(await connect('postgres://')).toMatchObject({ user: 'secretive' });
  for (const [url, words] of [
    ['postgres://?service=none', "service 'none' is in none of"],
    ['postgres://?service=odd', "'load_balance_hosts'"],
    ['postgres://?service=other', 'user and database'],
  ] as const) {
    await expect(connect(url)).rejects.toMatchObject({
      code: 'TARGET_INVALID',
      message: expect.stringContaining(words),
    });
  }
});

test('a saved target may be that of a service, but never with its password', async () => {
  const file = join(folder, 'pg_service.conf');
  await writeFile(file, `[f1]\nhost=127.0.0.1\nport=${port}\ndbname=lyzer\nuser=truster\n`);
  vi.stubEnv('PGSERVICEFILE', file);
  const byService = { ...SAVED, url: 'postgres://?service=f1', host: undefined };
  const noParts = { ...byService, database: undefined, user: undefined };
  await addTarget({ ...noParts, name: 'service' });
  expect(await reach(await findTarget('service'))).toMatchObject({ user: 'truster' });
  await writeFile(file, `[f1]\nhost=h\ndbname=d\nuser=u\npassword=${SECRET}\n`);
  await expect(addTarget({ ...noParts, name: 'secret' })).rejects.toMatchObject({
    code: 'TARGET_INVALID',
    message: expect.not.stringContaining(SECRET),
  });
});
