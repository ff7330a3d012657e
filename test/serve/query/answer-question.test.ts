import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerQuestion } from '../../../serve/query/answer-question.js';
import { serveOneRace } from '../served.js';

const served = serveOneRace();
const ask = (sql: string) => answerQuestion({ file: lakeNow().file, sql, format: 'csv' }, () => {});

/** The lake's DuckDB file, its sum, and what lies beside it. */
function lakeNow() {
  const { lake } = served.data;
  const folder = join(lake, readFileSync(join(lake, 'HEAD'), 'utf8').trim());
  const file = join(folder, 'lyzer.duckdb');
  const sum = createHash('sha256').update(readFileSync(file)).digest('hex');
  return { folder, file, sum, names: readdirSync(folder) };
}

test.each([
  ['attach', "attach '/tmp/other.duckdb'", 'QUERY_NOT_READING'],
  ['copy', "copy race to 'LAKE/x.csv'", 'QUERY_NOT_READING'],
  ['copy over the lake', "copy (select 1) to 'FILE' (use_tmp_file false)", 'QUERY_NOT_READING'],
  [
    'copy over the lake in disguise',
    "explain analyze copy (select 1) to 'FILE' (use_tmp_file false)",
    'QUERY_NOT_READING',
  ],
  ['export', "export database 'LAKE/x'", 'QUERY_NOT_READING'],
  ['import', "import database 'LAKE/x'", 'QUERY_NOT_READING'],
  ['pragma', 'pragma database_list', 'QUERY_NOT_READING'],
  ['set', 'set threads = 8', 'QUERY_NOT_READING'],
  ['reset', 'reset memory_limit', 'QUERY_NOT_READING'],
  ['install', 'install httpfs', 'QUERY_NOT_READING'],
  ['load', 'load httpfs', 'QUERY_NOT_READING'],
  ['call', 'call pragma_version()', 'QUERY_NOT_READING'],
  ['create', 'create table x as select 1', 'QUERY_NOT_READING'],
  ['create temporary', 'create temp table x as select 1', 'QUERY_NOT_READING'],
  ['insert', 'insert into season values (1)', 'QUERY_NOT_READING'],
  ['delete', 'delete from race', 'QUERY_NOT_READING'],
  ['drop', 'drop table race', 'QUERY_NOT_READING'],
  ['checkpoint', 'checkpoint', 'QUERY_NOT_READING'],
  ['two statements', 'select 1; select 2', 'QUERY_NOT_READING'],
  ['a second statement', 'select 1; drop table race', 'QUERY_NOT_READING'],
  ['nothing', ' -- a comment\n;', 'QUERY_EMPTY'],
  ['a parameter', 'select $1', 'QUERY_PARAMETERS'],
  ['a file', "from read_csv('/etc/passwd')", 'SQL_FAILED'],
  ['a file by its name', "from '/etc/passwd.csv'", 'SQL_FAILED'],
  ['a file as text', "from read_text('/etc/hostname')", 'SQL_FAILED'],
  ['the environment', "from read_text('/proc/self/environ')", 'SQL_FAILED'],
  ['the environment by function', "select getenv('HOME')", 'SQL_FAILED'],
  ['a folder', "from glob('/etc/*')", 'SQL_FAILED'],
  ['an address', "from read_csv('https://example.org/x.csv')", 'SQL_FAILED'],
  ['another database', "from read_duckdb('/tmp/other.duckdb')", 'SQL_FAILED'],
  ['secrets', 'from duckdb_secrets()', 'SQL_FAILED'],
  ['a write in a function', "from query('drop table race')", 'SQL_FAILED'],
])('%s is refused, and the lake stays as it was', async (_, text, code) => {
  const before = lakeNow();
  const sql = text.replace('LAKE', before.folder).replace('FILE', before.file);
  await expect(ask(sql)).rejects.toMatchObject({ code });
  expect(lakeNow()).toEqual(before);
});

test('a setting can be read and not changed, and what a query turns on ends with it', async () => {
  const before = lakeNow();
  const file = join(before.folder, 'profile.json');
  await ask('from enable_profiling()');
  await ask("from enable_logging(level = 'trace')");
  for (const turnOn of [
    `from enable_profiling(format = 'json', save_location = '${file}')`,
    "from enable_logging(storage = 'file', storage_path = '/tmp/lyzer-etl-no-log')",
  ]) {
    await expect(ask(turnOn)).rejects.toThrow(/disabled/);
  }
  const settings = ['enable_external_access', 'lock_configuration', 'threads', 'temp_directory'];
  const sql = `select ${settings.map((name) => `current_setting('${name}')`).join(', ')}`;
  expect((await ask(sql)).split('\n')[1]).toBe('false,true,1,""');
  expect(lakeNow()).toEqual(before);
});
