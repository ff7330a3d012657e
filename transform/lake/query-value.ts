import {
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
  type DuckDBValueConverter,
  type Json,
  JsonDuckDBValueConverter,
} from '@duckdb/node-api';

const { BIGINT, UBIGINT, HUGEINT, UHUGEINT, DECIMAL, INTERVAL } = DuckDBTypeId;
const WIDE_NUMBERS: readonly DuckDBTypeId[] = [BIGINT, UBIGINT, HUGEINT, UHUGEINT, DECIMAL];
const NUMBERS: readonly DuckDBTypeId[] = [
  ...WIDE_NUMBERS,
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.BIGNUM,
];

/** As many digits as any number of JSON keeps exactly. */
const EXACT_DIGITS = 15;

/**
 * A value of DuckDB's as JSON has it: numbers are numbers, lists arrays and structs objects.
 * Strings are UUIDs, dates, times, timestamps, intervals (`1 day 02:00:00`), NaN and infinity,
 * and whole numbers and decimals of more than 15 digits, which a JSON number may round.
 */
export function toJson(value: DuckDBValue, type: DuckDBType): Json {
  return convert(value, type, convert);
}

const convert: DuckDBValueConverter<Json> = (value, type, converter) => {
  if (value === null) return null;
  if (type.typeId === INTERVAL) return String(value);
  if (WIDE_NUMBERS.includes(type.typeId)) {
    const text = String(value);
    return text.replace(/\D/g, '').length <= EXACT_DIGITS ? Number(text) : text;
  }
  return JsonDuckDBValueConverter(value, type, converter);
};

/** A value as DuckDB writes it as text; decimals keep all their digits. */
export function toText(value: DuckDBValue): string {
  return String(value);
}

/** Whether the values of a type are numbers. */
export function isNumeric({ typeId }: DuckDBType): boolean {
  return NUMBERS.includes(typeId);
}
