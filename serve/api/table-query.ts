import { identifier, identifiers } from '../../transform/lake/identifier.js';
import type { LakeTable } from '../../transform/lake/lake.js';
import { httpFault } from '../access/http-fault.js';

/** SQL and the values for its parameters. */
export type Statement = { readonly sql: string; readonly values: string[] };

export type TableQuery = {
  /** Columns to return; all if absent. */
  readonly select: string | undefined;
  /** Columns to sort by; `-` before a name sorts descending. */
  readonly sort: string | undefined;
  readonly limit: number;
  readonly offset: number;
  /** `column`, or `column.operator`, and the value. */
  readonly filters: Readonly<Record<string, string>>;
};

const OPERATORS: Readonly<Record<string, string>> = {
  eq: '=',
  ne: 'is distinct from',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
};

const MOST_VALUES = 200;

/**
 * The statements for a page of a table and for its total. Text from a client never becomes part
 * of the SQL: names come from the table's own columns, and values are parameters.
 *
 * @throws {HttpFault} COLUMN_UNKNOWN, OPERATOR_UNKNOWN, FILTER_INVALID
 */
export function tableStatements(table: LakeTable, query: TableQuery) {
  const values: string[] = [];
  const conditions = Object.entries(query.filters).map(([name, value]) =>
    conditionOf(table, name, value, values),
  );
  const where = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
  const from = ` from ${identifier(table.schema)}.${identifier(table.name)}${where}`;
  const columns = listOf(query.select).map((name) => columnOf(table, name));
  const chosen = columns.length > 0 ? columns : table.columns;
  const page: Statement = {
    sql:
      `select ${identifiers(chosen.map(({ name }) => name))}${from}` +
      `${orderOf(table, query.sort)} limit ${query.limit} offset ${query.offset}`,
    values,
  };
  const total: Statement = { sql: `select count(*) as total${from}`, values };
  return { page, total, columns: chosen.map(({ name }) => name) };
}

function conditionOf(table: LakeTable, filter: string, value: string, values: string[]): string {
  const [name = '', operator = 'eq'] = filter.split('.');
  const { type } = columnOf(table, name);
  const parameter = (text: string) => {
    values.push(text);
    return `cast($${values.length} as ${type})`;
  };
  const column = identifier(name);
  if (operator === 'null') {
    if (value !== 'true' && value !== 'false') {
      throw httpFault('FILTER_INVALID', `'${filter}' takes 'true' or 'false'`);
    }
    return `${column} is ${value === 'true' ? '' : 'not '}null`;
  }
  if (operator === 'in') {
    const items = value.split(',');
    if (items.length > MOST_VALUES) {
      throw httpFault('FILTER_INVALID', `'${filter}' takes at most ${MOST_VALUES} values`);
    }
    return `${column} in (${items.map(parameter).join(', ')})`;
  }
  const sign = OPERATORS[operator];
  if (!sign) {
    const known = [...Object.keys(OPERATORS), 'in', 'null'].join(', ');
    throw httpFault('OPERATOR_UNKNOWN', `no operator '${operator}' (known: ${known})`);
  }
  return `${column} ${sign} ${parameter(value)}`;
}

function orderOf(table: LakeTable, sort: string | undefined): string {
  const parts = listOf(sort).map((part) => {
    const name = part.replace(/^-/, '');
    columnOf(table, name);
    return `${identifier(name)}${part.startsWith('-') ? ' desc' : ''} nulls last`;
  });
  // Rows with equal sort values need a fixed order over pages. `rowid` is the order of the key.
  return ` order by ${[...parts, 'rowid'].join(', ')}`;
}

function columnOf(table: LakeTable, name: string) {
  const column = table.columns.find((known) => known.name === name);
  if (column) return column;
  const known = table.columns.map((one) => one.name).join(', ');
  throw httpFault('COLUMN_UNKNOWN', `no column '${name}' (known: ${known})`);
}

function listOf(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split(',').map((part) => part.trim());
}
