import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EXIT, Fault } from '../../../fault/fault.js';
import { addTarget, type NewTarget, setTarget } from '../../../load/postgres/add-target.js';
import { findTarget, targetOf } from '../../../load/postgres/find-target.js';
import { changeTargets, readTargets, targetsFile } from '../../../load/postgres/target-file.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lyzer-test-'));
  vi.stubEnv('XDG_CONFIG_HOME', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const PROD: NewTarget = {
  name: 'prod',
  url: 'postgres://ann@db.example:6543/f1',
  host: undefined,
  port: undefined,
  database: undefined,
  user: undefined,
  passwordEnv: 'PROD_PASSWORD',
  passwordFile: undefined,
  neverAsk: false,
  ssl: undefined,
  sslCa: undefined,
  sslCert: undefined,
  sslKey: undefined,
  production: true,
  schemaPrefix: '',
};

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Fault)) throw error ?? new Error('nothing was refused');
  expect(error.message).not.toMatch(/\n/);
  return error;
}

test('a target is saved for its owner alone, and found with its password from the environment', async () => {
  await addTarget(PROD);
  expect(targetsFile().startsWith(folder)).toBe(true);
  expect((await stat(targetsFile())).mode & 0o777).toBe(0o600);
  expect(await readdir(join(targetsFile(), '..'))).toEqual(['targets.json']);
  vi.stubEnv('PROD_PASSWORD', 'pw-from-env');
  expect(await findTarget('prod')).toEqual({
    ...{ name: 'prod', host: 'db.example', port: 6543, database: 'f1', user: 'ann' },
    ...{ password: 'pw-from-env', tls: 'verify-full', tlsCaFile: undefined },
    ...{ schemaPrefix: '', isProduction: true },
  });
  expect(await readFile(targetsFile(), 'utf8')).not.toContain('pw-from-env');
});

test('a password comes from a file too, without the line break at its end', async () => {
  const file = join(folder, 'password');
  await writeFile(file, 'pw from file\n');
  await addTarget({
    ...{ ...PROD, url: undefined, host: '10.0.0.1', database: 'f1', user: 'ann' },
    ...{ passwordEnv: undefined, passwordFile: file, ssl: 'disable', production: false },
  });
  expect(await findTarget('prod')).toMatchObject({
    ...{ host: '10.0.0.1', port: 5432, password: 'pw from file', tls: 'disable' },
    isProduction: false,
  });
});

test.each([
  ['an unset variable', { passwordEnv: 'NOT_SET' }, "environment variable 'NOT_SET' is not set"],
  ['a missing file', { passwordEnv: undefined, passwordFile: '/nowhere/pw' }, 'cannot be read'],
  ['nobody to ask', { passwordEnv: undefined }, 'there is no terminal to ask at'],
])('%s is a fault of its own', async (_, parts, words) => {
  await addTarget({ ...PROD, ...parts });
  const fault = await faultOf(findTarget('prod'));
  expect(fault).toMatchObject({ code: 'TARGET_PASSWORD', exitCode: EXIT.refused });
  expect(fault.message).toContain(words);
});

test('all that is wrong with a new target is told at once', async () => {
  const fault = await faultOf(
    addTarget({
      ...{ ...PROD, name: 'Prod 1', url: undefined, port: 70_000, passwordFile: 'file' },
      ...{ passwordEnv: '1A', schemaPrefix: 'Dev-', ssl: 'require', sslCa: 'ca.pem' },
    }),
  );
  expect(fault).toMatchObject({ code: 'TARGET_INVALID', exitCode: EXIT.usage });
  for (const words of [
    'a name is at most 40',
    'host: must be named',
    'port: ',
    'database: must be named',
    'user: must be named',
    'password.variable: ',
    'schemaPrefix: ',
    'only one can be given',
    '--ssl-ca works with verify-full only',
  ]) {
    expect(fault.message).toContain(words);
  }
  expect(await readTargets()).toEqual({});
});

test('a password in the URL is refused, unseen and unsaved', async () => {
  const url = 'postgres://ann:s3cret@db.example/f1';
  const fault = await faultOf(addTarget({ ...PROD, url }));
  expect(fault.code).toBe('TARGET_INVALID');
  expect(fault.message).toContain('never saved');
  expect(fault.message).not.toContain('s3cret');
  expect(await readTargets()).toEqual({});
});

test.each(['local', 'url'])('the name %s is taken', async (name) => {
  expect((await faultOf(addTarget({ ...PROD, name }))).code).toBe('TARGET_INVALID');
});

test('a second target of a name, and a target that nobody knows, are refused', async () => {
  await addTarget(PROD);
  expect((await faultOf(addTarget(PROD))).code).toBe('TARGET_EXISTS');
  const fault = await faultOf(findTarget('prdo'));
  expect(fault).toMatchObject({ code: 'TARGET_UNKNOWN', exitCode: EXIT.usage });
  expect(fault.message).toContain("no target 'prdo' (known: local, prod)");
});

test('a text that is no name of a target is not repeated: it may be a URL', async () => {
  const url = 'postgres://ann:s3cret@db.example/f1';
  for (const work of [() => findTarget(url), () => addTarget({ ...PROD, name: url })]) {
    expect((await faultOf(work())).message).not.toContain('s3cret');
  }
});

test.each([
  ['postgres://bob@db.example:6543/f1', true],
  ['postgres://bob@DB.example.:6543/f1?sslmode=require', true],
  ['postgres://ann@db.example:6544/f1', false],
  ['postgres://ann@db.example:6543/f2', false],
  ['postgres://ann@db2.example:6543/f1', false],
  ['postgres://ann@localhost:7000/f1', true],
  ['postgres://ann@127.0.0.1:7000/f1', true],
  ['postgres://ann@[::1]:7000/f1', true],
])('%s is production as it is saved: %s', async (url, isProduction) => {
  await addTarget(PROD);
  await addTarget({ ...PROD, name: 'here', url: 'postgres://ann@127.0.0.1:7000/f1' });
  await addTarget({
    ...PROD,
    name: 'dev',
    url: 'postgres://ann@db2.example:6543/f1',
    production: false,
  });
  const target = await targetOf({ target: 'local', url });
  expect(target?.isProduction).toBe(isProduction);
  expect(target?.name === 'url').toBe(!isProduction);
});

test('targets that are added at the same time are all saved', async () => {
  const names = ['one', 'two', 'three', 'four'];
  await Promise.all(names.map((name) => addTarget({ ...PROD, name })));
  expect(Object.keys(await readTargets()).sort()).toEqual([...names].sort());
  await changeTargets(({ two: _, ...others }) => others);
  expect(Object.keys(await readTargets()).sort()).toEqual(['four', 'one', 'three']);
});

test('a damaged file of targets is told with every fault in it, and not overwritten', async () => {
  await addTarget(PROD);
  const content = JSON.stringify({ format: 1, targets: { prod: { host: 'h', port: 'x' } } });
  await writeFile(targetsFile(), content);
  const fault = await faultOf(addTarget({ ...PROD, name: 'other' }));
  expect(fault.code).toBe('TARGETS_DAMAGED');
  expect(fault.message).toContain('targets.prod.port');
  expect(fault.message).toContain('targets.prod.database');
  expect(await readFile(targetsFile(), 'utf8')).toBe(content);
});

test('set changes what is given, and leaves the rest of a target as it is', async () => {
  await addTarget(PROD);
  const nothing = { ...PROD, url: undefined, passwordEnv: undefined, production: undefined };
  await setTarget({ ...nothing, host: 'db2.example', schemaPrefix: undefined });
  const { prod } = await readTargets();
  expect(prod).toEqual({
    ...{ host: 'db2.example', port: 6543, database: 'f1', user: 'ann', ssl: 'verify-full' },
    password: { from: 'environment', variable: 'PROD_PASSWORD' },
    ...{ production: true, schemaPrefix: '' },
  });
  await setTarget({ ...nothing, passwordFile: '/run/secrets/f1', production: false });
  expect((await readTargets()).prod).toMatchObject({
    ...{ host: 'db2.example', production: false },
    password: { from: 'file', file: '/run/secrets/f1' },
  });
  expect((await faultOf(setTarget({ ...nothing, name: 'prdo' }))).code).toBe('TARGET_UNKNOWN');
});

test("target 'env' is the database of DATABASE_URL, and no other name takes it", async () => {
  vi.stubEnv('DATABASE_URL', 'postgres://ann:pw@db.example/f1');
  expect(await targetOf({ target: 'env', 'schema-prefix': 'dev_' })).toMatchObject({
    ...{ host: 'db.example', database: 'f1', password: 'pw', tls: 'verify-full' },
    schemaPrefix: 'dev_',
  });
  expect(await targetOf({ target: 'local' })).toBeUndefined();
  vi.stubEnv('DATABASE_URL', '');
  expect((await faultOf(targetOf({ target: 'env' }))).message).toContain('DATABASE_URL');
  expect((await faultOf(addTarget({ ...PROD, name: 'env' }))).code).toBe('TARGET_INVALID');
});

test('--schema-prefix goes with --url, and must be a name', async () => {
  const url = 'postgres://ann@db.example/f1';
  const of = (target: string, prefix: string, at?: string) =>
    targetOf({ target, url: at, 'schema-prefix': prefix });
  expect(await of('local', 'dev_', url)).toMatchObject({ schemaPrefix: 'dev_' });
  expect((await faultOf(of('local', 'dev_'))).code).toBe('USAGE');
  expect((await faultOf(of('local', 'Dev-', url))).code).toBe('TARGET_INVALID');
});
