/** Types of Postgres that can store every value of a DuckDB type and write it in the same way. */
export const POSTGRES_TYPES: Readonly<Record<string, string>> = {
  BOOLEAN: 'boolean',
  VARCHAR: 'text',
  UUID: 'uuid',
  DATE: 'date',
  TIME: 'time without time zone',
  TIMESTAMP: 'timestamp without time zone',
  'TIMESTAMP WITH TIME ZONE': 'timestamp with time zone',
};

const INTEGERS: Readonly<Record<string, string>> = {
  SMALLINT: 'smallint',
  INTEGER: 'integer',
  BIGINT: 'bigint',
};

/**
 * The Postgres type of a model's column, as Postgres's catalog writes it.
 *
 * @param type as DuckDB or a yml writes it, for example `decimal(6,2)`
 * @returns undefined for a type that a load does not support
 */
export function postgresType(type: string): string | undefined {
  const name = type.toUpperCase();
  const decimal = /^DECIMAL(\(\d+, ?\d+\))$/.exec(name)?.[1];
  if (decimal !== undefined) return `numeric${decimal.replace(' ', '')}`;
  return POSTGRES_TYPES[name] ?? INTEGERS[name];
}

/** SQL of a placeholder value for a column, until a load writes the right one. */
export function placeholder(type: string): string {
  if (/^(smallint|integer|bigint|numeric)/.test(type)) return '0';
  return PLACEHOLDERS[type] ?? "''";
}

const PLACEHOLDERS: Readonly<Record<string, string>> = {
  boolean: 'false',
  uuid: "'00000000-0000-0000-0000-000000000000'",
  date: "'0001-01-01'",
  'time without time zone': "'00:00'",
  'timestamp without time zone': "'0001-01-01'",
  'timestamp with time zone': "'0001-01-01'",
};

/** Whether a cast from one Postgres type to another keeps every value. */
export function isWider(from: string, to: string): boolean {
  if (to === 'text') return true;
  const [before, after] = [digitsOf(from), digitsOf(to)];
  if (before === undefined || after === undefined) return false;
  return after.whole >= before.whole && after.scale >= before.scale;
}

const WHOLE_DIGITS: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };

/** The maximum digits of a number before and after the point. */
function digitsOf(type: string): { whole: number; scale: number } | undefined {
  const whole = WHOLE_DIGITS[type];
  if (whole !== undefined) return { whole, scale: 0 };
  const [, precision, scale] = /^numeric\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (precision === undefined) return undefined;
  return { whole: Number(precision) - Number(scale), scale: Number(scale) };
}
