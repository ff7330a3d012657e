import { existsSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { typed } from '../corrected-rows.js';
import { literal, queryRows } from '../lake/duck.js';
import { ROW } from '../row-line.js';
import { keySql, type Named, nameSql, partsSql, type TracedModel } from './trace-key.js';

/** A line of a corrections file that changed a row. */
export type CorrectionLine = z.infer<typeof correctionLine>;

/** A row of core, and the row of staging that it was made from; null if a correction added it. */
export type FoundRow = {
  readonly from: {
    readonly list: string;
    /** Offset of the page within its list. */
    readonly page: number;
    /** Indexes in the nested arrays down to the row, from 1, outermost first. */
    readonly indexes: readonly number[];
  } | null;
  /** Values by column, as text. */
  readonly values: Readonly<Record<string, string | null>>;
  readonly corrections: readonly CorrectionLine[];
};

/** Maximum rows to return for one name. */
const MOST_ROWS = 20;

const correctionLine = z.object({
  column: z.string(),
  old: z.string().nullable(),
  new: z.string().nullable(),
  source: z.string(),
});

const place = z.looseObject({
  list: z.string(),
  page_offset: z.coerce.number(),
  indexes: z.array(z.coerce.number()),
});

const keyTexts = z.array(z.record(z.string(), z.string()));

/**
 * Finds the rows of staging behind rows of core, given by name or UUID. Corrected keys count as
 * well as sent ones.
 *
 * @param connection has the model of staging, and the lake attached as `lake`
 * @param indexes columns of staging with indexes in nested arrays, outermost first
 * @param ledger the file of the table's corrections; it may not exist
 */
export async function findRows(
  connection: DuckDBConnection,
  model: TracedModel,
  wanted: Named | string,
  indexes: readonly string[],
  ledger: string,
): Promise<FoundRow[]> {
  await readLedger(connection, model, ledger);
  const keys = keySql(model, 'staged');
  const names = keys.map(([column]) => column);
  const where =
    typeof wanted === 'string'
      ? `cast(moved."${names[0]}" as varchar) = ${literal(wanted.toLowerCase())}`
      : nameSql(model, wanted, 'staged', 'moved');
  const rows = await queryRows(
    connection,
    `with staged as (
       select row_number() over () as place, * from ${model.origin.from}
     ),
     keyed as (
       select staged.place, ${keys.map(([column, sql]) => `${sql} as "${column}"`).join(', ')}
       from staged
     ),
     moved as (
       select keyed.place, ${names.map((name) => movedSql(model, name)).join(', ')}
       from keyed ${names.map((name) => moveJoin(names, name)).join(' ')}
     )
     select staged.list, staged.page_offset, [${indexes.map((name) => `staged.${name}`).join(', ')}] as indexes,
       ${names.map((name) => `cast(keyed."${name}" as varchar) as "sent ${name}"`).join(', ')},
       ${names.map((name) => `cast(moved."${name}" as varchar) as "made ${name}"`).join(', ')}
     from staged join keyed using (place) join moved using (place)
     where ${where} order by all limit ${MOST_ROWS}`,
  );
  const found = z.array(place).parse(rows);
  return Promise.all(
    found.map(async (row) => ({
      from: { list: row.list, page: row.page_offset, indexes: row.indexes },
      ...(await readRow(connection, model, names, row)),
    })),
  );
}

/** Finds rows that corrections added, which no row of staging is behind. */
export async function findAddedRows(
  connection: DuckDBConnection,
  model: TracedModel,
  wanted: Named | string,
  ledger: string,
): Promise<FoundRow[]> {
  if (!existsSync(ledger)) return [];
  const keys = Object.keys(model.origin.key);
  const { columns } = model.doc;
  const where =
    typeof wanted === 'string'
      ? `cast(keyed."${keys[0]}" as varchar) = ${literal(wanted.toLowerCase())}`
      : nameSql(model, wanted, 'staged', 'keyed');
  const rows = await queryRows(
    connection,
    `with staged as (
       select row_number() over () as place, *, ${partsSql(model).join(', ')}
       from read_csv(${literal(ledger)}, header = true, all_varchar = true)
       where "column" = '${ROW}' and new is not null
     ),
     keyed as (
       select place, ${keys.map((name) => `${typed(`"${name}"`, columns[name]?.type)} as "${name}"`).join(', ')}
       from staged
     )
     select ${keys.map((name) => `cast(keyed."${name}" as varchar) as "${name}"`).join(', ')}
     from staged join keyed using (place) join lake.main."${model.name}" as made
       on ${keys.map((name) => `made."${name}" = keyed."${name}"`).join(' and ')}
     where ${where} order by all limit ${MOST_ROWS}`,
  );
  const found = keyTexts.parse(rows).map((row) => {
    const both = keys.flatMap((name) => [
      [`sent ${name}`, row[name]],
      [`made ${name}`, row[name]],
    ]);
    return readRow(connection, model, keys, Object.fromEntries(both));
  });
  return (await Promise.all(found)).map((row) => ({ from: null, ...row }));
}

function movedSql(model: TracedModel, name: string): string {
  const value = typed(`"move ${name}".new`, model.doc.columns[name]?.type);
  return `coalesce(${value}, keyed."${name}") as "${name}"`;
}

function moveJoin(names: readonly string[], name: string): string {
  const alias = `"move ${name}"`;
  const same = names.map((key) => `${alias}."${key}" = keyed."${key}"`);
  return `left join temp.ledger as ${alias} on ${alias}."column" = '${name}' and ${same.join(' and ')}`;
}

async function readLedger(connection: DuckDBConnection, model: TracedModel, file: string) {
  const { columns, key } = model.doc;
  const typedKey = key.map((name) => `${typed(`"${name}"`, columns[name]?.type)} as "${name}"`);
  const none = key.map((name) => `cast(null as ${columns[name]?.type}) as "${name}"`);
  await connection.run(
    existsSync(file)
      ? `create temp table ledger as select ${typedKey.join(', ')}, "column", old, new, source
         from read_csv(${literal(file)}, header = true, all_varchar = true)`
      : `create temp table ledger as select ${none.join(', ')},
         '' as "column", '' as old, '' as new, '' as source limit 0`,
  );
}

/** The values of a row of core and the lines that changed it, by its keys in both layers. */
async function readRow(
  connection: DuckDBConnection,
  model: TracedModel,
  names: readonly string[],
  row: Readonly<Record<string, unknown>>,
): Promise<Omit<FoundRow, 'from'>> {
  const at = (kind: string) =>
    names.map((name) => `cast("${name}" as varchar) = ${literal(String(row[`${kind} ${name}`]))}`);
  const columns = Object.keys(model.doc.columns);
  const made = await queryRows(
    connection,
    `select ${columns.map((name) => `cast("${name}" as varchar) as "${name}"`).join(', ')}
     from lake.main."${model.name}" where ${at('made').join(' and ')}`,
  );
  const lines = await queryRows(
    connection,
    `select "column", old, new, source from temp.ledger where ${at('sent').join(' and ')} order by all`,
  );
  const values = z.array(z.record(z.string(), z.string().nullable())).parse(made)[0] ?? {};
  const corrections = z.array(correctionLine).parse(lines);
  return { values, corrections };
}
