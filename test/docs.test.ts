import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';
import { COMMANDS_PAGE, commandsPage } from '../docs/commands.js';
import { ERRORS_PAGE, errorsPage } from '../docs/errors.js';
import { TABLES_PAGE, tablesPage } from '../docs/tables.js';
import { listProjectEntries } from './house/project-files.js';

test.each([
  ['commands.md is what the commands say of themselves', COMMANDS_PAGE, commandsPage],
  ['errors.md is what the tables of faults say', ERRORS_PAGE, errorsPage],
  ['tables.md is what the models say of themselves', TABLES_PAGE, tablesPage],
])('docs/%s; npm run docs makes it so', async (_, page, made) => {
  expect(await readFile(page, 'utf8')).toBe(await made());
});

test('docs/tables.md has a section for each table that it links to', async () => {
  const text = await readFile(TABLES_PAGE, 'utf8');
  const linked = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
  const sections = [...text.matchAll(/^### (.+)$/gm)].map(([, name]) => name);
  expect(sections).toContain('race_result');
  expect(new Set(linked)).toEqual(new Set(sections));
});

test('every npm script that a page mentions is one of package.json', async () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await readFile(join(PROGRAM_FOLDER, 'package.json'), 'utf8')));
  const { files } = listProjectEntries(join(PROGRAM_FOLDER, 'docs'));
  const pages = files.filter((name) => name.endsWith('.md')).map((name) => join('docs', name));
  const mentioned = await Promise.all(
    ['README.md', 'CONTRIBUTING.md', ...pages].map(async (page) => {
      const text = await readFile(join(PROGRAM_FOLDER, page), 'utf8');
      return [...text.matchAll(/npm run (?:--silent |-s )?([a-z][a-z:-]*)/g)].map(
        ([, name]) => name,
      );
    }),
  );
  expect(mentioned.flat()).toContain('pipeline');
  expect(mentioned.flat().filter((name) => !(`${name}` in scripts))).toEqual([]);
});

// corrections/README.md's warnings are held against the seed in test/transform/seed.test.ts.
test.each([
  ['docs/tables.md', 'sql/core'],
  ['docs/tables.md', 'sql/metrics'],
  ['docs/tables.md', 'sql/views'],
  ['docs/tables.md', 'sql/flat'],
])('%s names every file of %s', async (page, folder) => {
  const text = await readFile(join(PROGRAM_FOLDER, page), 'utf8');
  const { files } = listProjectEntries(join(PROGRAM_FOLDER, folder));
  const names = files.filter((file) => file.endsWith('.sql')).map((file) => file.slice(0, -4));
  expect(names).not.toEqual([]);
  expect(names.filter((name) => !text.includes(`\n### ${name}\n`))).toEqual([]);
});

test.each([
  ['data/README.md', 'data'],
  ['sql/README.md', 'sql'],
])('%s names every folder of %s', async (page, folder) => {
  const text = await readFile(join(PROGRAM_FOLDER, page), 'utf8');
  const { folders } = listProjectEntries(join(PROGRAM_FOLDER, folder));
  expect(folders).not.toEqual([]);
  expect(folders.filter((name) => !text.includes(`| \`${name}/\``))).toEqual([]);
});
