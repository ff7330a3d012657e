import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SQL_FOLDER } from '../../../transform/models/read-models.js';

/** A table as the migrations leave it, in SQL that DuckDB understands. */
export type ContractTable = {
  readonly schema: string;
  readonly name: string;
  readonly sql: string;
};

/** The tables of `lyzer` and `lyzer_metrics`, with the columns and keys that later migrations gave them. */
export async function readContractTables(): Promise<ContractTable[]> {
  const folder = join(SQL_FOLDER, 'migrations');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const all = texts.join('\n');
  const creates = all.matchAll(/^create table (lyzer|lyzer_metrics)\.(\w+) [^;]+;/gm);
  return [...creates].map(([sql, schema = '', name = '']) => ({
    schema,
    name,
    sql: amend(inDuckDb(sql, schema), altersOf(all, `${schema}.${name}`)),
  }));
}

function altersOf(migrations: string, table: string): string[] {
  const alters = migrations.matchAll(new RegExp(`^alter table ${table}\\s+([^;]+);`, 'gm'));
  return [...alters].flatMap(([, actions = '']) => actions.split(/,\s*\n\s*/));
}

function amend(create: string, actions: readonly string[]): string {
  return actions.reduce((sql, action) => {
    const column = /^add column (.+?)( default .+)?$/.exec(action)?.[1];
    if (column) return sql.replace(/\n(\s*)primary key \(/, `\n$1${column},\n$1primary key (`);
    const nullable = /^alter column (\w+) drop not null$/.exec(action)?.[1];
    if (nullable) return sql.replace(new RegExp(`(\n\\s*"?${nullable}"? .+) not null`), '$1');
    const key = /^add primary key (\(.+\))$/.exec(action)?.[1];
    return key ? sql.replace(/primary key \([^)]+\)/, `primary key ${key}`) : sql;
  }, create);
}

/** DuckDB knows no references between schemas; what the ymls declare is checked elsewhere. */
function inDuckDb(create: string, schema: string): string {
  return schema === 'lyzer' ? create : create.replace(/ references \w+\.\w+/g, '');
}
