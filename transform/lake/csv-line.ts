/** One line of CSV (RFC 4180) without its end; null is nothing, the empty text is `""`. */
export function csvLine(values: readonly (string | null)[]): string {
  return values.map(fieldOf).join(',');
}

function fieldOf(value: string | null): string {
  if (value === null) return '';
  return value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
