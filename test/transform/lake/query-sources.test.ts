import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAM_FOLDER } from '../../../disk/data-folder.js';
import { openDuck, queryRows } from '../../../transform/lake/duck.js';
import { query } from '../../../transform/lake/query.js';
import { listSaved } from '../../../transform/lake/read-sql.js';
import { writeAnswer } from '../../../transform/lake/write-answer.js';
import { runCli } from '../../run-cli.js';
import { copyOneRace } from '../../shared/lakes.js';
import { tempData } from '../../temp-folder.js';

const SQL = 'select season, race_name from race';
const CSV = 'season,race_name\n1950,British Grand Prix\n';

async function oneRace() {
  const data = await tempData();
  await copyOneRace(data);
  return data;
}

test('SQL comes as a word, from a file, from stdin, or by the name of a saved query', async () => {
  const data = await oneRace();
  const file = join(data.root, 'my.sql');
  await writeFile(file, SQL);
  await mkdir(join(data.root, 'queries'));
  await writeFile(join(data.root, 'queries', 'mine.sql'), `-- Which races?\n${SQL};\n`);
  const end = ['--format', 'csv', '--data', data.root];
  expect(await runCli('query', SQL, ...end)).toMatchObject({ stdout: CSV });
  expect(await runCli('query', '--file', file, ...end)).toMatchObject({ stdout: CSV });
  expect(await runCli('query', '--saved', 'mine', ...end)).toMatchObject({ stdout: CSV });
  expect(await piped(SQL, end)).toBe(CSV);
  const list = await runCli('query', '--list', '--data', data.root, '--json');
  expect(JSON.parse(list.stdout).queries).toContainEqual({
    name: 'mine',
    question: 'Which races?',
  });
});

async function piped(sql: string, args: readonly string[]): Promise<string> {
  const words = ['--import', 'tsx', 'cli.ts', 'query', ...args];
  const child = spawn(process.execPath, words, { cwd: PROGRAM_FOLDER });
  child.stdin.end(sql);
  let stdout = '';
  child.stdout.on('data', (part) => {
    stdout += part;
  });
  await once(child, 'close');
  return stdout;
}

test.each([
  [['--saved', 'unheard-of'], /^QUERY_UNKNOWN: .*; choose from .*\bclosest-finishes\b/],
  [['--file', 'no/such.sql'], /^QUERY_UNREADABLE: [^\n]+\n$/],
  [[SQL, '--file', 'my.sql'], /^USAGE: .*give one of them/],
  [[SQL, '--to', 'laps.xls'], /^USAGE: .*parquet/],
  [[SQL, '--format', 'parquet'], /^USAGE: .*--to/],
  [[], /^QUERY_EMPTY: /],
])('query %j is refused as wrong usage', async (args, message) => {
  const data = await oneRace();
  const end = await runCli('query', ...args, '--data', data.root);
  expect(end).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
});

test.each([
  ['answer.csv', CSV],
  ['answer.json', '[\n{"season":1950,"race_name":"British Grand Prix"}\n]\n'],
  ['answer.md', '| season | race_name |\n| ---: | --- |\n| 1950 | British Grand Prix |\n'],
])('--to %s has the form that its name says', async (name, text) => {
  const data = await oneRace();
  const file = join(data.root, name);
  const end = await runCli('query', SQL, '--to', file, '--data', data.root);
  expect(end).toMatchObject({ code: 0, stdout: `Wrote ${file} (1 row)\n` });
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('Parquet keeps types, order and every row', async () => {
  const data = await oneRace();
  const file = join(data.root, 'made', 'answer.parquet');
  const sql = `select range as n, 1.50::decimal(4, 2) as n, [range, null] as l,
    date '1950-05-13' as d, 'a|b' as t from range(10000) order by range desc`;
  const written = await query({ data, sql }, (answer) => writeAnswer(answer, 'parquet', file));
  expect(written).toEqual({ file, format: 'parquet', rows: 10_000 });
  expect(await readdir(join(data.root, 'made'))).toEqual(['answer.parquet']);
  const rows = await rowsOf(`from '${file}' limit 1`);
  expect(rows).toEqual([{ n: '9999', n_2: '1.50', l: ['9999', null], d: '1950-05-13', t: 'a|b' }]);
});

test('Markdown keeps bars and line breaks inside of a cell', async () => {
  const data = await oneRace();
  const file = join(data.root, 'a.md');
  const sql = "select 'a|b' || chr(10) || 'c' as t, null as n";
  await query({ data, sql }, (answer) => writeAnswer(answer, 'markdown', file));
  expect(await readFile(file, 'utf8')).toBe('| t | n |\n| --- | ---: |\n| a\\|b<br>c |  |\n');
});

test('every table has its name without a schema, and show tables shows all', async () => {
  const data = await oneRace();
  const end = ['--format', 'csv', '--data', data.root];
  const shown = await runCli('query', 'show tables', ...end);
  expect(shown.stdout.split('\n')).toEqual(expect.arrayContaining(['race', 'driver_career']));
  const counted = 'select count(*) as n from driver_career join driver using (driver_id)';
  expect(await runCli('query', counted, ...end)).toMatchObject({ stdout: 'n\n0\n' });
});

test('the saved queries are those of the gallery, each with its question', async () => {
  const gallery = await readFile(join(PROGRAM_FOLDER, 'docs', 'gallery.md'), 'utf8');
  const saved = await listSaved(await tempData());
  expect(saved.length).toBeGreaterThanOrEqual(10);
  for (const { name, question } of saved) {
    const file = join(PROGRAM_FOLDER, 'data', 'queries', `${name}.sql`);
    const text = await readFile(file, 'utf8');
    expect(gallery).toContain(`\n## ${question}\n\n\`npm run query -- --saved ${name}\`\n`);
    expect(gallery).toContain(`\`\`\`sql\n${text.slice(text.indexOf('\n') + 1)}\`\`\``);
  }
});

async function rowsOf(sql: string) {
  const instance = await openDuck({ keepsOrder: true });
  const connection = await instance.connect();
  try {
    return await queryRows(connection, sql);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
