import { identifier } from '../../transform/lake/identifier.js';
import type { TargetColumn, TargetTable } from '../schema/target-tables.js';
import type { TablePair } from './match-lake.js';
import { scaleOf } from './match-lake.js';

/** A column of a pair: of the target, and DuckDB's type of it in the lake. */
type PairColumn = TargetColumn & { readonly lakeType: string };

/** The columns of a pair, in the target's order. */
export function pairColumns({ lake, target }: TablePair): PairColumn[] {
  const types = new Map(lake.columns.map(({ name, type }) => [name, type]));
  return target.columns.map((column) => ({ ...column, lakeType: types.get(column.name) ?? '' }));
}

/**
 * A value's text in Postgres; a null stays one. With the settings of a load (ISO dates,
 * UTC) it is the same text that `duckText` makes of the same value.
 */
export function postgresText({ name }: TargetColumn): string {
  return `${identifier(name)}::text`;
}

/** A value's text in DuckDB; see `postgresText`. */
export function duckText({ name, type, lakeType }: PairColumn): string {
  const scale = scaleOf(type);
  // Postgres writes as many digits after the point as the column has.
  const isWritten = scale <= 0 || lakeType.endsWith(`,${scale})`);
  return isWritten
    ? `${identifier(name)}::varchar`
    : `${identifier(name)}::decimal(38, ${scale})::varchar`;
}

/**
 * A row's text in Postgres: its values with `|` between, nothing for a null, texts behind
 * their length in bytes (so that no text can look like two values, or like a null).
 */
export function postgresRowText({ columns }: TargetTable): string {
  const values = columns.map((column) => {
    const text = postgresText(column);
    return column.type === 'text' ? `octet_length(${text}) || ':' || ${text}` : text;
  });
  // Measured at well under half of what concat takes there.
  return values.map((value) => `coalesce(${value}, '')`).join(" || '|' || ");
}

/** A row's text in DuckDB; the same as `postgresRowText` for the same row. */
export function duckRowText(pair: TablePair): string {
  const values = pairColumns(pair).map((column) => {
    const text = duckText(column);
    return column.type === 'text' ? `strlen(${text}) || ':' || ${text}` : text;
  });
  // To concat a null is nothing.
  return `concat(${values.join(", '|', ")})`;
}
