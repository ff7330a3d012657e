import { expect, test } from 'vitest';
import { queryRows, withDuck } from '../../../transform/lake/duck.js';
import { writeParquetFiles } from '../../../transform/lake/write-parquet.js';
import { tempData } from '../../temp-folder.js';
import { madeModel } from '../made-model.js';

/** Writes what a SELECT gives as a table, and tells what is known of it. */
async function write(sql: string, threads = 1) {
  const { root } = await tempData();
  return withDuck(':memory:', { threads }, async ([connection]) => {
    await connection.run('create schema lyzer');
    await connection.run(`create table lyzer.t as ${sql}`);
    const [table] = await writeParquetFiles(connection, root, [madeModel('t', sql)]);
    const rows = await queryRows(connection, `from read_parquet('${root}/${table?.file}')`);
    return { table, rows };
  });
}

const checksumOf = async (sql: string, threads?: number) =>
  (await write(sql, threads)).table?.checksum;

const TWO = "select * from (values (1, 'a'), (2, 'b')) as made(id, ref)";

test('writes a table in the order of its rows, and tells what it holds', async () => {
  const { table, rows } = await write("select * from (values (2, 'b'), (1, 'a')) as made(id, ref)");
  expect(rows).toEqual([
    { id: 2, ref: 'b' },
    { id: 1, ref: 'a' },
  ]);
  const columns = [
    { name: 'id', type: 'INTEGER' },
    { name: 'ref', type: 'VARCHAR' },
  ];
  expect(table).toMatchObject({ schema: 'lyzer', name: 't', rows: 2, columns });
});

test('the checksum of many rows is the same with any number of threads', async () => {
  const many =
    "select i as id, 'x' || i as ref, i / 100::decimal(9, 2) from range(130_000) as made(i)";
  const checksum = await checksumOf(many, 1);
  expect(checksum).toMatch(/^[0-9a-f]{16}$/);
  expect(await checksumOf(many, 2)).toBe(checksum);
  expect(await checksumOf(many, 4)).toBe(checksum);
});

test.each([
  ['another value', "select * from (values (1, 'a'), (2, 'c')) as made(id, ref)"],
  ['a null', "select * from (values (1, 'a'), (2, null)) as made(id, ref)"],
  ['another order', "select * from (values (2, 'b'), (1, 'a')) as made(id, ref)"],
  ['a row less', "select * from (values (1, 'a')) as made(id, ref)"],
  ['a row twice', "select * from (values (1, 'a'), (2, 'b'), (2, 'b')) as made(id, ref)"],
])('the checksum tells %s', async (_, sql) => {
  expect(await checksumOf(sql)).not.toBe(await checksumOf(TWO));
});

test.each([
  ['null and the text NULL', 'null::varchar', "'NULL'"],
  ['null and nothing', 'null::varchar', "''"],
  ['a text with a quote', "'a'', ref: b'", "'a, ref: b'"],
  ['blanks', "'a'", "'a '"],
])('the checksum tells apart %s', async (_, one, other) => {
  expect(await checksumOf(`select ${one} as id`)).not.toBe(
    await checksumOf(`select ${other} as id`),
  );
});

test('the checksum tells in which column a text is', async () => {
  const shifted = await checksumOf("select 'a'', ''b' as id, 'c' as ref");
  expect(await checksumOf("select 'a' as id, 'b'', ''c' as ref")).not.toBe(shifted);
});
