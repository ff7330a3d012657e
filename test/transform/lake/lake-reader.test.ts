import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { openReader, withReader } from '../../../transform/lake/lake-reader.js';
import { tempData } from '../../temp-folder.js';

test.each([
  "copy (select 1) to 'FILE' (use_tmp_file false)",
  "explain (analyze, format json) copy (select 1) to 'FILE' (use_tmp_file false)",
  "copy (select 1) to 'FILE.csv'",
  "from read_blob('FILE')",
  "attach 'FILE.other' as other",
  "set disabled_filesystems = ''",
])('a reader itself, whatever checks the SQL, refuses %s', async (sql) => {
  const { root } = await tempData();
  const file = join(root, 'lyzer.duckdb');
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run('create table race as select 1 as round');
  connection.closeSync();
  instance.closeSync();
  const before = await readFile(file);
  await withReader(await openReader(file), async (reader) => {
    await expect(reader.run(sql.replaceAll('FILE', file))).rejects.toThrow(/disabled|locked/);
    const read = await reader.runAndReadAll('from race');
    expect(read.getRows()).toEqual([[1]]);
  });
  expect((await readFile(file)).equals(before)).toBe(true);
});
