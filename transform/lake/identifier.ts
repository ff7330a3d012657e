/** A name as SQL writes it, in Postgres and in DuckDB. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Names as a list in SQL, each perhaps behind a table's alias. */
export function identifiers(names: readonly string[], alias?: string): string {
  const prefix = alias === undefined ? '' : `${alias}.`;
  return names.map((name) => `${prefix}${identifier(name)}`).join(', ');
}
