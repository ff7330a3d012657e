import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { causeText } from '../fault/fault.js';
import { addRows, removeRows, sameKey, typed } from './corrected-rows.js';
import { transformFault } from './faults.js';
import { literal, queryRows } from './lake/duck.js';
import type { CorrectionsResult } from './lake/lake.js';
import { readColumns } from './models/check-columns.js';
import { type Model, tableName } from './models/model-file.js';
import { ROW } from './row-line.js';

/** A line of a file that does not match its table, with the reason. */
type Misfit = { readonly line: number; readonly what: string };

const LEDGER_COLUMNS = ['column', 'old', 'new', 'source'];

/**
 * Lists the CSV files of `data/corrections` by the table that each corrects.
 *
 * @throws {Fault} CORRECTION_INVALID when a file's name is not a table of core
 */
export async function listCorrections(
  folder: string,
  models: readonly Model[],
): Promise<ReadonlyMap<string, string>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.csv')).sort();
  const tables = new Map(
    models.filter(({ layer }) => layer === 'core').map((model) => [model.name, tableName(model)]),
  );
  return new Map(
    files.map((file) => {
      const table = tables.get(file.replace(/\.csv$/, ''));
      if (table === undefined) {
        const wanted = 'a table of core was expected; rename the file';
        throw transformFault(
          'CORRECTION_INVALID',
          `'data/corrections/${file}' is not named after a table, ${wanted}`,
        );
      }
      return [table, join(folder, file)];
    }),
  );
}

/**
 * Applies a file of corrections to a new table. The file's columns are the table's key, then
 * `column`, `old`, `new` and `source`. Ids are natural keys (`driver/alesi`), null is empty.
 * A line of column `row` adds or removes the row; further lines give the values of an added one.
 *
 * @throws {Fault} CORRECTION_INVALID, or CORRECTION_REFUSED when a row has neither the old nor
 *   the new value; nothing is applied then
 */
export async function applyCorrections(
  connection: DuckDBConnection,
  model: Model,
  path: string,
): Promise<CorrectionsResult> {
  const file = `data/corrections/${model.name}.csv`;
  const types = new Map(
    (await readColumns(connection, model)).map(({ name, type }) => [name, type]),
  );
  await readLines(connection, model, file, path);
  const corrected = await correctedColumns(connection, file, types);
  let undo: (() => Promise<void>) | undefined;
  try {
    undo = await addRows(connection, model, file, types);
    for (const column of corrected) await resolve(connection, model, file, column, types);
    await refuseMisfits(connection, model, file);
    for (const column of corrected) {
      await connection.run(
        `update ${tableName(model)} as made
         set "${column}" = ${typed('fix.new', types.get(column))}
         from temp.resolved as fix
         where fix.verdict = 'fits' and fix."column" = '${column}' and made.rowid = fix.row_place`,
      );
    }
    await removeRows(connection, model);
    const [count] = await queryRows(
      connection,
      `select count(*) filter (verdict in ('fits', 'added', 'removed')) as applied,
         count(*) filter (verdict = 'mended') as needless
       from temp.resolved`,
    );
    const [applied, needless] = [Number(count?.applied), Number(count?.needless)];
    return { table: tableName(model), applied, needless };
  } catch (error) {
    await undo?.();
    throw error;
  } finally {
    await connection.run('drop table if exists temp.ledger');
    await connection.run('drop table if exists temp.resolved');
  }
}

async function readLines(
  connection: DuckDBConnection,
  model: Model,
  file: string,
  path: string,
): Promise<void> {
  const wanted = [...model.doc.key, ...LEDGER_COLUMNS];
  const [header = '', ...lines] = (await readFile(path, 'utf8')).split(/\r?\n/);
  if (header !== wanted.join()) {
    const sentence = `'${file}' begins with '${header}', '${wanted.join()}' was expected; fix it`;
    throw transformFault('CORRECTION_INVALID', sentence);
  }
  const columns = wanted.map((name) => `'${name}': 'varchar'`).join(', ');
  try {
    // All options are set: with a faulty line, DuckDB would detect another dialect.
    await connection.run(
      `create or replace temp table ledger as
       select row_number() over () + 1 as line, *
       from read_csv(${literal(path)}, auto_detect = false, header = true, delim = ',',
         quote = '"', escape = '"', columns = {${columns}}, parallel = false)`,
    );
    const [read] = await queryRows(connection, 'select count(*) as lines from temp.ledger');
    // DuckDB accepts a quote that is never closed.
    const given = lines.filter((line) => line !== '').length;
    if (Number(read?.lines) !== given) throw new Error(`not all of its ${given} lines can be read`);
  } catch (error) {
    throw transformFault(
      'CORRECTION_INVALID',
      `'${file}' is not CSV (${causeText(error)}); fix it`,
    );
  }
  // Creates the empty table with the right types.
  await connection.run(
    `create or replace temp table resolved as
     select line, "column", old, new, 0::bigint as row_place, '' as found, '' as verdict
     from ledger limit 0`,
  );
}

async function correctedColumns(
  connection: DuckDBConnection,
  file: string,
  types: ReadonlyMap<string, string>,
): Promise<string[]> {
  const rows = await queryRows(
    connection,
    `select "column" as name, min(line) as line,
       min(line) filter (source is null) as unsourced
     from temp.ledger group by all order by all`,
  );
  const lines = z.array(
    z.object({
      name: z.string().nullable(),
      line: z.coerce.number(),
      unsourced: z.coerce.number().nullable(),
    }),
  );
  const sourced = lines.parse(rows).map(({ name, line, unsourced }) => {
    if (name === null || !(types.has(name) || name === ROW)) {
      const sentence = `'${file}:${line}' corrects column '${name ?? ''}', which the table lacks; fix it`;
      throw transformFault('CORRECTION_INVALID', sentence);
    }
    if (unsourced === null) return name;
    const sentence = `'${file}:${unsourced}' has no source; add one`;
    throw transformFault('CORRECTION_INVALID', sentence);
  });
  return sourced.filter((name) => name !== ROW);
}

/** Finds the row of each line that corrects a column, and compares its value with the line. */
async function resolve(
  connection: DuckDBConnection,
  model: Model,
  file: string,
  column: string,
  types: ReadonlyMap<string, string>,
): Promise<void> {
  const key = sameKey(model, types);
  const type = types.get(column);
  const value = `made."${column}"`;
  try {
    await connection.run(
      `insert into temp.resolved
       select line.line, line."column", line.old, line.new, made.rowid, cast(${value} as varchar),
         case
           when made.rowid is null then 'absent'
           when ${value} is not distinct from ${typed('line.old', type)} then 'fits'
           when ${value} is not distinct from ${typed('line.new', type)} then 'mended'
           else 'misfit'
         end
       from temp.ledger as line left join ${tableName(model)} as made on ${key}
       where line."column" = '${column}'`,
    );
  } catch (error) {
    const sentence = `'${file}' has a value of a wrong type (${causeText(error)}); fix it`;
    throw transformFault('CORRECTION_INVALID', sentence);
  }
}

async function refuseMisfits(
  connection: DuckDBConnection,
  model: Model,
  file: string,
): Promise<void> {
  const rows = await queryRows(
    connection,
    `select line, concat(
       'column ''', "column", ''' is ', coalesce('''' || found || '''', 'null'),
       ', the old value ', coalesce('''' || old || '''', 'null'), ' was expected') as what
     from temp.resolved where verdict = 'misfit'
     union all
     select max(line), 'an earlier line corrects the same value'
     from temp.resolved where verdict = 'fits'
     group by row_place, "column" having count(*) > 1
     order by line limit 1`,
  );
  const [misfit] = rows as unknown as Misfit[];
  if (!misfit) return;
  throw transformFault(
    'CORRECTION_REFUSED',
    `'${file}:${misfit.line}' for '${tableName(model)}': ${misfit.what}; check the row, then fix or delete the line`,
  );
}
