import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  differingSeasons,
  readLakeChecksums,
  readTargetChecksums,
  sumChecksums,
} from '../../../load/compare/checksums.js';
import { postgresRowText } from '../../../load/compare/row-text.js';
import { readTargetTables } from '../../../load/schema/target-tables.js';
import { literal } from '../../../transform/lake/duck.js';
import { inLoad } from '../load-rows.js';
import { removeScratchFolder, startScratchServer, withSql } from '../scratch.js';

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
beforeAll(async () => {
  scratch = await startScratchServer();
});
afterAll(() => removeScratchFolder(scratch.folder));

/** Every type that a table of ours may have; DuckDB's name of it, and Postgres's. */
const COLUMNS = [
  ['id', 'INTEGER', 'integer'],
  ['season', 'INTEGER', 'integer'],
  ['small', 'SMALLINT', 'smallint'],
  ['large', 'BIGINT', 'bigint'],
  ['points', 'DECIMAL(6,2)', 'numeric(6,2)'],
  ['wide', 'DECIMAL(4,1)', 'numeric(12,3)'],
  ['whole', 'BIGINT', 'numeric(20,0)'],
  ['scaled', 'INTEGER', 'numeric(12,2)'],
  ['is_it', 'BOOLEAN', 'boolean'],
  ['text', 'VARCHAR', 'text'],
  ['more', 'VARCHAR', 'text'],
  ['key', 'UUID', 'uuid'],
  ['date', 'DATE', 'date'],
  ['time', 'TIME', 'time'],
  ['at', 'TIMESTAMP', 'timestamp'],
  ['at_utc', 'TIMESTAMP WITH TIME ZONE', 'timestamptz'],
] as const;

/** As SQL that both sides read alike; null where there is nothing. */
const micros = fc.integer({ min: 0, max: 86_399_999_999 });
const day = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const clock = micros.map((count) => {
  const seconds = Math.floor(count / 1e6);
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) =>
    String(Math.floor(part)).padStart(2, '0'),
  );
  return `${parts.join(':')}.${String(count % 1e6).padStart(6, '0')}`;
});
// Postgres keeps no zero byte; half a surrogate pair is no text.
const text = fc
  .oneof(
    fc.constantFrom('', '|', '1:a', ':', '\\N', 'NULL', '"', "'", ',', '\n', 'Räikkönen'),
    fc.string({ unit: 'grapheme' }),
  )
  .map((value) => value.replaceAll('\0', ''))
  .filter((value) => !/\p{Surrogate}/u.test(value));
const cell = (value: fc.Arbitrary<string>) => fc.option(value, { freq: 4 });
const number = (min: number, max: number, digits = 0) =>
  fc
    .integer({ min: min * 10 ** digits, max: max * 10 ** digits })
    .map((count) => (count / 10 ** digits).toFixed(digits));
const row = fc.tuple(
  cell(number(1950, 1953)),
  cell(number(-32_768, 32_767)),
  cell(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
  cell(number(-9999, 9999, 2)),
  cell(number(-999, 999, 1)),
  cell(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
  cell(number(-1_000_000, 1_000_000)),
  cell(fc.constantFrom('true', 'false')),
  cell(text),
  cell(text),
  cell(fc.uuid()),
  cell(day),
  cell(fc.oneof(clock, fc.constant('24:00:00'))),
  cell(fc.tuple(day, clock).map((parts) => parts.join(' '))),
  cell(fc.tuple(day, clock).map((parts) => `${parts.join(' ')}+00`)),
);

test('any row has the same checksum in DuckDB and in Postgres', async () => {
  const url = await scratch.newDatabase();
  const types = (side: 1 | 2) =>
    COLUMNS.map((column) => `"${column[0]}" ${column[side]}`).join(', ');
  const instance = await DuckDBInstance.create(':memory:');
  const duck = await instance.connect();
  await duck.run("set timezone = 'UTC'");
  await duck.run(`create table item (${types(1)})`);
  await inLoad(url, async ({ sql }) => {
    await sql.unsafe(`create schema s; create table s.item (${types(2)}, primary key (id))`);
    const [target] = await readTargetTables(sql, ['s']);
    if (target === undefined) throw new Error('the table is not there');
    const columns = COLUMNS.map(([name, type]) => ({ name, type }));
    const lake = { schema: 's', name: 'item', rows: 0, file: '', columns, checksum: '' };
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const values = rows.map((cells, id) =>
          [String(id), ...cells].map((value) => (value === null ? 'null' : literal(value))),
        );
        const lines = values.map((line) => `(${line.join(', ')})`).join(', ');
        await duck.run(`delete from item; insert into item values ${lines}`);
        await sql.unsafe(`delete from s.item; insert into s.item values ${lines}`);
        const inDuck = await readLakeChecksums(duck, { lake, target }, 'item');
        expect(await readTargetChecksums(sql, target)).toEqual(inDuck);
        expect(sumChecksums(inDuck).rows).toBe(rows.length);
      }),
      { numRuns: 150 },
    );
  });
  duck.closeSync();
  instance.closeSync();
});

test('no two rows have the same text: neither a null and an empty text, nor shifted ones', async () => {
  const url = await scratch.newDatabase();
  const texts = await withSql(url, async (sql) => {
    await sql`create table pair (a text, b text, c integer)`;
    await sql`
      insert into pair values
        (null, null, null), ('', null, null), (null, '', null), ('', '', null),
        ('|', '', 1), ('', '|', 1), ('1', '2', 3), ('1|1:2', null, 3), (null, '1|1:2', 3)`;
    const [table] = await readTargetTables(sql, ['public']);
    if (table === undefined) throw new Error('the table is not there');
    const rows = await sql.unsafe<{ text: string }[]>(
      `select ${postgresRowText(table)} as text from pair`,
    );
    return rows.map((one) => one.text);
  });
  expect(new Set(texts).size).toBe(9);
  expect(texts[0]).toBe('||');
  expect(texts[6]).toBe('1:1|1:2|3');
});

test('a table of more columns than a function of Postgres takes has checksums too', async () => {
  const url = await scratch.newDatabase();
  const [table] = await withSql(url, async (sql) => {
    const columns = Array.from({ length: 120 }, (_, index) => `c${index} integer default ${index}`);
    await sql.unsafe(`create table wide (${columns.join(', ')}); insert into wide default values`);
    const tables = await readTargetTables(sql, ['public']);
    return Promise.all(tables.map((wide) => readTargetChecksums(sql, wide)));
  });
  expect(table).toMatchObject([{ season: null, rows: 1 }]);
});

describe('checksums of seasons', () => {
  const checksumOf = (season: number | null, rows: number, checksum: string) => ({
    ...{ season, rows },
    checksum: checksum.padStart(16, '0'),
  });

  test('differ where rows or checksums do, and where one side has none', () => {
    const some = [
      checksumOf(1950, 1, 'a'),
      checksumOf(1951, 2, 'b'),
      checksumOf(1952, 3, 'c'),
      checksumOf(null, 1, 'd'),
    ];
    const others = [checksumOf(1950, 1, 'a'), checksumOf(1951, 3, 'b'), checksumOf(1952, 3, 'd')];
    expect(differingSeasons(some, others)).toEqual([1951, 1952, null]);
    expect(differingSeasons(some, some)).toEqual([]);
  });

  test('add up to the checksum of all', () => {
    expect(sumChecksums([checksumOf(1950, 1, 'f0'), checksumOf(1951, 2, '3c')])).toEqual({
      rows: 3,
      checksum: '00000000000000cc',
    });
    expect(sumChecksums([])).toEqual({ rows: 0, checksum: '0000000000000000' });
  });
});
