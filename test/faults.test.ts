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
  // What the SQL macro `sent` fails with; it becomes CONTRACT_BROKEN.
  'FIELD_NOT_SENT',
  // An environment variable.
  'LYZER_SERVE_TOKENS',
];

const files = execFileSync('git', ['ls-files', '*.ts'], { cwd: PROGRAM_FOLDER, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => !/^(test|bench|docs)\//.test(file) && !file.endsWith('faults.ts'));
const sources = files.map((file) => readFileSync(join(PROGRAM_FOLDER, file), 'utf8')).join('\n');
const literals = [...sources.matchAll(/'([A-Z]+(?:_[A-Z]+)+|USAGE|LOCKED|INTERRUPTED|INTERNAL)'/g)];
const written = new Set(literals.map(([, code]) => code ?? ''));

const tables = [...Object.values(FAULT_TABLES), HTTP_FAULTS];
const codes = tables.flatMap((table) => Object.keys(table));
const faults = Object.assign({}, ...Object.values(FAULT_TABLES));

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

/** The text between the parenthesis at `start` and the one that closes it. */
function argumentsAt(text: string, start: number): string {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return text.slice(start + 1, at);
  }
  throw new Error('no closing parenthesis');
}

test('faults have the exit code, and answers the status, of the table', () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const made of sources.matchAll(/new (?:Http)?Fault(?=\()/g)) {
    const given = argumentsAt(sources, made.index + made[0].length);
    const [, status, code = ''] = /^\s*(?:(\d+), )?'([A-Z_]+)'/.exec(given) ?? [];
    const entry = faults[code];
    if (entry !== undefined && status === undefined) {
      seen += 1;
      const exit = /EXIT\.(\w+)/.exec(given)?.[1] ?? 'failed';
      if (entry.exit !== exit) wrong.push(`${code}: ${exit}, the table says ${entry.exit}`);
    }
    const answer = Object.entries(HTTP_FAULTS).find(([name]) => name === code)?.[1];
    if (answer !== undefined && status !== undefined && answer.status !== Number(status)) {
      wrong.push(`${code}: ${status}, the table says ${answer.status}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(seen).toBeGreaterThan(90);
});
