import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { literal, queryRows, withDuck } from '../transform/lake/duck.js';
import { LAKE_DATABASE, type Lake } from '../transform/lake/lake.js';
import { sqlFault } from '../transform/lake/sql-fault.js';
import { SQL_FOLDER } from '../transform/models/read-models.js';
import { readFunctions } from '../transform/models/run-models.js';
import { readF1db } from './read-f1db.js';

/** What explains a difference; `open`: a known fault of ours, or not settled yet. */
export const CLASSES = ['open', 'f1db is wrong', 'counted otherwise', 'precision'] as const;

const difference = z.object({
  subject: z.string(),
  season: z.number(),
  round: z.number(),
  who: z.string(),
  field: z.string(),
  ours: z.string().nullable(),
  f1db: z.string().nullable(),
  /** Null where a verdict on this one value explains it, or nothing does. */
  rule: z.string().nullable(),
  class: z.enum(CLASSES).nullable(),
  reason: z.string().nullable(),
  source: z.string().nullable(),
});

const fieldCount = z.object({
  subject: z.string(),
  field: z.string(),
  compared: z.coerce.number(),
  equal: z.coerce.number(),
});

const rule = z.object({ rule: z.string(), class: z.enum(CLASSES), reason: z.string() });

/** One value that is not the same in both sources, and what explains it. */
export type Difference = z.infer<typeof difference>;

/** How many values of a field both sources were compared in, and how many are the same. */
export type FieldCount = z.infer<typeof fieldCount>;

/** A reason for many differences: the SQL of its name in `rules/` finds them. */
export type Rule = z.infer<typeof rule>;

/** Every value of the lake beside f1db's, counted, and what differs. */
export type Reconciliation = {
  readonly counts: readonly FieldCount[];
  readonly differences: readonly Difference[];
  /** In the order in which they are tried: the first that finds a difference explains it. */
  readonly rules: readonly Rule[];
};

/** Where the SQL of the comparison is. */
export const RECONCILE_FOLDER = import.meta.dirname;

/**
 * Compares a lake with f1db, value by value, and gives each difference its class.
 *
 * @param f1dbFolder see readF1db
 * @throws {Fault} SOURCE_MISSING, SQL_FAILED
 */
export async function reconcile(lake: Lake, f1dbFolder: string): Promise<Reconciliation> {
  return withDuck(':memory:', {}, async ([connection]) => {
    await attachLake(connection, lake);
    await readF1db(connection, f1dbFolder);
    await makeFunctions(connection);
    for (const schema of ['match', 'our_value', 'f1db_value', 'compared']) {
      await connection.run(`create schema ${schema}`);
    }
    for (const name of ['driver', 'race', 'car']) {
      await makeTable(connection, 'match', name, `match/${name}.sql`);
    }
    await makeSubjects(connection, 'ours', 'our_value');
    await makeSubjects(connection, 'f1db', 'f1db_value');
    await makeTable(connection, 'compared', 'value', 'value.sql');
    await makeTable(connection, 'compared', 'difference', 'difference.sql');
    await readReasons(connection);
    const rules = z.array(rule).parse(await queryRows(connection, RULES));
    for (const { rule: name } of rules) await applyRule(connection, name);
    await makeTable(connection, 'compared', 'classified', 'classified.sql');
    return {
      counts: z.array(fieldCount).parse(await queryRows(connection, COUNTS)),
      differences: z.array(difference).parse(await queryRows(connection, DIFFERENCES)),
      rules,
    };
  });
}

const COUNTS = `
  select subject, field, count(*) as compared, count(*) filter (ours = f1db) as equal
  from compared.value group by subject, field order by subject, field`;

const DIFFERENCES = 'from compared.classified order by subject, season, round, who, field';

const RULES = 'select rule, class, reason from compared.rule order by precedence';

async function attachLake(connection: DuckDBConnection, lake: Lake): Promise<void> {
  const file = join(lake.folder, LAKE_DATABASE);
  await connection.run(`attach ${literal(file)} as lyzer (read_only)`);
  await connection.run('set variable running_season = (select max(season) from lyzer.race)');
}

async function makeFunctions(connection: DuckDBConnection): Promise<void> {
  const wanted = ['known_text', 'duration_millis'];
  const ours = (await readFunctions(SQL_FOLDER)).filter(({ name }) => wanted.includes(name));
  for (const { sql } of ours) await connection.run(sql);
  await connection.run(await readSql('functions/plain_name.sql'));
}

/** Makes a table of each subject of one source, and one of all, `compared.ours` or `.f1db`. */
async function makeSubjects(
  connection: DuckDBConnection,
  source: string,
  schema: string,
): Promise<void> {
  const files = await readdir(join(RECONCILE_FOLDER, source));
  const subjects = files.map((file) => file.slice(0, -'.sql'.length)).sort();
  for (const name of subjects) {
    await makeTable(connection, schema, name, `${source}/${name}.sql`);
  }
  const parts = subjects.map((name) => `select '${name}' as subject, * from ${schema}.${name}`);
  await connection.run(`create table compared.${source} as ${parts.join(' union all ')}`);
}

/** Makes `compared.rule` and `compared.verdict` of the two CSV files with reasons. */
async function readReasons(connection: DuckDBConnection): Promise<void> {
  const [rules, verdicts] = ['rules.csv', 'verdicts.csv'].map((file) =>
    literal(join(RECONCILE_FOLDER, file)),
  );
  await connection.run(`
    create table compared.rule as
      select *, row_number() over () as precedence
      from read_csv(${rules}, header = true, all_varchar = true);
    create table compared.verdict as
      select * replace (season::integer as season, round::integer as round)
      from read_csv(${verdicts}, header = true, all_varchar = true);
    create table compared.explained (
      rule varchar, subject varchar, season integer, round integer, who varchar, field varchar)`);
}

async function applyRule(connection: DuckDBConnection, name: string): Promise<void> {
  const head = `insert into compared.explained select distinct '${name}', * from (`;
  await runSql(connection, `rules/${name}.sql`, head, ')');
}

async function makeTable(
  connection: DuckDBConnection,
  schema: string,
  name: string,
  file: string,
): Promise<void> {
  await runSql(connection, file, `create table ${schema}.${name} as`, '');
}

/** Runs the SQL of a file between two lines. */
async function runSql(
  connection: DuckDBConnection,
  file: string,
  head: string,
  foot: string,
): Promise<void> {
  const sql = await readSql(file);
  try {
    await connection.run(`${head}\n${sql}\n${foot}`);
  } catch (error) {
    throw sqlFault(`reconcile/${file}`, sql, error, 1);
  }
}

function readSql(file: string): Promise<string> {
  return readFile(join(RECONCILE_FOLDER, file), 'utf8');
}
