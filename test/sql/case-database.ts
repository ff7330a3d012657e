import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'yaml';
import { z } from 'zod';
import { RESOURCES } from '../../extract/archive/resource.js';
import { EMPTY_FILE } from '../../transform/archive-variables.js';
import { literal, queryRows } from '../../transform/lake/duck.js';
import { readColumns } from '../../transform/models/check-columns.js';
import { type Model, tableName } from '../../transform/models/model-file.js';
import { orderModels } from '../../transform/models/order-models.js';
import { SQL_FOLDER } from '../../transform/models/read-models.js';
import { prepareDatabase, readFunctions, setVariables } from '../../transform/models/run-models.js';
import { LEDGERS } from '../../transform/read-program.js';
import { listProjectEntries } from '../house/project-files.js';
import { naturalUuid } from './natural-uuid.js';

type Rows = Record<string, unknown>[];

/** All tables of all layers, empty and of the right types, for cases to fill. */
export type CaseDatabase = {
  readonly connection: DuckDBConnection;
  /**
   * Runs a SELECT on the rows that a case's folder gives, one yml per table, and reads the
   * rows that its `expect.yml` wants: both sorted, and of the columns that it names.
   */
  runCase(caseFolder: string, sql: string): Promise<{ made: Rows; wanted: Rows }>;
  close(): Promise<void>;
};

const rowsSchema = z.array(z.record(z.string(), z.unknown()));

/** Makes the tables as an empty archive makes them. */
export async function openCaseDatabase(models: readonly Model[]): Promise<CaseDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'lyzer-etl-test-'));
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
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
  const close = async () => {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  };
  const rowsFile = join(folder, 'rows.ndjson');
  const runCase = (caseFolder: string, sql: string) =>
    inRollback(connection, async () => {
      const { files } = listProjectEntries(caseFolder);
      const given = files.filter((file) => file !== 'expect.yml');
      for (const file of given) {
        await insertRows(connection, inputOf(models, file), join(caseFolder, file), rowsFile);
      }
      await connection.run(`create temp table made as\n${sql}`);
      await connection.run('create temp table wanted as select * from made limit 0');
      const wanted = { schema: 'temp', name: 'wanted' };
      const expectFile = join(caseFolder, 'expect.yml');
      const columns = await insertRows(connection, wanted, expectFile, rowsFile);
      return {
        made: await readSorted(connection, 'made', columns),
        wanted: await readSorted(connection, 'wanted', columns),
      };
    });
  return { connection, runCase, close };
}

/** The cases in a folder, by name; none where there is no folder. */
export function listCases(folder: string): string[] {
  return listProjectEntries(folder).folders;
}

async function inRollback<Result>(
  connection: DuckDBConnection,
  work: () => Promise<Result>,
): Promise<Result> {
  await connection.run('begin');
  try {
    return await work();
  } finally {
    await connection.run('rollback');
  }
}

function inputOf(models: readonly Model[], file: string): Model {
  const input = models.find(({ name }) => `${name}.yml` === file);
  if (!input) throw new Error(`'${file}' is named after no model`);
  return input;
}

/** Puts a yml's rows into a table, by its types, and tells the columns that they name. */
async function insertRows(
  connection: DuckDBConnection,
  table: Pick<Model, 'schema' | 'name'>,
  file: string,
  rowsFile: string,
): Promise<string[]> {
  const rows = rowsSchema.parse(parse(readFileSync(file, 'utf8'), { merge: true }));
  const columns = await readColumns(connection, table);
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const named = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const unknown = named.find((name) => !types.has(name));
  if (unknown) throw new Error(`'${file}' names column '${unknown}', which the table lacks`);
  const lines = rows.map((row) => JSON.stringify(mapUuids(row, types)));
  await writeFile(rowsFile, lines.map((line) => `${line}\n`).join(''));
  const spec = columns.map(({ name, type }) => `"${name}": ${literal(type)}`).join(', ');
  await connection.run(
    `insert into ${tableName(table)} select * from read_json(
      ${literal(rowsFile)}, format = 'newline_delimited', records = true, columns = {${spec}})`,
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

async function readSorted(
  connection: DuckDBConnection,
  table: string,
  columns: readonly string[],
): Promise<Rows> {
  const list = columns.length > 0 ? columns.map((name) => `"${name}"`).join(', ') : '*';
  const rows = await queryRows(connection, `select ${list} from temp.${table}`);
  return rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
