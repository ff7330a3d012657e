import type { Target } from '../postgres/target.js';

/** Our schemas, without a target's prefix. */
export const SCHEMAS = ['lyzer', 'lyzer_metrics', 'lyzer_api', 'lyzer_flat', 'lyzer_meta'] as const;

/** A schema's name in a target. */
export function schemaOf({ schemaPrefix }: Pick<Target, 'schemaPrefix'>, schema: string): string {
  return `${schemaPrefix}${schema}`;
}

/** Replaces our schemas' names in SQL by the target's names for them. */
export function withSchemas(target: Pick<Target, 'schemaPrefix'>, sql: string): string {
  if (target.schemaPrefix === '') return sql;
  const names = new RegExp(`\\b(${SCHEMAS.join('|')})\\b`, 'g');
  return sql.replace(names, (name) => schemaOf(target, name));
}
