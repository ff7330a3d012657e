import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { literal, queryRows } from '../../transform/lake/duck.js';
import { identifier, identifiers } from '../../transform/lake/identifier.js';
import { columnNames } from '../schema/target-tables.js';
import { type CsvFile, writeCsv } from '../write/csv-file.js';
import { inSeasons } from './checksums.js';
import type { TablePair } from './match-lake.js';
import { type IdNames, nameRow } from './row-name.js';
import { duckText, pairColumns } from './row-text.js';

/** One row that differs; values as text, null where there is none. */
export type Example = {
  readonly kind: 'added' | 'changed' | 'removed';
  /** For people: `2025/22/norris`. */
  readonly name: string;
  readonly key: Readonly<Record<string, string | null>>;
  /** Of a changed row the columns that differ; of others none. */
  readonly columns: readonly {
    readonly name: string;
    readonly old: string | null;
    readonly new: string | null;
  }[];
};

/** The rows of a table that differ between lake and target. */
export type Differences = {
  readonly added: CsvFile;
  /** Whole rows of the lake. */
  readonly changed: CsvFile;
  /** Keys only. */
  readonly removed: CsvFile;
  readonly examples: readonly Example[];
};

type RowComparison = {
  /** SQL that reads the lake's rows. */
  readonly rows: string;
  readonly seasons: readonly (number | null)[];
  /** What the target has of these seasons, every value as its text. */
  readonly targetFile: string;
  /** What the names of the files written begin with. */
  readonly prefix: string;
  /** The most examples to read of each kind. */
  readonly mostExamples: number;
  /** Asked for only where rows differ. */
  readonly idNames: () => Promise<IdNames>;
};

/** Finds the rows that differ, by their key; values are compared as text. */
export async function compareRows(
  duck: DuckDBConnection,
  pair: TablePair,
  { rows, seasons, targetFile, prefix, mostExamples, idNames }: RowComparison,
): Promise<Differences> {
  const { key } = pair.target;
  await duck.run(`create or replace temp table old_rows as ${targetRows(pair, targetFile)}`);
  await duck.run(`create or replace temp table new_rows as ${lakeRows(pair, rows, seasons)}`);
  try {
    const write = (query: string, name: string) =>
      writeCsv(duck, `${query} order by ${identifiers(key)}`, `${prefix}.${name}.csv`);
    const using = `using (${identifiers(key)})`;
    return {
      added: await write(`from new_rows anti join old_rows ${using}`, 'added'),
      changed: await write(`select new_rows.* from ${changedRows(pair)}`, 'changed'),
      removed: await write(
        `select ${identifiers(key)} from old_rows anti join new_rows ${using}`,
        'removed',
      ),
      examples:
        mostExamples === 0 ? [] : await readExamples(duck, pair, mostExamples, await idNames()),
    };
  } finally {
    await duck.run('drop table old_rows; drop table new_rows');
  }
}

function targetRows({ target }: TablePair, file: string): string {
  const columns = columnNames(target).map((name) => `${literal(name)}: 'varchar'`);
  return `from read_csv(
    ${literal(file)}, header = false, auto_detect = false, columns = {${columns.join(', ')}},
    delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false
  )`;
}

function lakeRows(pair: TablePair, rows: string, seasons: readonly (number | null)[]): string {
  const values = pairColumns(pair).map(
    (column) => `${duckText(column)} as ${identifier(column.name)}`,
  );
  return `select ${values.join(', ')} from ${rows} where ${inSeasons(seasons)}`;
}

function changedRows({ target }: TablePair): string {
  const others = columnNames(target).filter((name) => !target.key.includes(name));
  const differ = others.map(
    (name) => `new_rows.${identifier(name)} is distinct from old_rows.${identifier(name)}`,
  );
  return `new_rows join old_rows using (${identifiers(target.key)})
    where ${differ.length === 0 ? 'false' : differ.join(' or ')}`;
}

const rowSchema = z.record(z.string(), z.string().nullable());
const exampleSchema = z.object({ new_rows: rowSchema.nullish(), old_rows: rowSchema.nullish() });

async function readExamples(
  duck: DuckDBConnection,
  pair: TablePair,
  most: number,
  names: IdNames,
): Promise<Example[]> {
  const key = identifiers(pair.target.key);
  const using = `using (${key})`;
  const queries = {
    added: `select new_rows from new_rows anti join old_rows ${using}`,
    changed: `select new_rows, old_rows from ${changedRows(pair)}`,
    removed: `select old_rows from old_rows anti join new_rows ${using}`,
  };
  const examples: Example[] = [];
  for (const kind of ['added', 'changed', 'removed'] as const) {
    const found = await queryRows(duck, `${queries[kind]} limit ${most}`);
    for (const row of found) examples.push(toExample(pair, kind, exampleSchema.parse(row), names));
  }
  return examples;
}

function toExample(
  { target }: TablePair,
  kind: Example['kind'],
  { new_rows: added, old_rows: removed }: z.infer<typeof exampleSchema>,
  names: IdNames,
): Example {
  const row = added ?? removed ?? {};
  const differing = kind === 'changed' ? columnNames(target) : [];
  return {
    kind,
    name: nameRow(row, target.key, names),
    key: Object.fromEntries(target.key.map((name) => [name, row[name] ?? null])),
    columns: differing
      .filter((name) => added?.[name] !== removed?.[name])
      .map((name) => ({ name, old: removed?.[name] ?? null, new: added?.[name] ?? null })),
  };
}
