import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAM_FOLDER } from '../disk/data-folder.js';
import { ERRORS_PAGE, FAULT_TABLES } from '../docs/errors.js';
import { HTTP_FAULTS } from '../serve/faults.js';

/** Words of the same form as a code that are none. */
const NOT_CODES = [
  // Of npm postgres and our connection to it.
  ...['CONNECTION_CLOSED', 'CONNECT_TIMEOUT'],
  // Of DuckDB and Postgres.
  ...['BASE_TABLE', 'READ_ONLY', 'PG_VERSION'],
  // An environment variable.
  'LYZER_SERVE_TOKENS',
];

const files = execFileSync('git', ['ls-files', '*.ts'], { cwd: PROGRAM_FOLDER, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => !/^(test|bench|chaos|docs)\//.test(file) && !file.endsWith('faults.ts'));
const readSource = (file: string) => readFileSync(join(PROGRAM_FOLDER, file), 'utf8');
const sources = files.map(readSource).join('\n');
const literals = [...sources.matchAll(/'([A-Z]+(?:_[A-Z]+)+|USAGE|LOCKED|INTERRUPTED|INTERNAL)'/g)];
const written = new Set(literals.map(([, code]) => code ?? ''));

const tables = [...Object.values(FAULT_TABLES), HTTP_FAULTS];
const codes = tables.flatMap((table) => Object.keys(table));

test('each code stands in one table, and all in docs/errors.md', () => {
  expect(codes).toEqual([...new Set(codes)]);
  const page = readFileSync(ERRORS_PAGE, 'utf8');
  expect(codes.filter((code) => !page.includes(`\n| \`${code}\` | `))).toEqual([]);
});

test('each code in the sources is in a table', () => {
  const unknown = [...written].filter((word) => !codes.includes(word));
  expect(unknown.toSorted()).toEqual(NOT_CODES.toSorted());
});

test('each code of a table is in the sources', () => {
  expect(codes.filter((code) => !written.has(code))).toEqual([]);
});

test('every fault is made from a table, which gives its exit code or status', () => {
  const makers = files.filter((file) => readSource(file).includes('new Fault('));
  expect(makers).toEqual(['fault/catalogue.ts']);
  const answers = [...sources.matchAll(/new HttpFault\(\s*\d+,\s*'([A-Z_]+)'/g)];
  expect(answers.map(([, code]) => code).filter((code) => `${code}` in HTTP_FAULTS)).toEqual([]);
});
