import type { DuckDBConnection } from '@duckdb/node-api';
import { queryRows } from '../../transform/lake/duck.js';
import { identifier } from '../../transform/lake/identifier.js';
import type { Sql } from '../postgres/with-target.js';
import { type TargetTable, tableRef } from '../schema/target-tables.js';
import type { TablePair } from './match-lake.js';
import { duckRowText, postgresRowText } from './row-text.js';

/** Number and checksum of a table's rows of one season, or of all rows where it has no seasons. */
export type SeasonChecksum = {
  readonly season: number | null;
  readonly rows: number;
  /** The rows' md5s, their first 64 bits combined by exclusive or, as 16 hex digits. */
  readonly checksum: string;
};

const SEASON = 'season';

/** Whether a table has a column `season`. */
function hasSeasons({ columns }: TargetTable): boolean {
  return columns.some(({ name, type }) => name === SEASON && /^(smallint|integer)$/.test(type));
}

/** Postgres's checksum of each season of a table. */
export async function readTargetChecksums(sql: Sql, table: TargetTable): Promise<SeasonChecksum[]> {
  return inOrder(await queryTarget<SeasonChecksum>(sql, table, 'true'));
}

/**
 * Postgres's checksums after the rows that differed were written. Counts the rows of every season,
 * but computes checksums only of seasons that differed: the tables are locked against writers.
 */
export async function rereadTargetChecksums(
  sql: Sql,
  table: TargetTable,
  {
    lakeChecksums,
    targetChecksums,
  }: Readonly<Record<'lakeChecksums' | 'targetChecksums', readonly SeasonChecksum[]>>,
): Promise<SeasonChecksum[]> {
  const written = differingSeasons(lakeChecksums, targetChecksums);
  const checksums = new Map(targetChecksums.map(({ season, checksum }) => [season, checksum]));
  const seasons = await queryTarget<Omit<SeasonChecksum, 'checksum'> & { checksum: string | null }>(
    sql,
    table,
    inSeasons(written),
  );
  return inOrder(
    seasons.map((one) => ({
      ...one,
      checksum: one.checksum ?? checksums.get(one.season) ?? '',
    })),
  );
}

/** SQL condition: the row is of one of these seasons; null alone means a table without seasons. */
export function inSeasons(seasons: readonly (number | null)[]): string {
  const numbers = seasons.filter((season) => season !== null);
  if (numbers.length === 0) return 'true';
  const isIn = `${SEASON} in (${numbers.join(', ')})`;
  return numbers.length === seasons.length ? isIn : `(${isIn} or ${SEASON} is null)`;
}

async function queryTarget<Row extends object>(
  sql: Sql,
  table: TargetTable,
  isSummed: string,
): Promise<Row[]> {
  const season = seasonOf(table);
  return sql.unsafe<Row[]>(`
    select
        ${season} as season,
        count(*)::integer as rows,
        lpad(
            to_hex(bit_xor(
                ('x' || left(md5(${postgresRowText(table)}), 16))::bit(64)::bigint
            ) filter (where ${isSummed})),
            16, '0'
        ) as checksum
    from ${tableRef(table)}
    group by ${season}`);
}

/** DuckDB's checksum of each season of a table of the lake; `rows` is SQL that reads it. */
export async function readLakeChecksums(
  duck: DuckDBConnection,
  pair: TablePair,
  rows: string,
): Promise<SeasonChecksum[]> {
  const season = seasonOf(pair.target);
  const seasons = await queryRows(
    duck,
    `select
        ${season} as season,
        count(*)::integer as rows,
        lpad(
            lower(hex(bit_xor(
                ('0x' || left(md5(${duckRowText(pair)}), 16))::ubigint
            ))),
            16, '0'
        ) as checksum
    from ${rows}
    group by ${season}`,
  );
  return inOrder(
    seasons.map((one) => ({
      season: one.season === null ? null : Number(one.season),
      rows: Number(one.rows),
      checksum: String(one.checksum),
    })),
  );
}

/** The seasons whose rows differ between two sides. */
export function differingSeasons(
  some: readonly SeasonChecksum[],
  others: readonly SeasonChecksum[],
): (number | null)[] {
  const [left, right] = [some, others].map(
    (side) => new Map(side.map((one) => [one.season, `${one.rows} ${one.checksum}`])),
  );
  const seasons = new Set([...some, ...others].map(({ season }) => season));
  return [...seasons].filter((season) => left?.get(season) !== right?.get(season));
}

/** The rows and checksum of a whole table: the sum of rows, the exclusive or of checksums. */
export function sumChecksums(seasons: readonly SeasonChecksum[]): {
  rows: number;
  checksum: string;
} {
  const rows = seasons.reduce((sum, one) => sum + one.rows, 0);
  const bits = seasons.reduce((xor, { checksum }) => xor ^ BigInt(`0x${checksum}`), 0n);
  return { rows, checksum: bits.toString(16).padStart(16, '0') };
}

function seasonOf(table: TargetTable): string {
  return hasSeasons(table) ? `${identifier(SEASON)}::integer` : 'null::integer';
}

function inOrder(seasons: readonly SeasonChecksum[]): SeasonChecksum[] {
  return [...seasons].sort((a, b) => (a.season ?? 0) - (b.season ?? 0));
}
