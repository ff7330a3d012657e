import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SQL_FOLDER } from '../../transform/models/read-models.js';
import { listProjectEntries } from '../house/project-files.js';

const KEYWORDS =
  'select from where join left inner on using group by order having with as and or not in is ' +
  'null case when then else end union all distinct cast create replace macro table lambda';
const KEYWORD = new RegExp(`\\b(${KEYWORDS.replaceAll(' ', '|')})\\b`, 'gi');

type SqlFile = { readonly path: string; readonly text: string; readonly lines: readonly string[] };

const functions = readFiles('functions');
const staging = readFiles('staging');
const core = readFiles('core');
const derived = [...readFiles('intermediate'), ...readFiles('metrics')];
const checks = readFiles('checks');
const published = [...core, ...readFiles('metrics')];
const all = [
  ...readFiles('flat'),
  ...functions,
  ...readFiles('raw'),
  ...readFiles('rules'),
  ...staging,
  ...core,
  ...derived,
  ...checks,
];

// sql-formatter was tried: it breaks every import over six lines, and macros altogether.
test('files have at most 80 lines and end in one line break', () => {
  expect(pathsOf(all, ({ lines }) => lines.length > 80)).toEqual([]);
  expect(pathsOf(all, ({ text }) => !/[^\n]\n$/.test(text))).toEqual([]);
});

test('lines have at most 80 columns, no tabs and no trailing blanks', () => {
  expect(linesOf(all, (line) => line.length > 80 || /\t|\s$/.test(line))).toEqual([]);
});

test('code is indented by fours, with single blank lines', () => {
  expect(linesOf(all, (line) => (/^ */.exec(line)?.[0].length ?? 0) % 4 !== 0)).toEqual([]);
  expect(pathsOf(all, ({ text }) => text.includes('\n\n\n'))).toEqual([]);
});

test('keywords are in lower case', () => {
  const isShouted = (line: string) => {
    const words = withoutTexts(line).match(KEYWORD) ?? [];
    return words.some((word) => word !== word.toLowerCase());
  };
  expect(linesOf(all, isShouted)).toEqual([]);
});

test('commas are at line ends, blanks after them', () => {
  const isWrong = (line: string) => /^\s*,|,\S/.test(withoutTexts(line));
  expect(linesOf(all, isWrong)).toEqual([]);
});

test('models end in a select * from their last CTE', () => {
  const isWrong = ({ text, lines }: SqlFile) => {
    const last = [...text.matchAll(/^(?:with )?(\w+) as \($/gm)].at(-1)?.[1];
    const wanted = new RegExp(`^select \\* from ${last}( (order by|where) .+)?$`);
    return !wanted.test(lines.at(-1) ?? '');
  };
  expect(pathsOf([...staging, ...core, ...derived], isWrong)).toEqual([]);
});

test('checks begin with their imports and end in a select * from their last CTE', () => {
  const isWrong = ({ text }: SqlFile) => {
    const last = [...text.matchAll(/^(?:with )?(\w+) as \($/gm)].at(-1)?.[1];
    return !text.startsWith('with ') || !new RegExp(`\n\nselect \\*\\s+from ${last}\\s`).test(text);
  };
  expect(pathsOf(checks, isWrong)).toEqual([]);
});

test('models of core and metrics end in an order, so that rows come the same way on any machine', () => {
  expect(pathsOf(published, ({ lines }) => !/ order by /.test(lines.at(-1) ?? ''))).toEqual([]);
});

test('models of core leave casts to staging', () => {
  expect(linesOf(core, (line) => /\bcast\(|::/.test(line))).toEqual([]);
});

test('each function file makes the macro that it is named after', () => {
  const isWrong = ({ path, text }: SqlFile) => {
    const made = [...text.matchAll(/^create or replace macro (\w+)\(/gm)].map(([, name]) => name);
    return made.length !== 1 || !path.endsWith(`/${made[0]}.sql`);
  };
  expect(pathsOf(functions, isWrong)).toEqual([]);
});

function readFiles(layer: string): SqlFile[] {
  const { files } = listProjectEntries(join(SQL_FOLDER, layer));
  const names = files.filter((name) => name.endsWith('.sql'));
  return names.map((name) => {
    const text = readFileSync(join(SQL_FOLDER, layer, name), 'utf8');
    return { path: `sql/${layer}/${name}`, text, lines: text.replace(/\n$/, '').split('\n') };
  });
}

function pathsOf(files: readonly SqlFile[], isWrong: (file: SqlFile) => boolean): string[] {
  return files.filter(isWrong).map(({ path }) => path);
}

/** Places of wrong lines, comments apart. */
function linesOf(files: readonly SqlFile[], isWrong: (line: string) => boolean): string[] {
  return files.flatMap(({ path, lines }) =>
    lines
      .map((line, index) => ({ line, place: `${path}:${index + 1}` }))
      .filter(({ line }) => isWrong(line.replace(/^\s*--.*/, '')))
      .map(({ line, place }) => `${place}: ${line}`),
  );
}

function withoutTexts(line: string): string {
  return line.replace(/'[^']*'|"[^"]*"/g, "''");
}
