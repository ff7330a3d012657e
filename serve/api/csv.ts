import type { Row } from '../lake/lake-view.js';

/** Rows as CSV with a head (RFC 4180). */
export function csvOf(columns: readonly string[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((name) => fieldOf(row[name])).join(','));
  return [columns.map(fieldOf).join(','), ...lines, ''].join('\r\n');
}

function fieldOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
