import { csvLine } from '../../transform/lake/csv-line.js';
import type { Row } from '../lake/lake-view.js';

/** Rows as CSV with a head. */
export function csvOf(columns: readonly string[], rows: readonly Row[]): string {
  const lines = rows.map((row) => csvLine(columns.map((name) => textOf(row[name]))));
  return [csvLine(columns), ...lines, ''].join('\r\n');
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
