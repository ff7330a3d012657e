import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../command/progress.js';
import { dataFolder } from '../../disk/data-folder.js';
import { load } from '../../load/load.js';
import { parseTargetUrl } from '../../load/postgres/target-url.js';
import { postgresType } from '../../load/schema/postgres-type.js';
import { queryRows } from '../../transform/lake/duck.js';
import { LAKE_DATABASE, readLake } from '../../transform/lake/lake.js';
import { readFlatViews } from '../../transform/models/read-flat-views.js';
import { readModels, SQL_FOLDER } from '../../transform/models/read-models.js';
import { removeScratchFolder, startScratchServer, withSql } from '../load/scratch.js';
import { copySeedLake } from '../shared/lakes.js';
import { FLAT_ANSWERS } from './flat-answers.js';

const VIEWS = await readFlatViews(SQL_FOLDER);

let scratch: Awaited<ReturnType<typeof startScratchServer>>;
let instance: DuckDBInstance;
let connection: DuckDBConnection;
let url: string;

beforeAll(async () => {
  scratch = await startScratchServer();
  const data = dataFolder(scratch.folder);
  await copySeedLake(data);
  url = await scratch.newDatabase();
  await load({ data, target: parseTargetUrl(url) }, silentProgress);
  const { folder } = await readLake(data.lake);
  instance = await DuckDBInstance.create(join(folder, LAKE_DATABASE), { access_mode: 'READ_ONLY' });
  connection = await instance.connect();
});

afterAll(async () => {
  connection.closeSync();
  instance.closeSync();
  await removeScratchFolder(scratch.folder);
});

const inDuckDb = (sql: string) => queryRows(connection, sql);
const inPostgres = (sql: string) =>
  withSql(url, async (session) => [...(await session.unsafe(sql))]);

/** Rows as lines of text, cells parted by blanks; decimals without end noughts. */
function lines(rows: readonly Record<string, unknown>[]): string[] {
  return rows.map((row) => Object.values(row).map(shown).join(' '));
}

function shown(value: unknown): string {
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

test.each(VIEWS)('$name answers its question, in both engines', async ({ name, doc }) => {
  expect(doc.question).toMatch(/\?$/);
  const answer = doc.answer ?? '';
  expect(answer).toContain(`from lyzer_flat.${name}\n`);
  expect(lines(await inDuckDb(answer))).toEqual(FLAT_ANSWERS[name]);
  expect(lines(await inPostgres(answer))).toEqual(FLAT_ANSWERS[name]);
});

test.each(VIEWS)(
  '$name has the columns of its yml in both engines, no ids, null only where it says',
  async ({ name, doc }) => {
    const wanted = Object.entries(doc.columns).map(([column, { type }]) => ({ column, type }));
    expect(wanted.filter(({ type }) => type === 'uuid')).toEqual([]);
    const described = await inDuckDb(`describe lyzer_flat.${name}`);
    expect(
      described.map((row) => ({
        column: row.column_name,
        type: String(row.column_type).toLowerCase(),
      })),
    ).toEqual(wanted);
    const made = await inPostgres(
      `select attname as column, format_type(atttypid, atttypmod) as type from pg_attribute
        where attrelid = 'lyzer_flat.${name}'::regclass order by attnum`,
    );
    // A view of Postgres has the digits of a decimal, unless it computes one.
    expect(made).toEqual(wanted.map(({ column, type }) => ({ column, type: postgresType(type) })));
    const counts = wanted.map(({ column }) => `count(*) - count("${column}") as "${column}"`);
    const [nulls = {}] = await inDuckDb(`select ${counts.join(', ')} from lyzer_flat.${name}`);
    const withNulls = Object.keys(nulls).filter((column) => Number(nulls[column]) > 0);
    expect(withNulls.filter((column) => doc.columns[column]?.absent === undefined)).toEqual([]);
  },
);

test.each(VIEWS.filter(({ name }) => name !== 'lap_records'))(
  '$name has each row of its table once',
  async ({ name, sql }) => {
    const table = /^from (\S+)/m.exec(sql)?.[1];
    const count = async (of: string) => inDuckDb(`select count(*) as rows from ${of}`);
    expect(await count(`lyzer_flat.${name}`)).toEqual(await count(`${table}`));
  },
);

test('every metric has a view with names', async () => {
  const metrics = await readModels(SQL_FOLDER, ['metrics']);
  const read = VIEWS.map(({ sql }) => /^from lyzer_metrics\.(\w+)/m.exec(sql)?.[1]);
  expect(metrics.map(({ name }) => name).filter((name) => !read.includes(name))).toEqual([]);
});

test('the views are there when the file is attached under another name', async () => {
  const { folder } = await readLake(dataFolder(scratch.folder).lake);
  const other = await DuckDBInstance.create(':memory:');
  const session = await other.connect();
  await session.run(`attach '${join(folder, LAKE_DATABASE)}' as f1 (read_only)`);
  const rows = await queryRows(
    session,
    `select driver_name from f1.lyzer_flat.titles where season = 2008 and driver_ref is not null`,
  );
  expect(rows).toEqual([{ driver_name: 'Lewis Hamilton' }]);
  session.closeSync();
  other.closeSync();
});

test('the reader may read them in Postgres, and they have comments in both', async () => {
  const [right] = await inPostgres(
    `select has_table_privilege('lyzer_reader', 'lyzer_flat.results', 'select') as may,
      obj_description('lyzer_flat.results'::regclass, 'pg_class') as comment`,
  );
  const comment = VIEWS.find(({ name }) => name === 'results')?.doc.description;
  expect(right).toEqual({ may: true, comment });
  const [noted] = await inDuckDb(
    `select comment from duckdb_views() where schema_name = 'lyzer_flat' and view_name = 'results'`,
  );
  expect(noted).toEqual({ comment });
});
