import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { RESOURCES } from '../../extract/resource.js';
import { EMPTY_FILE } from '../../transform/archive-variables.js';
import { checkColumns, readColumns } from '../../transform/check-columns.js';
import { literal, queryRows } from '../../transform/duck.js';
import { type Model, tableName } from '../../transform/model-file.js';
import { orderModels } from '../../transform/order-models.js';
import { readModels, SQL_FOLDER } from '../../transform/read-models.js';
import { prepareDatabase, readFunctions, setVariables } from '../../transform/run-models.js';
import { LEDGERS } from '../../transform/transform.js';
import { naturalUuid } from './natural-uuid.js';

const CASES_FOLDER = import.meta.dirname;
const models = await readModels(SQL_FOLDER);
const rowsSchema = z.array(z.record(z.string(), z.unknown()));

let folder: string;
let instance: DuckDBInstance;
let connection: DuckDBConnection;

// All tables of all layers, empty and of the right types, as an empty archive makes them.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lyzer-etl-test-'));
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
  const emptySnapshot = join(folder, 'snapshot.json');
  await writeFile(emptySnapshot, '{"id": "none", "lists": {}}');
  await prepareDatabase(connection, await readFunctions(SQL_FOLDER));
  await setVariables(connection, {
    ...Object.fromEntries(RESOURCES.map((resource) => [`${resource}_files`, [EMPTY_FILE]])),
    snapshot_file: emptySnapshot,
    rules_folder: LEDGERS.rules,
    corrections_folder: LEDGERS.corrections,
  });
  for (const model of await orderModels(models, connection)) {
    await connection.run(`create table ${tableName(model)} as\n${model.sql}`);
    await connection.run(`delete from ${tableName(model)}`);
  }
});

test.each(models)('$file makes the columns that its yml documents', async (model) => {
  checkColumns(model, await readColumns(connection, model));
});

afterAll(async () => {
  connection.closeSync();
  instance.closeSync();
  await rm(folder, { recursive: true, force: true });
});

// Models of raw and rules only read files, which the tests on the whole seed do.
describe.each(models.filter(({ layer }) => layer !== 'raw' && layer !== 'rules'))(
  '$file',
  (model) => {
    const cases = listCases(model);

    test('has a case', () => {
      expect(cases).not.toEqual([]);
    });

    test.each(cases)('%s', async (name) => {
      await connection.run('begin');
      try {
        const given = readdirSync(caseFolder(model, name)).filter((file) => file !== 'expect.yml');
        for (const file of given) await insertRows(inputOf(file), model, name, file);
        await connection.run(`create temp table made as\n${model.sql}`);
        await connection.run('create temp table wanted as select * from made limit 0');
        const columns = await insertRows({ schema: 'temp', name: 'wanted' }, model, name);
        const made = await readSorted('made', columns);
        expect(made).toEqual(await readSorted('wanted', columns));
      } finally {
        await connection.run('rollback');
      }
    });
  },
);

function listCases(model: Model): string[] {
  try {
    return readdirSync(join(CASES_FOLDER, model.layer, model.name)).sort();
  } catch {
    return [];
  }
}

function caseFolder(model: Model, name: string): string {
  return join(CASES_FOLDER, model.layer, model.name, name);
}

function inputOf(file: string): Model {
  const input = models.find(({ name }) => `${name}.yml` === file);
  if (!input) throw new Error(`'${file}' is named after no model`);
  return input;
}

/** Puts a yml's rows into a table, by its types, and tells the columns that they name. */
async function insertRows(
  table: { schema: string; name: string },
  model: Model,
  caseName: string,
  file = 'expect.yml',
): Promise<string[]> {
  const text = readFileSync(join(caseFolder(model, caseName), file), 'utf8');
  const rows = rowsSchema.parse(parse(text, { merge: true }));
  const columns = await readColumns(connection, table);
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const named = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const unknown = named.find((name) => !types.has(name));
  if (unknown) throw new Error(`'${file}' names column '${unknown}', which the table lacks`);
  const lines = rows.map((row) => JSON.stringify(mapUuids(row, types)));
  const path = join(folder, 'rows.ndjson');
  await writeFile(path, lines.map((line) => `${line}\n`).join(''));
  const spec = columns.map(({ name, type }) => `"${name}": ${literal(type)}`).join(', ');
  await connection.run(
    `insert into ${tableName(table)} select * from read_json(
      ${literal(path)}, format = 'newline_delimited', records = true, columns = {${spec}})`,
  );
  return named;
}

function mapUuids(row: Record<string, unknown>, types: Map<string, string>) {
  const mapped = Object.entries(row).map(([name, value]) => [
    name,
    types.get(name) === 'UUID' ? naturalUuid(value) : value,
  ]);
  return Object.fromEntries(mapped);
}

async function readSorted(table: string, columns: readonly string[]) {
  const list = columns.length > 0 ? columns.map((name) => `"${name}"`).join(', ') : '*';
  const rows = await queryRows(connection, `select ${list} from temp.${table}`);
  return rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
