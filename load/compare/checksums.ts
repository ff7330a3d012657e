import type { DuckDBConnection } from '@duckdb/node-api';
import { queryRows } from '../../transform/lake/duck.js';
import { identifier } from '../../transform/lake/identifier.js';
import type { Sql } from '../postgres/with-target.js';
import { type TargetTable, tableRef } from '../schema/target-tables.js';
import type { TablePair } from './match-lake.js';
import { duckRowText, postgresRowText } from './row-text.js';

/** The rows of one season of a table; of a table without seasons, all its rows. */
export type Group = {
  readonly season: number | null;
  readonly rows: number;
  /** The rows' md5s, their first 64 bits combined by exclusive or, as 16 hex digits. */
  readonly checksum: string;
};

const SEASON = 'season';

/** Whether a table's rows fall into seasons. */
function hasSeasons({ columns }: TargetTable): boolean {
  return columns.some(({ name, type }) => name === SEASON && /^(smallint|integer)$/.test(type));
}

/** Postgres's checksum of each season of a table. */
export async function readTargetGroups(sql: Sql, table: TargetTable): Promise<Group[]> {
  return inOrder(await queryTarget<Group>(sql, table, 'true'));
}

/**
 * Postgres's checksums again, after the rows of seasons that differed were written: every season's
 * rows are counted, a checksum made only of those that differed, since nobody else could write.
 */
export async function rereadTargetGroups(
  sql: Sql,
  table: TargetTable,
  { lakeGroups, targetGroups }: Readonly<Record<'lakeGroups' | 'targetGroups', readonly Group[]>>,
): Promise<Group[]> {
  const written = differingSeasons(lakeGroups, targetGroups);
  const checksums = new Map(targetGroups.map(({ season, checksum }) => [season, checksum]));
  const groups = await queryTarget<Omit<Group, 'checksum'> & { checksum: string | null }>(
    sql,
    table,
    inSeasons(written),
  );
  return inOrder(
    groups.map((group) => ({
      ...group,
      checksum: group.checksum ?? checksums.get(group.season) ?? '',
    })),
  );
}

/** The condition that a row is of one of some seasons; null alone: of a table without any. */
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
export async function readLakeGroups(
  duck: DuckDBConnection,
  pair: TablePair,
  rows: string,
): Promise<Group[]> {
  const season = seasonOf(pair.target);
  const groups = await queryRows(
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
    groups.map((group) => ({
      season: group.season === null ? null : Number(group.season),
      rows: Number(group.rows),
      checksum: String(group.checksum),
    })),
  );
}

/** The seasons whose rows are not alike on both sides. */
export function differingSeasons(
  some: readonly Group[],
  others: readonly Group[],
): (number | null)[] {
  const [left, right] = [some, others].map(
    (groups) => new Map(groups.map((group) => [group.season, `${group.rows} ${group.checksum}`])),
  );
  const seasons = new Set([...some, ...others].map(({ season }) => season));
  return [...seasons].filter((season) => left?.get(season) !== right?.get(season));
}

/** All groups of a table as one: the sum of rows, the exclusive or of checksums. */
export function sumGroups(groups: readonly Group[]): { rows: number; checksum: string } {
  const rows = groups.reduce((sum, group) => sum + group.rows, 0);
  const bits = groups.reduce((xor, { checksum }) => xor ^ BigInt(`0x${checksum}`), 0n);
  return { rows, checksum: bits.toString(16).padStart(16, '0') };
}

function seasonOf(table: TargetTable): string {
  return hasSeasons(table) ? `${identifier(SEASON)}::integer` : 'null::integer';
}

function inOrder(groups: readonly Group[]): Group[] {
  return [...groups].sort((a, b) => (a.season ?? 0) - (b.season ?? 0));
}
