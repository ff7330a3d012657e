import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { Fault } from '../fault/fault.js';
import { literal, queryRows, withDuck } from '../transform/lake/duck.js';
import { LAKE_DATABASE, type Lake } from '../transform/lake/lake.js';
import { sqlFault } from '../transform/lake/sql-fault.js';
import { SQL_FOLDER } from '../transform/models/read-models.js';
import { readFunctions } from '../transform/models/run-models.js';

/** What explains a difference; `open` is a fault of ours that is not fixed yet. */
export const CLASSES = ['open', 'f1db is wrong', 'counted otherwise', 'precision'] as const;

const difference = z.object({
  subject: z.string(),
  season: z.number(),
  round: z.number(),
  who: z.string(),
  field: z.string(),
  ours: z.string().nullable(),
  f1db: z.string().nullable(),
  class: z.enum(CLASSES).nullable(),
  reason: z.string().nullable(),
  source: z.string().nullable(),
  /** How many rules or verdicts explain it: 1 is right. */
  explanations: z.coerce.number(),
});

const subjectCount = z.object({
  subject: z.string(),
  field: z.string(),
  compared: z.coerce.number(),
  equal: z.coerce.number(),
});

/** One value that is not the same in both sources, and its class. */
export type Difference = z.infer<typeof difference>;

/** Every value of the lake beside f1db's, counted, and what differs. */
export type Reconciliation = {
  readonly counts: readonly z.infer<typeof subjectCount>[];
  readonly differences: readonly Difference[];
};

const FOLDER = import.meta.dirname;

/** Each reads those before it. */
const MATCHES = ['driver', 'race', 'car'];

/**
 * Compares a lake with f1db, value by value, and gives each difference its class.
 *
 * @param f1dbFolder f1db's tables as CSV files, like `race-results.csv.gz`
 * @throws {Fault} F1DB_MISSING, SQL_FAILED
 */
export async function reconcile(lake: Lake, f1dbFolder: string): Promise<Reconciliation> {
  return withDuck(':memory:', {}, async ([connection]) => {
    await attachLake(connection, lake);
    await viewF1db(connection, f1dbFolder);
    await makeFunctions(connection);
    for (const schema of ['match', 'our_value', 'f1db_value', 'rules', 'compared']) {
      await connection.run(`create schema ${schema}`);
    }
    for (const name of MATCHES) await makeTable(connection, 'match', name, `match/${name}.sql`);
    const subjects = await makeTables(connection, 'ours', 'our_value');
    await makeTables(connection, 'f1db', 'f1db_value');
    await unite(connection, 'ours', 'subject', 'our_value', subjects);
    await unite(connection, 'f1db', 'subject', 'f1db_value', subjects);
    await makeTable(connection, 'compared', 'value', 'value.sql');
    await readVerdicts(connection);
    const rules = await makeTables(connection, 'rules', 'rules');
    await unite(connection, 'explained', 'rule', 'rules', rules);
    await makeTable(connection, 'compared', 'difference', 'difference.sql');
    return {
      counts: z.array(subjectCount).parse(await queryRows(connection, COUNTS)),
      differences: z.array(difference).parse(await queryRows(connection, DIFFERENCES)),
    };
  });
}

const COUNTS = `
  select subject, field, count(*) as compared, count(*) filter (ours = f1db) as equal
  from compared.value group by subject, field order by subject, field`;

const DIFFERENCES = `
  select * from compared.difference order by subject, season, round, who, field`;

async function attachLake(connection: DuckDBConnection, lake: Lake): Promise<void> {
  const file = join(lake.folder, LAKE_DATABASE);
  await connection.run(`attach ${literal(file)} as lyzer (read_only)`);
  const running = '(select max(season) from lyzer.race)';
  await connection.run(`set variable running_season = ${running}`);
}

/** Makes `f1db.race_results` and its like of the CSV files; every value is text. */
async function viewF1db(connection: DuckDBConnection, folder: string): Promise<void> {
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.csv.gz'));
  if (!files.includes('race-results.csv.gz')) {
    const remedy = 'name the folder of its CSV files with --f1db';
    throw new Fault('F1DB_MISSING', `no 'race-results.csv.gz' in '${folder}'; ${remedy}`);
  }
  await connection.run('create schema f1db');
  for (const file of files) {
    const name = file.slice(0, -'.csv.gz'.length).replaceAll('-', '_');
    const csv = `read_csv(${literal(join(folder, file))}, header = true, all_varchar = true)`;
    await connection.run(`create view f1db.${name} as select * from ${csv}`);
  }
}

async function makeFunctions(connection: DuckDBConnection): Promise<void> {
  const wanted = ['known_text', 'duration_millis'];
  const ours = (await readFunctions(SQL_FOLDER)).filter(({ name }) => wanted.includes(name));
  for (const { sql } of ours) await connection.run(sql);
  await connection.run(await readFile(join(FOLDER, 'functions', 'plain_name.sql'), 'utf8'));
}

/** Makes a table of each SQL file of a folder, and returns their names. */
async function makeTables(
  connection: DuckDBConnection,
  folder: string,
  schema: string,
): Promise<string[]> {
  const files = (await readdir(join(FOLDER, folder))).filter((name) => name.endsWith('.sql'));
  const names = files.map((file) => file.slice(0, -'.sql'.length)).sort();
  for (const name of names) await makeTable(connection, schema, name, `${folder}/${name}.sql`);
  return names;
}

async function makeTable(
  connection: DuckDBConnection,
  schema: string,
  name: string,
  file: string,
): Promise<void> {
  const sql = await readFile(join(FOLDER, file), 'utf8');
  try {
    await connection.run(`create table ${schema}.${name} as\n${sql}`);
  } catch (error) {
    throw sqlFault(`reconcile/${file}`, sql, error, 1);
  }
}

/** Makes one table of several, with a first column that names the one a row is from. */
async function unite(
  connection: DuckDBConnection,
  name: string,
  column: string,
  schema: string,
  tables: readonly string[],
): Promise<void> {
  const parts = tables.map(
    (table) => `select ${literal(table)} as ${column}, * from ${schema}.${table}`,
  );
  await connection.run(`create table compared.${name} as ${parts.join(' union all ')}`);
}

/** Makes `compared.rule` and `compared.verdict` of the two CSV files with reasons. */
async function readVerdicts(connection: DuckDBConnection): Promise<void> {
  for (const name of ['rule', 'verdict']) {
    const csv = literal(join(FOLDER, `${name}s.csv`));
    const types = name === 'verdict' ? ", types = {'season': 'integer', 'round': 'integer'}" : '';
    const read = `read_csv(${csv}, header = true, all_varchar = ${types === ''}${types})`;
    await connection.run(`create table compared.${name} as select * from ${read}`);
  }
}
