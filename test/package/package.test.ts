import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type InstalledPackage, installPackage } from './install-package.js';

const MOST_MEGABYTES = 12;

let installed: InstalledPackage;

beforeAll(async () => {
  installed = await installPackage();
});

afterAll(async () => {
  await run('db', 'stop');
  await installed.remove();
});

/** As the package's user has it. */
function surroundings() {
  const { home } = installed;
  return { cwd: home, env: { ...process.env, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home } };
}

async function run(...args: string[]): Promise<string> {
  const command = [installed.program, ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, surroundings());
  return stdout;
}

test(`the package is under ${MOST_MEGABYTES} MB, and has neither sources nor tests`, () => {
  expect(installed.bytes).toBeLessThan(MOST_MEGABYTES * 1e6);
  const { files } = installed;
  expect(files.filter((file) => /\.ts$|^(test|bench|docs|reconcile)\//.test(file))).toEqual([]);
  for (const file of ['README.md', 'LICENSE', 'CHANGELOG.md', 'data/LICENSE', 'data/seed/HEAD']) {
    expect(files).toContain(file);
  }
});

test('the installed program names its commands as the user types them', async () => {
  const help = await run('load', '--help');
  expect(help).toContain('lyzer-etl load --target prod');
  expect(help).not.toContain('npm run');
  expect(await run('status')).toContain('Next: lyzer-etl pipeline ');
});

test('the installed program loads the whole history, and answers questions', async () => {
  const { home } = installed;
  await run('pipeline');
  expect(await run('status')).toContain(`folder     ${home}/lyzer-etl/lake/`);
  const sql = 'select count(*) as laps from lap';
  expect(JSON.parse(await run('query', sql, '--json'))).toMatchObject({
    rows: [{ laps: 628_442 }],
  });
});

test('the installed program serves its pages, with all that they load', async () => {
  const command = [installed.program, 'serve', '--port', '0', '--json'];
  const server = spawn(process.execPath, command, surroundings());
  onTestFinished(() => void server.kill('SIGKILL'));
  const [line] = await once(server.stdout, 'data');
  const { url, error } = JSON.parse(String(line));
  expect(error).toBeUndefined();
  for (const path of ['/', '/race', '/vendor/d3.min.js', '/vendor/plot.umd.min.js', '/docs/']) {
    expect([path, (await fetch(url + path)).status]).toEqual([path, 200]);
  }
  expect((await fetch(`${url}/api/v1/plots/race-lap-chart?season=2021&round=22`)).status).toBe(200);
});
