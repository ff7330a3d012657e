import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataFolder, PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { runProgram } from '../../load/postgres/embedded/run-program.js';
import { CLI, startCli } from '../run-cli.js';
import { smallHistory, writeFixtureLake } from './fixture-lake.js';
import { removeScratchFolder, startScratchServer, withSql } from './scratch.js';

const PASSWORD = 'Xq7-commands-secret';
const HISTORY = smallHistory();
const NAME_ASKED = "Type the target's name";
/** util-linux's program that runs another at a terminal. */
const HAS_TERMINAL =
  process.platform === 'linux' && (await runProgram('script', ['--version'])).code === 0;

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let url: string;
let env: Record<string, string>;
/** All that any command said. */
let said = '';

beforeAll(async () => {
  scratch = await startScratchServer();
  url = await scratch.newDatabase();
  env = { XDG_CONFIG_HOME: join(scratch.folder, 'config'), PROD_PASSWORD: PASSWORD };
  const database = new URL(url).pathname.slice(1);
  await withSql(url, async (sql) => {
    await sql.unsafe(`create role etl login password '${PASSWORD}'`);
    await sql`grant create on database ${sql(database)} to etl`;
  });
  await writeFixtureLake(dataFolder(scratch.folder).lake, 'good', HISTORY);
  const { host, port } = scratch.server;
  const added = await run(
    ...['target', 'add', 'prod', '--production', '--ssl', 'disable'],
    ...['--url', `postgres://etl@${host}:${port}/${database}`, '--password-env', 'PROD_PASSWORD'],
  );
  expect(added.code).toBe(0);
});
afterAll(() => removeScratchFolder(scratch.folder));

/** Runs a command to its end, and looks at the list of processes while it runs. */
async function run(...args: string[]) {
  const { child, closed } = startCli([...args, '--data', scratch.folder], { env });
  const processes = watchProcess(child.pid ?? 0);
  const end = await closed;
  said += end.stdout + end.stderr + processes();
  return end;
}

/** What the list of processes shows of a process, gathered until it is asked for; Linux only. */
function watchProcess(pid: number): () => string {
  let seen = '';
  const timer = setInterval(async () => {
    seen += await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  }, 50);
  return () => {
    clearInterval(timer);
    return seen;
  };
}

async function schemas(): Promise<number> {
  const rows = await withSql(url, (sql) => sql`select from pg_namespace where nspname ~ '^lyzer'`);
  return rows.length;
}

describe('production', () => {
  test.each(['load', 'rollback'])(
    '%s without a terminal and without --yes touches nothing',
    async (command) => {
      const args = command === 'rollback' ? ['--to', '1'] : [];
      const { code, stdout, stderr } = await run(command, '--target', 'prod', ...args);
      expect(code).toBe(3);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^NOT_CONFIRMED: target 'prod' is production [^\n]+--yes\n$/);
      expect(await schemas()).toBe(0);
    },
  );

  test('is asked for too when its URL is given, on this machine by any name', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const byUrl = url.replace('127.0.0.1', host);
      const { code, stderr } = await run('load', '--url', byUrl);
      expect([code, stderr]).toEqual([3, expect.stringMatching(/^NOT_CONFIRMED: target 'prod'/)]);
    }
    expect(await schemas()).toBe(0);
  });

  test('a URL without its --url is not repeated', async () => {
    const { code, stderr } = await run('load', 'postgres://etl:Xq7-other@127.0.0.1/f1');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^USAGE: /)]);
    const keywords = await run('load', '--url', 'host=h user=etl password=Xq7-other');
    expect(keywords.stderr).toMatch(/^TARGET_INVALID: /);
    const split = await run('load', '--url', 'host=h', 'password=Xq7-other');
    for (const text of [stderr, keywords.stderr, split.stderr])
      expect(text).not.toContain('Xq7-other');
  });

  test('can be planned: --exit-code is 1 where a load would change something', async () => {
    const { code, stdout } = await run('plan', '--target', 'prod', '--exit-code', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ differs: true, target: { name: 'prod' } });
    expect((await run('load', '--target', 'prod', '--plan')).code).toBe(0);
    expect(await schemas()).toBe(0);
  });

  test.skipIf(!HAS_TERMINAL)(
    'is loaded when the person at the terminal types its name, and not for another',
    async () => {
      const wrong = await atTerminal(NAME_ASKED, 'prdo\n', 'load', '--target', 'prod');
      expect(wrong).toContain('would write 167 of 167 rows');
      expect(wrong).toContain('this is PRODUCTION');
      expect(wrong).toContain("NOT_CONFIRMED: target 'prod' is production and 'prdo' was typed");
      expect(await schemas()).toBe(0);
      expect(await atTerminal(NAME_ASKED, 'prod\n', 'load', '--target', 'prod')).toContain(
        'Load 1 of snapshot',
      );
      expect(await schemas()).toBeGreaterThan(2);
    },
  );

  test('is loaded with --yes, as JSON; then a plan finds nothing', async () => {
    const { code, stdout } = await run('load', '--target', 'prod', '--yes', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ snapshot: 'good', loadId: 1 });
    expect((await run('plan', '--target', 'prod', '--exit-code')).code).toBe(0);
    const history = await run('history', '--target', 'prod', '--json');
    expect(JSON.parse(history.stdout).loads).toMatchObject([{ id: 1, snapshot: 'good' }]);
    expect((await run('rollback', '--target', 'prod', '--to', '1', '--yes')).code).toBe(0);
  });
});

test('a target is shown, listed, tested and removed', async () => {
  expect((await run('target', 'show', 'prod')).stdout).toContain(
    'in environment variable PROD_PASSWORD',
  );
  expect((await run('target', 'list')).stdout).toMatch(/^prod .* production$/m);
  const tested = await run('target', 'test', 'prod', '--json');
  expect(JSON.parse(tested.stdout)).toMatchObject({ missingRights: [], tls: null });
  expect((await run('target', 'remove', 'prdo')).code).toBe(2);
});

test.skipIf(!HAS_TERMINAL)('a password is asked for at the terminal, and not shown', async () => {
  const { pathname, port } = new URL(url);
  const asked = `postgres://etl@${scratch.server.host}:${port}${pathname}`;
  await run('target', 'add', 'asked', '--ssl', 'disable', '--url', asked);
  const question = "Password of target 'asked':";
  const screen = await atTerminal(question, `${PASSWORD}\n`, 'target', 'test', 'asked');
  expect(screen).toContain("Target 'asked' (etl@");
  expect(screen).not.toContain(PASSWORD);
});

test('a wrong password is refused without being told', async () => {
  const { closed } = startCli(['plan', '--target', 'prod', '--data', scratch.folder], {
    env: { ...env, PROD_PASSWORD: 'wrong-secret-1' },
  });
  const { code, stderr } = await closed;
  expect(stderr).toMatch(/^TARGET_LOGIN: [^\n]+\n$/);
  expect(stderr).not.toContain('wrong-secret-1');
  expect(code).toBe(1);
});

test('the password is nowhere: not in output, processes, ledger, server log or files', async () => {
  expect(said.length).toBeGreaterThan(1000);
  expect(said).not.toContain(PASSWORD);
  const ledger = await withSql(url, async (sql) => {
    const tables = await sql<{ name: string }[]>`
      select relname as name from pg_class
      where relkind = 'r' and relnamespace = 'lyzer_meta'::regnamespace`;
    return Promise.all(
      tables.map(({ name }) => sql`select t::text from lyzer_meta.${sql(name)} t`),
    );
  });
  expect(JSON.stringify(ledger)).toContain('as etl');
  expect(JSON.stringify(ledger)).not.toContain(PASSWORD);
  const files = await readdir(scratch.folder, { recursive: true, withFileTypes: true });
  const written = files.filter(
    (file) => file.isFile() && !/cluster/.test(file.parentPath) && !/\.(parquet)$/.test(file.name),
  );
  expect(written.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['targets.json', 'server.log']),
  );
  for (const { parentPath, name } of written) {
    const content = await readFile(join(parentPath, name), 'utf8');
    expect(content.includes(PASSWORD), name).toBe(false);
  }
});

/** Runs a command at a terminal of its own, types when asked; gives all that the screen showed. */
async function atTerminal(question: string, typed: string, ...args: string[]): Promise<string> {
  const command = ['node', CLI, ...args, '--data', scratch.folder];
  const child = spawn('script', ['-qec', command.join(' '), '/dev/null'], {
    cwd: PROGRAM_FOLDER,
    env: { ...process.env, ...env, CI: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    screen += part;
    if (screen.includes(question) && child.stdin.writable) child.stdin.end(typed);
  });
  await text(child.stdout).catch(() => '');
  said += screen;
  return screen;
}
