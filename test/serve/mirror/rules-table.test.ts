import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAM_FOLDER } from '../../../disk/data-folder.js';

const page = readFileSync(join(PROGRAM_FOLDER, 'docs', 'serve.md'), 'utf8');
const rows = [...page.matchAll(/^\| (.+) \| (path|rules|mirror|corrections): (.+) \|$/gm)];

test('docs/serve.md has a table of rules', () => {
  expect(rows.length).toBeGreaterThan(25);
});

test.each(rows.map(([, rule, file, name]) => ({ rule, file, name })))(
  'the test of the rule is there: $rule',
  ({ file, name = '' }) => {
    const tests = readFileSync(join(import.meta.dirname, `${file}.test.ts`), 'utf8');
    expect(tests).toMatch(new RegExp(`['"]${escapeText(name)}['"],`));
  },
);

function escapeText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
