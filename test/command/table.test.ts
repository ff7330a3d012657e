import { expect, test } from 'vitest';
import { table } from '../../command/table.js';
import { wrap } from '../../command/wrap.js';

const HEAD = ['name', 'wins', 'notes'];
const ROW = ['Ascari', '7', 'he won seven races in a row, in 1952 and 1953'];

test('a table that fits has its columns beside each other', () => {
  const text = table(HEAD, [ROW], undefined, 80);
  expect(text.split('\n')).toEqual([
    'name    wins  notes',
    'Ascari     7  he won seven races in a row, in 1952 and 1953',
  ]);
});

test('a last column of text is wrapped between words', () => {
  expect(table(HEAD, [ROW], undefined, 44).split('\n')).toEqual([
    'name    wins  notes',
    'Ascari     7  he won seven races in a row,',
    '              in 1952 and 1953',
  ]);
});

test('a table that is too wide has its columns below each other', () => {
  const rows = [ROW, ['Schumacher', '7', '']];
  expect(table(HEAD, rows, undefined, 30).split('\n')).toEqual([
    '-[ 1 ]------------------------',
    'name   Ascari',
    'wins   7',
    'notes  he won seven races in a',
    '       row, in 1952 and 1953',
    '-[ 2 ]------------------------',
    'name   Schumacher',
    'wins   7',
  ]);
});

test('a word that is wider than the terminal stays whole', () => {
  const id = '0c12652d-1c78-58e3-b4ac-49d6e8bf8b9d';
  expect(table(['id', 'n'], [[id, '1']], undefined, 20)).toContain(`id  ${id}`);
});

test('what follows of a labelled value stands below it', () => {
  expect(wrap('  built      39 minutes ago by lyzer-etl, up to date', 32).split('\n')).toEqual([
    '  built      39 minutes ago by',
    '             lyzer-etl, up to',
    '             date',
  ]);
});

test('text is wrapped between words, and commands stay on one line', () => {
  const text = [
    "Postgres stays up: 'npm run db url' prints how to connect.",
    '',
    '  psql "$(npm run --silent db url -- --data /tmp/x)"',
  ];
  expect(wrap(text.join('\n'), 24).split('\n')).toEqual([
    'Postgres stays up:',
    "  'npm run db url'",
    '  prints how to connect.',
    '',
    text[2],
  ]);
});
