import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listProjectFiles } from './project-files.js';

// `npm run check`: types and lint of the files that git tracks. tsc and Biome by themselves
// would judge whatever lies in the clone.
const root = process.cwd();
const files = listProjectFiles(root);
const scratch = mkdtempSync(join(tmpdir(), 'lyzer-etl-check-'));
try {
  const isPage = (file: string) => file.startsWith('serve/dashboard/page/') && file.endsWith('.js');
  checkTypes(
    'tsconfig.json',
    files.filter((file) => file.endsWith('.ts')),
  );
  checkTypes('serve/dashboard/tsconfig.json', files.filter(isPage));
  // Biome passes over what biome.json leaves out.
  run('@biomejs/biome/bin/biome', [
    'ci',
    ...files.filter((file) => /\.(ts|mjs|js|json)$/.test(file)),
  ]);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function checkTypes(config: string, checked: readonly string[]) {
  const compilerOptions = { typeRoots: [join(root, 'node_modules', '@types')] };
  const project = {
    ...{ extends: join(root, config), compilerOptions, include: [] },
    files: checked.map((file) => join(root, file)),
  };
  const file = join(scratch, 'tsconfig.json');
  writeFileSync(file, JSON.stringify(project));
  run('typescript/bin/tsc', ['--project', file]);
}

function run(tool: string, args: readonly string[]) {
  const script = join(root, 'node_modules', tool);
  const { status, error } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exitCode = 1;
}
