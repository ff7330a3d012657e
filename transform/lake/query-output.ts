import type { DuckDBValue, Json } from '@duckdb/node-api';
import { countOf } from '../../command/count-of.js';
import { table } from '../../command/table.js';
import { csvLine } from './csv-line.js';
import type { QueryAnswer, QueryColumn } from './query.js';
import { isNumeric, toJson, toText } from './query-value.js';

/** How an answer is written as text; `object` is what --json asks for. */
export type QueryFormat = 'table' | 'csv' | 'json' | 'markdown' | 'object';

/** A table has to be laid out as a whole: more rows than these nobody reads. */
export const MOST_TABLE_ROWS = 1000;

/** An answer in parts of text, in the form that was asked for; all but a table are streamed. */
export function print(answer: QueryAnswer, format: QueryFormat): AsyncIterable<string> {
  return PRINTERS[format](answer);
}

const PRINTERS: Record<QueryFormat, (answer: QueryAnswer) => AsyncIterable<string>> = {
  table: printTable,
  csv: printCsv,
  json: printJson,
  markdown: printMarkdown,
  object: printObject,
};

async function* printTable({ columns, batches }: QueryAnswer) {
  const rows: string[][] = [];
  let isCut = false;
  for await (const batch of batches) {
    const room = MOST_TABLE_ROWS - rows.length;
    rows.push(...batch.slice(0, room).map((row) => row.map(toCell)));
    isCut = batch.length > room;
    if (isCut) break;
  }
  const head = columns.map(({ name }) => visible(name));
  const numeric = columns.map(({ type }) => isNumeric(type));
  yield `${table(head, rows, (at) => numeric[at] ?? false)}\n\n${summary(rows.length, isCut)}\n`;
}

function summary(rows: number, isCut: boolean): string {
  const count = countOf(rows, 'row');
  return isCut ? `The first ${count}; there are more: --format csv prints all.` : count;
}

async function* printCsv({ columns, batches }: QueryAnswer) {
  yield `${csvLine(columns.map(({ name }) => name))}\n`;
  for await (const batch of batches) {
    yield batch.map((row) => `${csvLine(row.map(toCsvText))}\n`).join('');
  }
}

function toCsvText(value: DuckDBValue): string | null {
  return value === null ? null : toText(value);
}

/** A table of GitHub's Markdown; numbers are to the right. */
async function* printMarkdown({ columns, batches }: QueryAnswer) {
  yield markdownLine(columns.map(({ name }) => toMarkdown(name)));
  yield markdownLine(columns.map(({ type }) => (isNumeric(type) ? '---:' : '---')));
  for await (const batch of batches) {
    yield batch
      .map((row) => markdownLine(row.map((value) => toMarkdown(toCsvText(value) ?? ''))))
      .join('');
  }
}

function markdownLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** A cell ends at a bar or a line break. */
function toMarkdown(text: string): string {
  return text.replace(/[\\|]/g, '\\$&').replace(/\s*\n\s*/g, '<br>');
}

/** An array of one object per row, each on a line of its own. */
async function* printJson(answer: QueryAnswer) {
  yield '[';
  yield* jsonRows(answer, '\n');
  yield '\n]\n';
}

async function* printObject(answer: QueryAnswer) {
  const names = distinctNames(answer.columns);
  const columns = answer.columns.map(({ type }, at) => ({ name: names[at], type: String(type) }));
  yield `{"columns":${JSON.stringify(columns)},"rows":[`;
  yield* jsonRows(answer, '');
  yield ']}\n';
}

async function* jsonRows({ columns, batches }: QueryAnswer, before: string) {
  const keys = distinctNames(columns);
  let lead = before;
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    const rows = batch.map((row) => JSON.stringify(rowObject(keys, columns, row)));
    yield lead + rows.join(`,${before}`);
    lead = `,${before}`;
  }
}

function rowObject(
  keys: readonly string[],
  columns: readonly QueryColumn[],
  row: readonly DuckDBValue[],
): Record<string, Json> {
  return Object.fromEntries(
    columns.map(({ type }, at) => [keys[at] ?? '', toJson(row[at] ?? null, type)]),
  );
}

/** Columns may share a name, the keys of an object may not: `id`, `id_2`. */
export function distinctNames(columns: readonly QueryColumn[]): string[] {
  const taken = new Set(columns.map(({ name }) => name));
  const seen = new Set<string>();
  return columns.map(({ name }) => {
    let key = name;
    for (let count = 2; seen.has(key) || (key !== name && taken.has(key)); count += 1) {
      key = `${name}_${count}`;
    }
    seen.add(key);
    return key;
  });
}

function toCell(value: DuckDBValue): string {
  return value === null ? 'NULL' : visible(toText(value));
}

/** A terminal must not take text of the data for a command. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, (sign) => (sign === '\n' ? sign : ' '));
}
