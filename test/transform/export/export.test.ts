import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { type DataFolder, dataFolder, PROGRAM_FOLDER } from '../../../disk/data-folder.js';
import {
  EXPORT_FORMATS,
  type ExportFormat,
  exportLake,
} from '../../../transform/export/export-lake.js';
import { openDuck } from '../../../transform/lake/duck.js';
import { transform } from '../../../transform/transform.js';
import { removeScratchFolder, startScratchServer } from '../../load/scratch.js';
import { runCli } from '../../run-cli.js';
import { tempData } from '../../temp-folder.js';
import { madeArchive, madeResult, withResults } from '../made-archive.js';

let data: DataFolder;
let scratch: Awaited<ReturnType<typeof startScratchServer>>;

beforeAll(async () => {
  scratch = await startScratchServer();
  data = dataFolder(join(scratch.folder, 'data'));
  const results = [madeResult(1, 'farina'), madeResult(2, 'fagioli'), madeResult(3, 'parnell')];
  await madeArchive(data.archive, withResults(results));
  await transform({ data }, silentProgress);
});

afterAll(() => removeScratchFolder(scratch.folder));

async function exported(format: ExportFormat, tables?: string[]) {
  const to = join((await tempData()).root, 'f1');
  return exportLake({ data, format, to, tables }, silentProgress);
}

/** The points of the British Grand Prix of 1950, 8 for the win and 1 for the fastest lap. */
const POINTS = [
  ['farina', 9],
  ['fagioli', 6],
  ['parnell', 4],
];
const QUESTION = `select d.ref, r.points from race_result r
  join driver d on d.driver_id = r.driver_id order by r.position`;

test.each(['csv', 'json', 'parquet'] as const)('%s has a file per table', async (format) => {
  const { folder, tables } = await exported(format);
  const files = tables.map(({ name }) => `${name}.${format}`);
  const others = ['LICENSE', 'README.md', 'datapackage.json'];
  expect((await readdir(folder)).toSorted()).toEqual([...others, ...files].toSorted());
  const question = QUESTION.replace(/(race_result|driver) /g, `'${folder}/$1.${format}' `);
  expect(await duckRows(question)).toEqual(POINTS);
});

test('csv has the columns of the table, and nothing for null', async () => {
  const { folder } = await exported('csv', ['driver']);
  const [head, ...rows] = (await readFile(join(folder, 'driver.csv'), 'utf8')).split('\n');
  expect(head).toMatch(/^driver_id,ref,/);
  expect(rows.find((row) => row.includes('farina'))).toMatch(/,farina,.*,O'Farina,.*1906-10-30/);
});

test('sqlite has all tables in one database, with keys', async () => {
  const { folder } = await exported('sqlite');
  const database = new sqlite.Database(join(folder, 'lyzer.sqlite'), { readOnly: true });
  try {
    expect(database.all(QUESTION).map((row) => Object.values(row))).toEqual(POINTS);
    const { sql } = database.get("select sql from sqlite_master where name = 'driver'") ?? {};
    expect(sql).toContain('primary key ("driver_id")');
    expect(database.get('pragma integrity_check')).toEqual({ integrity_check: 'ok' });
  } finally {
    database.close();
  }
});

describe('sql makes and fills the tables in', () => {
  let file = '';
  beforeAll(async () => {
    const to = join(data.root, 'sql');
    await exportLake({ data, format: 'sql', to }, silentProgress);
    file = await readFile(join(to, 'lyzer.sql'), 'utf8');
  });

  test('Postgres', async () => {
    const sql = postgres(await scratch.newDatabase(), { max: 1, onnotice: () => {} });
    try {
      await sql.unsafe(file).simple();
      const rows = await sql.unsafe(QUESTION);
      expect(rows.map((row) => [row.ref, Number(row.points)])).toEqual(POINTS);
      const [driver] = await sql`select family_name from driver where ref = 'farina'`;
      expect(driver).toEqual({ family_name: "O'Farina" });
    } finally {
      await sql.end();
    }
  });

  test('DuckDB', async () => {
    expect(await duckRows(QUESTION, file)).toEqual(POINTS);
  });

  test('SQLite', () => {
    const database = new sqlite.Database(':memory:');
    try {
      database.exec(file);
      expect(database.all(QUESTION).map((row) => Object.values(row))).toEqual(POINTS);
    } finally {
      database.close();
    }
  });
});

test.each(EXPORT_FORMATS)('the same lake gives the same bytes of %s', async (format) => {
  const first = await hashes((await exported(format)).folder);
  expect(Object.keys(first).length).toBeGreaterThan(3);
  expect(await hashes((await exported(format)).folder)).toEqual(first);
});

test.each(['csv', 'json', 'parquet'] as const)(
  'the line of docs for DuckDB reads %s',
  async (format) => {
    const page = await readFile(join(PROGRAM_FOLDER, 'docs', 'export.md'), 'utf8');
    const [, line = ''] =
      new RegExp(`^\\| \`${format}\` \\|.*\`(from [^\`]*)\` \\|$`, 'm').exec(page) ?? [];
    const { folder } = await exported(format, ['race']);
    const question = line.replace(/'(.*)'/, `'${folder}/$1'`);
    expect(await duckRows(`select season from (${question})`)).toEqual([[1950]]);
  },
);

test('README, licence and datapackage.json say what it is', async () => {
  const { folder, snapshot } = await exported('csv', ['lyzer.race', 'title']);
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  expect(await text('README.md')).toContain('| `race` | 1 | `race.csv` | Championship races');
  expect(await text('LICENSE')).toContain('CC BY-NC-SA 4.0');
  const content = JSON.parse(await text('datapackage.json'));
  expect(content).toMatchObject({ version: snapshot, licenses: [{ name: 'CC-BY-NC-SA-4.0' }] });
  expect(content.resources.map(({ name }: { name: string }) => name)).toEqual(['race', 'title']);
  expect(content.resources[0].schema.primaryKey).toEqual(['id']);
  expect(content.resources[0].schema.fields).toContainEqual({
    name: 'time',
    type: 'time',
    description: 'start, UTC; null before 2005; from races.time',
  });
});

test('a table that is not there is refused, with those that are', async () => {
  await expect(exported('csv', ['race', 'rase'])).rejects.toThrow(
    /^TABLE_UNKNOWN: no table 'rase'; choose from .*\brace\b/,
  );
});

describe('the folder', () => {
  test('of an earlier export is replaced, and what a killed export left goes', async () => {
    const { root } = await tempData();
    const to = join(root, 'f1');
    await exportLake({ data, format: 'csv', to }, silentProgress);
    await mkdir(join(root, '.aside-export-f1-999999999-x'));
    await exportLake({ data, format: 'sql', to, tables: ['race'] }, silentProgress);
    expect(await readdir(root)).toEqual(['f1']);
    expect(await readdir(to)).toEqual(['LICENSE', 'README.md', 'datapackage.json', 'lyzer.sql']);
  });

  test('of something else is left alone', async () => {
    const { root } = await tempData();
    await writeFile(join(root, 'letter.txt'), 'mine');
    const run = exportLake({ data, format: 'csv', to: root }, silentProgress);
    await expect(run).rejects.toThrow(/^EXPORT_FOLDER_TAKEN: [^\n]+$/);
    const file = exportLake({ data, format: 'csv', to: join(root, 'letter.txt') }, silentProgress);
    await expect(file).rejects.toThrow(/^EXPORT_FOLDER_TAKEN: [^\n]+$/);
    expect(await readdir(root)).toEqual(['letter.txt']);
  });

  test('is in the data folder unless named', async () => {
    const end = await runCli('export', '--format', 'csv', '--tables', 'race', '--data', data.root);
    expect(end.code).toBe(0);
    expect(end.stdout).toContain(join(data.root, 'export', 'csv'));
    await rm(join(data.root, 'export'), { recursive: true });
  });
});

test('lake/current is a path that stays', async () => {
  const own = await tempData();
  await madeArchive(own.archive);
  const first = await transform({ data: own }, silentProgress);
  const link = join(own.lake, 'current');
  expect(await readlink(link)).toBe(first.snapshot);
  const newer = '20270101T000000Z-00000002';
  await madeArchive(own.archive, withResults([madeResult(1, 'farina')]), newer);
  await transform({ data: own, snapshot: newer }, silentProgress);
  expect(await readlink(link)).toBe(first.snapshot);
  await transform({ data: own }, silentProgress);
  expect(await readlink(link)).toBe(newer);
  const rows = await duckRows(`select count(*)::integer from '${link}/lyzer/race_result.parquet'`);
  expect(rows).toEqual([[1]]);
});

async function duckRows(question: string, before = 'select 1'): Promise<unknown[][]> {
  const instance = await openDuck({});
  const connection = await instance.connect();
  try {
    await connection.run(before);
    const reader = await connection.runAndReadAll(question);
    return reader
      .getRowsJson()
      .map(([name, ...rest]) => [
        ...(Number.isNaN(Number(name)) ? [name] : [Number(name)]),
        ...rest.map(Number),
      ]);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function hashes(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).toSorted();
  const sums = names.map(async (name) => {
    const bytes = await readFile(join(folder, name));
    return [name, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(sums));
}
