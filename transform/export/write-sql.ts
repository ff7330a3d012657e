import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier, identifiers } from '../lake/identifier.js';
import type { ExportWork } from './export-lake.js';
import type { ExportTable } from './export-table.js';
import { withRows } from './with-rows.js';

const ROWS_PER_INSERT = 500;

/**
 * Writes one file of SQL that makes and fills the tables, in the schema that is current: Postgres,
 * DuckDB and SQLite run it as it is.
 */
export async function writeSql(work: ExportWork): Promise<void> {
  const { lake, tables, folder, fileOf, task, signal } = work;
  const [first] = tables;
  if (first === undefined) return;
  await withRows(lake, signal, async (connection, rowsOf) => {
    async function* parts() {
      yield 'begin;\n';
      for (const table of tables) {
        task.say(table.name);
        yield createTable(table);
        yield* insertRows(connection, table, rowsOf(table));
        yield* createIndexes(table);
        task.step(table.rows);
      }
      yield '\ncommit;\n';
    }
    await pipeline(Readable.from(parts()), createWriteStream(join(folder, fileOf(first))));
  });
}

function createTable({ name, columns, key }: ExportTable): string {
  const lines = columns.map(({ name, type }) => `${identifier(name)} ${type.toLowerCase()}`);
  const keys = key.length === 0 ? [] : [`primary key (${identifiers(key)})`];
  return `\ncreate table ${identifier(name)} (\n    ${[...lines, ...keys].join(',\n    ')}\n);\n`;
}

/** DuckDB writes the text of each row: in JavaScript it would take longer. */
async function* insertRows(
  connection: DuckDBConnection,
  { name, columns }: ExportTable,
  rows: string,
) {
  const values = columns.map((column) => valueText(column.name, column.type)).join(" || ', ' || ");
  const result = await connection.stream(`select '(' || ${values} || ')' from ${rows}`);
  let count = 0;
  for await (const batch of result.yieldRows()) {
    let text = '';
    for (const [row] of batch) {
      const isFirst = count % ROWS_PER_INSERT === 0;
      const end = count === 0 ? '' : ';\n';
      text += isFirst ? `${end}insert into ${identifier(name)} values\n` : ',\n';
      text += String(row);
      count += 1;
    }
    yield text;
  }
  if (count > 0) yield ';\n';
}

function valueText(name: string, type: string): string {
  const text = `${identifier(name)}::varchar`;
  const isBare = /^(INTEGER|BIGINT|DECIMAL|DOUBLE|BOOLEAN)/.test(type);
  const value = isBare ? text : `'''' || replace(${text}, '''', '''''') || ''''`;
  return `coalesce(${value}, 'null')`;
}

function createIndexes({ name, indexes }: ExportTable): string[] {
  return indexes.map((columns) => {
    const index = identifier([name, ...columns, 'index'].join('_'));
    return `create index ${index} on ${identifier(name)} (${identifiers(columns)});\n`;
  });
}
