import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { causeText, type Fault } from '../../fault/fault.js';
import { transformFault } from '../faults.js';
import { literal } from '../lake/duck.js';
import { identifier, identifiers } from '../lake/identifier.js';
import {
  type Model,
  PUBLISHED_LAYERS,
  type Severity,
  severitySchema,
  tableName,
} from '../models/model-file.js';

/** A SELECT that returns the faulty rows. */
export type Check = {
  /** The file's name, or `<table> <kind>` for a check that a model's yml declares. */
  readonly name: string;
  /** Path below the program's folder; for a declared check, of its yml. */
  readonly file: string;
  readonly description: string;
  readonly severity: Severity;
  readonly sql: string;
};

const checkDoc = z.strictObject({ description: z.string(), severity: severitySchema });

/**
 * Reads the checks of `sql/checks`, each with its yml, sorted by name.
 *
 * @throws {Fault} CHECK_DOC_INVALID
 */
export async function readChecks(sqlFolder: string): Promise<Check[]> {
  const folder = join(sqlFolder, 'checks');
  const files = (await readdir(folder)).filter((file) => /\.(sql|yml)$/.test(file)).sort();
  const names = new Set(files.map((file) => file.replace(/\.(sql|yml)$/, '')));
  return Promise.all(
    [...names].map(async (name) => {
      const file = `sql/checks/${name}.sql`;
      try {
        const sql = await readFile(join(folder, `${name}.sql`), 'utf8');
        const doc = checkDoc.parse(parse(await readFile(join(folder, `${name}.yml`), 'utf8')));
        return { name, file, sql, ...doc };
      } catch (error) {
        const why = causeText(error instanceof z.ZodError ? z.prettifyError(error) : error);
        throw transformFault(
          'CHECK_DOC_INVALID',
          `'${file}' and its yml are not a valid check (${why}); fix them`,
        );
      }
    }),
  );
}

/** The checks that the ymls of published tables declare: keys, nulls, references, values. */
export function declaredChecks(models: readonly Model[]): Check[] {
  const keys = new Map(models.map((model) => [tableName(model), model.doc.key]));
  return models
    .filter(({ layer }) => PUBLISHED_LAYERS.includes(layer))
    .flatMap((model) => [
      keyCheck(model),
      ...uniqueChecks(model),
      ...notNullCheck(model),
      ...referenceChecks(model, keys),
      ...valueChecks(model),
    ]);
}

function keyCheck(model: Model): Check {
  const { key } = model.doc;
  const sql = `${repeatedRows(model, key)} having count(*) > 1`;
  return made(model, 'key', `${key.join(', ')} are unique`, sql);
}

function uniqueChecks(model: Model): Check[] {
  return (model.doc.unique ?? []).map((columns) => {
    // As in Postgres, null is not equal to null.
    const isKnown = columns.map((name) => `${identifier(name)} is not null`).join(' and ');
    const sql = `${repeatedRows(model, columns)} having count(*) > 1 and ${isKnown}`;
    const names = columns.join(', ');
    return made(model, 'unique', `${names} are unique`, sql, ` ${names}`);
  });
}

function repeatedRows(model: Model, columns: readonly string[]): string {
  const names = identifiers(columns);
  return `select ${names}, count(*) as row_count from ${tableName(model)} group by ${names}`;
}

function notNullCheck(model: Model): Check[] {
  const columns = Object.entries(model.doc.columns).filter(([, doc]) => doc.absent === undefined);
  if (columns.length === 0) return [];
  const names = columns.map(([name]) => name);
  const key = identifiers([...new Set([...model.doc.key, ...names])]);
  const isNull = names.map((name) => `${identifier(name)} is null`).join(' or ');
  const sql = `select ${key} from ${tableName(model)} where ${isNull}`;
  return [made(model, 'not_null', 'columns without `absent` in the yml are never null', sql)];
}

function referenceChecks(model: Model, keys: ReadonlyMap<string, readonly string[]>): Check[] {
  return Object.entries(model.doc.references ?? {}).map(([column, table]) => {
    const [key, ...others] = keys.get(table) ?? [];
    if (key === undefined || others.length > 0) throw referenceFault(model, column, table);
    const own = identifiers([...new Set([...model.doc.key, column])]);
    const sql = `select ${own} from ${tableName(model)}
      where ${identifier(column)} is not null
      and ${identifier(column)} not in (select ${identifier(key)} from ${table})`;
    return made(model, 'references', `${column} is one of ${table}`, sql, ` ${column}`);
  });
}

function valueChecks(model: Model): Check[] {
  return Object.entries(model.doc.columns).flatMap(([column, { values }]) => {
    if (!values) return [];
    const list = values.map((value) => literal(String(value))).join(', ');
    const own = identifiers([...new Set([...model.doc.key, column])]);
    const sql = `select ${own} from ${tableName(model)} where ${identifier(column)} not in (${list})`;
    return [made(model, 'values', `${column} is one of ${list}`, sql, ` ${column}`)];
  });
}

function made(
  model: Model,
  kind: keyof NonNullable<Model['doc']['severity']>,
  description: string,
  sql: string,
  suffix = '',
): Check {
  return {
    name: `${tableName(model)} ${kind}${suffix}`,
    file: model.file.replace(/sql$/, 'yml'),
    description,
    severity: model.doc.severity?.[kind] ?? 'error',
    sql,
  };
}

function referenceFault(model: Model, column: string, table: string): Fault {
  return transformFault(
    'MODEL_REFERENCE_UNKNOWN',
    `in '${model.file.replace(/sql$/, 'yml')}', '${column}' refers to '${table}', ` +
      'a model with a key of one column was expected; name one',
  );
}
