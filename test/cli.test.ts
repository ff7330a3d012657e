import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { VERSION } from '../command/program.js';
import { SEED_FOLDER } from '../disk/data-folder.js';
import { COMMANDS } from '../docs/commands.js';
import { linesOf, runCli, startCli } from './run-cli.js';
import { tempData } from './temp-folder.js';

const NOBODY = 65_534;
const IS_ROOT = process.getuid?.() === 0;

test.each([
  ['no command', [], "USAGE: no command given, one like 'pipeline' was expected"],
  ['an unknown command', ['bogus'], "USAGE: unknown argument 'bogus'"],
  ['a near miss', ['pipelin'], "USAGE: unknown command 'pipelin'; did you mean 'pipeline'?"],
  ['a near miss of db', ['db', 'stat'], "USAGE: unknown command 'stat'; did you mean 'start'?"],
  ['an unknown option', ['transform', '--bogus'], "USAGE: unknown argument 'bogus'"],
  ['a number left out', ['transform', '--threads'], "USAGE: no value given for '--threads'"],
  ['a text left out', ['transform', '--snapshot'], "USAGE: no value given for '--snapshot'"],
  ['a word for a number', ['transform', '--threads', 'x'], "USAGE: '--threads' takes a number"],
  ['a number too small', ['transform', '--threads', '0'], 'USAGE: --threads must be'],
  [
    'a value that is no choice',
    ['query', 'x', '--format', 'xml'],
    "USAGE: --format: 'xml' given, one of 'table', 'csv', 'json', 'markdown', 'parquet' was",
  ],
  ['two unknown options', ['load', '--a', '--b'], "USAGE: unknown arguments 'a, b'; --help"],
  ['a needed word left out', ['trace', 'lap'], 'USAGE: too few arguments: 1 given, at least 2'],
  ['a needed option left out', ['rollback'], "USAGE: no value given for '--to'"],
  ['a wait of less than nothing', ['load', '--wait', '-1'], 'USAGE: --wait must be'],
  ['half a pair of options', ['load', '--exit-code'], 'USAGE: --exit-code and --all need --plan'],
  ['a port that is none', ['start', '--http-port', '0'], "PORT_INVALID: '0' given as --http-port"],
  ['an option of serve alone', ['serve', 'token', '--host', 'x'], "USAGE: unknown argument 'host'"],
  ['a model that is none', ['transform', '--select', 'bogus'], "MODEL_UNKNOWN: no model 'bogus'"],
  ['an option given twice', ['load', '--url', 'a', '--url', 'b'], "USAGE: '--url' given twice"],
])('%s is told in one line, with exit code 2', async (_, args, start) => {
  const { code, stdout, stderr } = await runCli(...args);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr.slice(0, start.length)).toBe(start);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

test('with --json a fault is an object on stdout, with --log json a line of JSON on stderr', async () => {
  const { root } = await tempData();
  const fault = {
    code: 'LAKE_EMPTY',
    message: expect.stringMatching(/^no lake in .*; run 'npm run transform' first$/),
    exitCode: 1,
  };
  const words = ['query', 'select 1', '--data', root];
  const asked = await runCli(...words, '--json');
  expect(asked.code).toBe(1);
  expect(JSON.parse(asked.stdout)).toEqual({ error: fault });
  expect(asked.stderr).toMatch(/^LAKE_EMPTY: [^\n]+\n$/);
  const logged = await runCli(...words, '--log', 'json');
  expect(logged.stdout).toBe('');
  const line = JSON.parse(logged.stderr);
  expect(line).toEqual({ time: expect.any(String), level: 'error', ...fault });
  const wrong = await startCli(['transform', '--bogus', '--json'], { env: { LYZER_LOG: 'json' } })
    .closed;
  expect(JSON.parse(wrong.stdout)).toMatchObject({ error: { code: 'USAGE', exitCode: 2 } });
  expect(JSON.parse(wrong.stderr)).toMatchObject({ level: 'error', code: 'USAGE' });
});

test.each(COMMANDS)(
  'the help of %s is as wide as the terminal and ends in examples that can be copied',
  async (command) => {
    const narrow = ['--import', 'data:text/javascript,process.stdout.columns=80'];
    const { closed } = startCli([...command.split(' '), '--help'], {
      nodeFlags: narrow,
    });
    const { code, stdout, stderr } = await closed;
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const lines = linesOf(`${stdout}\n`);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.filter((line) => /\S\[(string|number|boolean|choices)/.test(line))).toEqual([]);
    const examples = lines.slice(lines.indexOf('Examples:') + 1).filter((line) => line !== '');
    expect(examples.length).toBeGreaterThan(0);
    // Each begins a command or tells what the next one is for: none is the rest of one.
    const broken = examples.filter((line) => !/^ {2}(npm (start|run )|psql |.*:$)/.test(line));
    expect(broken).toEqual([]);
  },
);

test('--version prints the version of package.json', async () => {
  expect(await runCli('--version')).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
});

test('a command that needs no DuckDB starts without it', async () => {
  const count = `process.report.getReport().sharedObjects.filter((path) => /duckdb/.test(path)).length`;
  const onExit = `data:text/javascript,process.on('exit', () => console.error(${count}))`;
  const { closed } = startCli(['--version'], {
    nodeFlags: ['--import', onExit],
  });
  expect((await closed).stderr).toBe('0\n');
});

test('--json prints one JSON object, in the folder that LYZER_DATA names', async () => {
  const data = await tempData();
  const { closed } = startCli(['transform', '--json'], { env: { LYZER_DATA: data.root } });
  const { code, stdout } = await closed;
  expect(code).toBe(0);
  expect(linesOf(stdout)).toHaveLength(1);
  expect(JSON.parse(stdout)).toMatchObject({ repeated: false });
  expect(await readdir(data.root)).toEqual(['lake']);
});

describe('a damaged archive', () => {
  test.each([
    ['one flipped bit', flipBit],
    ['one file missing', (file: string) => rm(file)],
  ])('with %s is named by transform, and leaves no lake', async (_, damage) => {
    const data = await tempData();
    await cp(SEED_FOLDER, data.archive, { recursive: true });
    const folder = join(data.archive, 'lists', 'seasons');
    const [name] = await readdir(folder);
    const file = join(folder, name ?? 'no version of seasons');
    await damage(file);
    const { code, stdout, stderr } = await runCli('transform', '--data', data.root);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^[A-Z_]+: [^\n]+\n$/);
    expect(stderr).toContain(name);
    expect(await readdir(data.lake).catch(() => [])).toEqual([]);
  });
});

test.each(['transform', 'pipeline', 'start'])(
  '%s with a file as data folder fails in one line',
  async (command) => {
    const data = await tempData();
    const file = join(data.root, 'file');
    await writeFile(file, 'kept');
    const { code, stdout, stderr } = await runCli(command, '--data', file);
    expect(stderr).toMatch(/^[A-Z_]+: [^\n]+\n$/);
    expect(stderr).toContain(file);
    expect(stdout).toBe('');
    expect(code).toBe(1);
    expect(await readFile(file, 'utf8')).toBe('kept');
  },
);

test.each(['transform', 'pipeline', 'start'])(
  '%s with a data folder that may only be read fails in one line',
  async (command) => {
    const data = await tempData();
    const folder = join(data.root, 'read-only');
    await chmod(data.root, 0o755);
    await mkdir(folder, { mode: 0o555 });
    // The modes of folders do not bind root.
    const user = IS_ROOT ? { uid: NOBODY, gid: NOBODY } : {};
    const { closed } = startCli([command, '--data', folder], {
      ...user,
      env: { HOME: tmpdir() },
    });
    const { code, stdout, stderr } = await closed;
    expect(stderr).toMatch(/^[A-Z_]+: [^\n]+\n$/);
    expect(stderr).toContain(folder);
    expect(stdout).toBe('');
    expect(code).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  },
);

const ON_A_TERMINAL = ['--import', 'data:text/javascript,process.stderr.isTTY=true'];

// With a bar on a terminal: none may keep the process alive, or share the fault's line.
test.each([
  ['in a file', []],
  ['on a terminal', ON_A_TERMINAL],
])('Ctrl-C ends transform with exit code 130, one line and no lake, %s', async (_, flags) => {
  const data = await tempData();
  const { child, closed } = startCli(['transform', '--data', data.root], {
    nodeFlags: flags,
    env: { CI: '', TERM: 'xterm' },
  });
  while (!(await isWriting(data.lake))) await sleep(20);
  child.kill('SIGINT');
  const { code, stdout, stderr } = await closed;
  expect(stderr.endsWith('INTERRUPTED: stopped on request\n')).toBe(true);
  expect(linesOf(stderr)).toHaveLength(1);
  expect(stderr.includes('transform  ')).toBe(flags === ON_A_TERMINAL);
  expect(stdout).toBe('');
  expect(code).toBe(130);
  expect(await readdir(data.lake)).toEqual([]);
});

test.each([['status'], ['doctor'], ['history', '--json'], ['extract', '--plan']])(
  '%s ends as ever when nobody reads what it prints, as behind head',
  async (...args) => {
    const data = await tempData();
    const { child, closed } = startCli([...args, '--data', data.root]);
    child.stdout?.destroy();
    const { code, stderr } = await closed;
    expect(stderr).toBe('');
    expect(code).toBe(0);
  },
);

async function flipBit(file: string) {
  const bytes = await readFile(file);
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  await writeFile(file, bytes);
}

async function isWriting(lakeFolder: string): Promise<boolean> {
  return (await readdir(lakeFolder).catch(() => [])).length > 0;
}
