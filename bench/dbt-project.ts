import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { SEED_FOLDER } from '../disk/data-folder.js';
import { readSnapshot } from '../extract/archive/archive.js';
import { archiveVariables } from '../transform/archive-variables.js';
import { withDuck } from '../transform/lake/duck.js';
import { PUBLISHED_LAYERS, tableName } from '../transform/models/model-file.js';
import { type OrderedModel, orderModels } from '../transform/models/order-models.js';
import { readModels, SQL_FOLDER } from '../transform/models/read-models.js';
import {
  materializations,
  readFunctions,
  type SqlFunction,
} from '../transform/models/run-models.js';
import { LEDGERS } from '../transform/read-program.js';

/** Without it dbt puts the name of a schema of its own before the one asked for. */
const SCHEMA_MACRO = `{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
`;

/** A dbt project, and the DuckDB file that it makes. */
export type DbtProject = { readonly folder: string; readonly database: string };

/**
 * Writes this program's models as a dbt project for dbt-duckdb: the same SELECTs with `ref` and
 * `var` in place of tables and variables, the same views and tables, Parquet files and settings.
 */
export async function writeDbtProject(folder: string): Promise<DbtProject> {
  const database = join(folder, 'made', 'lake.duckdb');
  const snapshot = await readSnapshot(SEED_FOLDER);
  const variables = archiveVariables(SEED_FOLDER, snapshot, LEDGERS);
  const functions = inCallOrder(await readFunctions(SQL_FOLDER));
  const read = await readModels(SQL_FOLDER);
  const models = await withDuck(':memory:', {}, ([connection]) => orderModels(read, connection));
  const put = async (path: string, text: string) => {
    const file = join(folder, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text);
  };
  await mkdir(join(folder, 'made'), { recursive: true });
  await put('macros/generate_schema_name.sql', SCHEMA_MACRO);
  await put('dbt_project.yml', projectFile(variables, functions));
  await put('profiles.yml', profileFile(database));
  const kinds = materializations(models);
  for (const model of models) {
    const kind = kinds.get(tableName(model)) ?? 'table';
    const parquet = join(folder, 'made', `${tableName(model)}.parquet`);
    await put(
      `models/${model.layer}/${model.name}.sql`,
      modelFile(model, kind, variables, parquet),
    );
  }
  return { folder, database };
}

function projectFile(variables: object, functions: readonly SqlFunction[]): string {
  return stringify({
    ...{ name: 'lyzer', version: '1.0.0', profile: 'lyzer', 'model-paths': ['models'] },
    flags: { send_anonymous_usage_stats: false },
    'on-run-start': functions.map(({ sql }) => sql),
    vars: variables,
  });
}

function profileFile(database: string): string {
  const settings = { memory_limit: '900MB', preserve_insertion_order: false };
  const dev = { type: 'duckdb', path: database, threads: availableParallelism(), settings };
  return stringify({ lyzer: { target: 'dev', outputs: { dev } } });
}

function modelFile(
  model: OrderedModel,
  kind: string,
  variables: Readonly<Record<string, unknown>>,
  parquet: string,
): string {
  const isPublished = PUBLISHED_LAYERS.includes(model.layer);
  const hook = `copy {{ this }} to '${parquet}' (format parquet, compression zstd)`;
  const config = [
    `materialized = '${kind}'`,
    `schema = '${model.schema}'`,
    ...(isPublished ? [`post_hook = "${hook}"`] : []),
  ];
  const refs = model.inputs.reduce(
    (sql, input) =>
      sql.replace(
        new RegExp(`\\b${input.replace('.', '\\.')}\\b(?!\\.)`, 'g'),
        `{{ ref('${input.slice(input.indexOf('.') + 1)}') }}`,
      ),
    model.sql,
  );
  const sql = refs.replaceAll(/getvariable\('(\w+)'\)/g, (_, name) =>
    typeof variables[name] === 'string' ? `'{{ var("${name}") }}'` : `{{ var("${name}") }}`,
  );
  return `{{ config(${config.join(', ')}) }}\n\n${sql}`;
}

/** Those first that others call. */
function inCallOrder(functions: readonly SqlFunction[]): SqlFunction[] {
  const callers = ({ name }: SqlFunction) =>
    functions.filter((other) => other.name !== name && new RegExp(`\\b${name}\\(`).test(other.sql));
  const depth = (made: SqlFunction): number =>
    1 + Math.max(0, ...callers(made).map((caller) => depth(caller)));
  return functions.toSorted((a, b) => depth(b) - depth(a));
}
