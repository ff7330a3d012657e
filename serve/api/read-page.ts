import type { LakeTable } from '../../transform/lake/lake.js';
import { HttpFault, httpFault } from '../access/http-fault.js';
import type { LakeView } from '../lake/lake-view.js';
import { type Statement, type TableQuery, tableStatements } from './table-query.js';

/**
 * One page of a table and the total number of rows.
 *
 * @throws {HttpFault} TABLE_UNKNOWN, COLUMN_UNKNOWN, OPERATOR_UNKNOWN, FILTER_INVALID
 */
export async function readPage(view: LakeView, name: string, query: TableQuery) {
  const { limit, offset } = query;
  const table = tableOf(view, name);
  const { page, total, columns } = tableStatements(table, query);
  const [rows, counts] = await Promise.all([ask(view, page), ask(view, total)]);
  return {
    table: `${table.schema}.${table.name}`,
    snapshot: view.lake.snapshot,
    total: Number(counts[0]?.total),
    limit,
    offset,
    columns,
    rows,
  };
}

async function ask(view: LakeView, { sql, values }: Statement) {
  try {
    return await view.query(sql, values);
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    const [, what] = /^Conversion Error:\s*([^\n]*)/.exec(text) ?? [];
    if (what === undefined) throw error;
    throw httpFault('FILTER_INVALID', `a value does not fit its column (${what})`);
  }
}

function tableOf({ lake }: LakeView, name: string): LakeTable {
  const found = lake.tables.find(
    (table) => table.name === name || `${table.schema}.${table.name}` === name,
  );
  if (found) return found;
  throw new HttpFault(404, 'TABLE_UNKNOWN', `no table '${name}'; '/api/v1/tables' lists all`);
}
