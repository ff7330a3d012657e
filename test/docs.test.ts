import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../command/data-folder.js';
import { COMMANDS_PAGE, commandsPage } from '../docs/commands.js';

test('docs/commands.md is what the commands say of themselves; npm run docs makes it so', async () => {
  expect(await readFile(COMMANDS_PAGE, 'utf8')).toBe(await commandsPage());
});

test('every npm script that a page mentions is one of package.json', async () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await readFile(join(PROGRAM_FOLDER, 'package.json'), 'utf8')));
  const names = await readdir(join(PROGRAM_FOLDER, 'docs'));
  const pages = names.filter((name) => name.endsWith('.md')).map((name) => join('docs', name));
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
