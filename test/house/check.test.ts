import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';

const CONFIGS = ['package.json', 'tsconfig.json', 'biome.json', 'vitest.config.ts'];
const HOUSE = ['test/house', 'disk', 'fault', 'serve/dashboard/tsconfig.json'];

/** What the project has: each file would fail if it were as bad as those that users leave. */
const GOOD = {
  'extract/good.ts': 'export const good: number = 1;\n',
  'serve/dashboard/page/good.js': 'export const good = document.title.length;\n',
  'test/good.test.ts':
    "import { expect, test } from 'vitest';\n\ntest('good', () => expect(1).toBe(1));\n",
};

const BAD = 'const a: number = "no number";;debugger\n';
/** What a user may leave in a clone: in its root, in rooms of the project, in a folder of their own. */
const LEFT = {
  'notes.ts': BAD,
  'extract/notes.ts': BAD,
  'mine/notes.ts': BAD,
  'mine/package.json': '{ "no JSON',
  'mine/notes.test.ts': BAD,
  'test/notes.test.ts': BAD,
  'serve/dashboard/page/notes.js': 'nowhere( ;\n',
};

/** A small clone, with this project's own settings and tools. */
async function makeClone(files: Record<string, string>) {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'lyzer-etl-test-')));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const path of [...CONFIGS, ...HOUSE]) {
    await cp(join(PROGRAM_FOLDER, path), join(root, path), { recursive: true });
  }
  await symlink(join(PROGRAM_FOLDER, 'node_modules'), join(root, 'node_modules'));
  await writeAll(root, files);
  await writeFile(join(root, '.gitignore'), 'node_modules\n');
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  execFileSync('git', ['add', '--all'], { cwd: root });
  return root;
}

async function writeAll(root: string, files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

/** As npm runs a script of package.json. */
function runScript(root: string, name: string, command: string, args: readonly string[]) {
  const env = { ...process.env, NO_COLOR: '1', npm_lifecycle_event: name };
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}

const check = (root: string) =>
  runScript(root, 'check', '--import', ['tsx', 'test/house/check.ts']);

/** The test files that a script of package.json would run. */
function listTests(root: string, name: string) {
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const { output } = runScript(root, name, vitest, ['list', '--filesOnly', 'good', 'notes']);
  return output;
}

test('types and lint judge what git tracks, not what a user left in the clone', async () => {
  const root = await makeClone(GOOD);
  await writeAll(root, LEFT);
  expect(check(root)).toMatchObject({ status: 0, output: expect.not.stringContaining('notes') });
  // They are bad enough: tracked, each of them fails.
  execFileSync('git', ['add', '--all'], { cwd: root });
  const { status, output } = check(root);
  expect(status).toBe(1);
  const named = Object.keys(LEFT).filter((file) => output.includes(file));
  expect(named).toEqual(Object.keys(LEFT));
});

test('npm test runs the tests that git tracks, vitest itself the new ones too', async () => {
  const root = await makeClone(GOOD);
  await writeAll(root, LEFT);
  const [all, fast, own] = ['test', 'test:fast', 'npx'].map((name) => listTests(root, name));
  expect(all).toContain('test/good.test.ts');
  expect(all).not.toContain('notes');
  expect(fast).not.toContain('notes');
  expect(own).toContain('test/notes.test.ts');
  expect(own).not.toContain('mine');
});

test('an unpacked archive, without git, is judged whole', async () => {
  const root = await makeClone(GOOD);
  await rm(join(root, '.git'), { recursive: true });
  expect(check(root).status).toBe(0);
  await writeAll(root, { 'extract/notes.ts': BAD });
  expect(check(root)).toMatchObject({
    status: 1,
    output: expect.stringContaining('extract/notes.ts'),
  });
});
