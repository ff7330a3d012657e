import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { type DataFolder, dataFolder, PROGRAM_FOLDER } from '../../../disk/data-folder.js';
import { LAKE_DATABASE, readLake } from '../../../transform/lake/lake.js';
import { query } from '../../../transform/lake/query.js';
import { print, type QueryFormat } from '../../../transform/lake/query-output.js';
import { transform } from '../../../transform/transform.js';
import { CLI, linesOf, runCli } from '../../run-cli.js';
import { madeArchive, ONE_RACE } from '../made-archive.js';

const OLDER = '20260101T000000Z-00000001';

let data: DataFolder;
let lake = '';

beforeAll(async () => {
  data = dataFolder(await mkdtemp(join(tmpdir(), 'lyzer-etl-test-')));
  await madeArchive(data.archive, { seasons: ONE_RACE.seasons ?? [] }, OLDER);
  await transform({ data }, silentProgress);
  await madeArchive(data.archive);
  ({ lake } = await transform({ data }, silentProgress));
});

afterAll(() => rm(data.root, { recursive: true, force: true }));

async function ask(sql: string, format: QueryFormat, snapshot?: string): Promise<string> {
  return query({ data, sql, snapshot }, async (answer) => {
    const parts: string[] = [];
    for await (const part of print(answer, format)) parts.push(part);
    return parts.join('');
  });
}

describe('a table', () => {
  test('has numbers to the right, NULL for null, and tells how many rows it has', async () => {
    const sql = "select * from (values ('a', 5.50, null), ('bcd', 10.25, 1)) as t(name, n, m)";
    expect(await ask(sql, 'table')).toBe(
      ['name      n     m', 'a      5.50  NULL', 'bcd   10.25     1', '', '2 rows', ''].join('\n'),
    );
  });

  test('is cut at 1,000 rows, with a word', async () => {
    const lines = linesOf(await ask('from range(5000)', 'table'));
    expect(lines).toHaveLength(1003);
    expect(lines.at(-1)).toMatch(/^The first 1,000 rows; .*--format csv/);
    expect(linesOf(await ask('from range(1000)', 'table')).at(-1)).toBe('1,000 rows');
  });

  test('keeps control characters of the data from the terminal', async () => {
    expect(await ask("select 'a' || chr(27) || '[2Jb' as x", 'table')).toContain('a [2Jb');
  });
});

test('csv tells null from the empty text, and quotes what has to be', async () => {
  const sql = `select 1 as id, 2 as id, null as "a,b", '' as e, 'say "so"' as q, date '1950-05-13' as d`;
  expect(await ask(sql, 'csv')).toBe('id,id,"a,b",e,q,d\n1,2,,"","say ""so""",1950-05-13\n');
});

test('json has a row per line, and values as JSON has them', async () => {
  const sql = `select count(*) as n, 12.50::decimal(4, 2) as points, 1.5::double as f,
    [1::bigint, null] as l, {'a': 2::bigint} as s, date '1950-05-13' as d, time '14:30:00' as t,
    interval '1 day 2 hours' as i, 'nan'::double as nan, true as b,
    'df776730-64dc-5c97-9a23-d3aa932139fb'::uuid as id, 12345678901234567890::hugeint as h
    from race`;
  const text = await ask(sql, 'json');
  expect(linesOf(text)).toHaveLength(3);
  expect(JSON.parse(text)).toEqual([
    {
      n: 1,
      points: 12.5,
      f: 1.5,
      l: [1, null],
      s: { a: 2 },
      d: '1950-05-13',
      t: '14:30:00',
      i: '1 day 02:00:00',
      nan: 'NaN',
      b: true,
      id: 'df776730-64dc-5c97-9a23-d3aa932139fb',
      h: '12345678901234567890',
    },
  ]);
});

test.each(['from range(0)', 'from range(5000)'])('json of %s is one array', async (sql) => {
  const rows: unknown = JSON.parse(await ask(sql, 'json'));
  expect(rows).toHaveLength(Number(/\d+/.exec(sql)));
});

test('--json is one object with columns and rows, whose keys differ', async () => {
  const sql = 'select 1 as id, 2 as id, 3 as id_2';
  const { code, stdout } = await runCli('query', sql, '--data', data.root, '--json');
  expect(code).toBe(0);
  expect(linesOf(stdout)).toHaveLength(1);
  expect(JSON.parse(stdout)).toEqual({
    columns: ['id', 'id_3', 'id_2'].map((name) => ({ name, type: 'INTEGER' })),
    rows: [{ id: 1, id_3: 2, id_2: 3 }],
  });
});

test('a table of core has its name with and without the schema', async () => {
  const names = 'select r.race_name from lyzer.race as r join race using (id)';
  expect(await ask(names, 'csv')).toBe('race_name\nBritish Grand Prix\n');
});

test.each([
  'from race',
  'table race',
  'values (1), (2)',
  '(select 1) union all (select 2);',
  'with r as (from race) select count(*) from r -- a comment',
  'describe race',
  'describe select 1',
  'show tables',
  'show all tables',
  'summarize race',
  'unpivot (select 1 as a, 2 as b) on a, b',
  "from query('from race')",
  "from query_table('race')",
  'explain from race',
  'explain (format json) from race',
  'explain(analyze) (select 1)',
  'explain (analyze, format json) with r as (from race) from r',
  'Explain Analyze\nfrom race',
])('%s only reads', async (sql) => {
  expect(await ask(sql, 'csv')).not.toBe('');
});

const POINTS = "(values (1, 'a', 1), (1, 'b', 2), (2, 'b', 3)) as t(g, k, v)";

test.each([
  ['pivot (from POINTS) on k using sum(v)', 'g,a,b\n1,1,2\n2,,3\n'],
  ['PIVOT (FROM POINTS) ON k USING sum(v) GROUP BY g;\n', 'g,a,b\n1,1,2\n2,,3\n'],
  ["pivot (from POINTS) on k in ('b') using sum(v)", 'g,b\n1,2\n2,3\n'],
  ["select g, b from (from POINTS) pivot (sum(v) for k in ('b'))", 'g,b\n1,2\n2,3\n'],
  ['with p as (pivot (from POINTS) on k using sum(v)) select a + b as n from p', 'n\n3\n\n'],
  [
    `select count(*) as n from (pivot (from POINTS) on k using sum(v)),
      (pivot (from POINTS) on g using sum(v))`,
    'n\n4\n',
  ],
])('%s is one SELECT too', async (sql, csv) => {
  const text = await ask(sql.replaceAll('POINTS', POINTS), 'csv');
  expect(linesOf(text).sort()).toEqual(linesOf(csv).sort());
});

test('the lake of an older snapshot can be asked', async () => {
  expect(await ask('select count(*) as n from race', 'csv', OLDER)).toBe('n\n0\n');
});

describe('a fault', () => {
  test('of the SQL is shown with its place and a caret', async () => {
    await expect(ask('select *\nfrom race\nwhere seson = 1', 'csv')).rejects.toThrow(
      /^SQL_FAILED: query:3:7: Binder Error: .*"season".*; correct the query\n {4}where seson = 1\n {10}\^$/,
    );
  });

  test('that shows only while rows are read is told as well', async () => {
    const sql = "select if(range = 90000, 'x', '1')::integer from range(100000)";
    await expect(ask(sql, 'csv')).rejects.toThrow(/^SQL_FAILED: query.*'x'/);
  });

  test.each([
    ['nothing', ' -- a comment\n;', /^QUERY_EMPTY: [^\n]+$/],
    ['two statements', 'select 1; select 2', /^QUERY_NOT_READING: [^\n]+$/],
    ['a parameter', 'select $1', /^QUERY_PARAMETERS: [^\n]+$/],
    ['a write', 'delete from race', /^QUERY_NOT_READING: [^\n]+$/],
    ['a write in disguise', 'explain analyze delete from race', /^QUERY_NOT_READING: /],
    ['what acts unasked', "pragma import_database('/tmp')", /^QUERY_NOT_READING: /],
    ['a setting', "set memory_limit = '90GB'", /^QUERY_NOT_READING: [^\n]+$/],
    ['another file', "from read_text('/etc/hostname')", /^SQL_FAILED: .*disabled/],
    ['another database', "attach '/tmp/x.duckdb'", /^QUERY_NOT_READING: [^\n]+$/],
    ['an address', "from read_csv('https://example.org/x.csv')", /^SQL_FAILED: /],
  ])('%s is refused', async (_, sql, message) => {
    await expect(ask(sql, 'csv')).rejects.toThrow(message);
    expect(await ask('select count(*) as n from race', 'csv')).toBe('n\n1\n');
  });

  test('not even the lake itself can be written to', async () => {
    const { folder } = await readLake(data.lake);
    const file = join(folder, LAKE_DATABASE);
    for (const sql of [
      `copy (select 1) to '${file}' (use_tmp_file false)`,
      `explain analyze copy (select 1) to '${file}' (use_tmp_file false)`,
    ]) {
      await expect(ask(sql, 'csv')).rejects.toThrow(/^QUERY_NOT_READING: /);
      expect(await ask('select count(*) as n from race', 'csv')).toBe('n\n1\n');
    }
  });

  test('of the command has one line, and no half an answer', async () => {
    for (const args of [['selec'], ['select 1', '--format', 'csv', '--json']]) {
      const end = await runCli('query', ...args, '--data', data.root);
      expect(end.stdout).toMatch(args.includes('--json') ? /^\{"error":[^\n]*\}\n$/ : /^$/);
      expect(end.stderr.split('\n')[0]).toMatch(/^(SQL_FAILED|USAGE): /);
    }
  });

  test('of the file is told in one line', async () => {
    const other = dataFolder(await mkdtemp(join(data.root, 'other-')));
    await madeArchive(other.archive);
    const made = await transform({ data: other }, silentProgress);
    await writeFile(join(made.lake, LAKE_DATABASE), 'no database');
    const asked = query({ data: other, sql: 'select 1' }, async () => {});
    await expect(asked).rejects.toThrow(/^LAKE_DAMAGED: [^\n]+$/);
  });
});

test('leaves the lake as it was', async () => {
  await ask('from race order by all', 'csv');
  expect(await readdir(lake)).toEqual(['lake.json', 'lyzer', LAKE_DATABASE, 'lyzer_metrics']);
});

test('an interruption ends a query that would run for hours', async () => {
  const sql = 'select count(*) from range(1000000) a, range(1000000) b where a.range + b.range < 0';
  const interruption = new AbortController();
  setTimeout(() => interruption.abort(new Error('stopped on request')), 100);
  const asked = query({ data, sql, signal: interruption.signal }, async () => {});
  await expect(asked).rejects.toThrow('stopped on request');
});

test('a reader that has enough ends the query in peace', async () => {
  const args = [CLI, 'query', 'from range(100000000)', '--format', 'csv'];
  const child = spawn(process.execPath, [...args, '--data', data.root], { cwd: PROGRAM_FOLDER });
  let stderr = '';
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const [code] = await once(child, 'close');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
