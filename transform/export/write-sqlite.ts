import { join } from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import sqlite, { type Database, type JSValue } from 'node-sqlite3-wasm';
import { identifier, identifiers } from '../lake/identifier.js';
import type { ExportWork } from './export-lake.js';
import type { ExportTable } from './export-table.js';
import { withRows } from './with-rows.js';

/** SQLite has four types. */
const TYPES: Readonly<Record<string, string>> = {
  INTEGER: 'integer',
  BIGINT: 'integer',
  BOOLEAN: 'integer',
  DOUBLE: 'real',
};

/** Writes one SQLite database, with primary keys and the indexes that the ymls name. */
export async function writeSqlite(work: ExportWork): Promise<void> {
  const { lake, tables, folder, fileOf, task, signal } = work;
  const [first] = tables;
  if (first === undefined) return;
  const database = new sqlite.Database(join(folder, fileOf(first)));
  try {
    // The folder is aside until it is whole: nothing has to be undone after a crash.
    database.exec('pragma journal_mode = off; pragma synchronous = off; begin');
    await withRows(lake, signal, async (connection, rowsOf) => {
      for (const table of tables) {
        task.say(table.name);
        createTable(database, table);
        await fillTable(database, connection, table, rowsOf(table));
        createIndexes(database, table);
        task.step(table.rows);
      }
    });
    database.exec('commit');
  } finally {
    database.close();
  }
}

function createTable(database: Database, { name, columns, key }: ExportTable): void {
  const lines = columns.map((column) => `${identifier(column.name)} ${typeOf(column.type)}`);
  const keys = key.length === 0 ? [] : [`primary key (${identifiers(key)})`];
  database.exec(
    `create table ${identifier(name)} (\n    ${[...lines, ...keys].join(',\n    ')}\n)`,
  );
}

function typeOf(type: string): string {
  return TYPES[type] ?? (type.startsWith('DECIMAL') ? 'real' : 'text');
}

async function fillTable(
  database: Database,
  connection: DuckDBConnection,
  { name, columns }: ExportTable,
  rows: string,
): Promise<void> {
  const places = columns.map(() => '?').join(', ');
  const insert = database.prepare(`insert into ${identifier(name)} values (${places})`);
  try {
    const result = await connection.stream(`from ${rows}`);
    for await (const batch of result.yieldRows()) {
      for (const row of batch) insert.run(row.map(toSqlite));
    }
  } finally {
    insert.finalize();
  }
}

/** Dates, times, UUIDs and decimals as text: SQLite turns that of a `real` into a number. */
function toSqlite(value: DuckDBValue): JSValue {
  if (value === null || typeof value === 'number' || typeof value === 'bigint') return value;
  return typeof value === 'boolean' ? Number(value) : String(value);
}

function createIndexes(database: Database, { name, indexes }: ExportTable): void {
  for (const columns of indexes) {
    const index = identifier([name, ...columns, 'index'].join('_'));
    database.exec(`create index ${index} on ${identifier(name)} (${identifiers(columns)})`);
  }
}
