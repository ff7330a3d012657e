import type { Target } from '../postgres/target.js';

/** The schemas that are ours, before a target's prefix. */
export const SCHEMAS = ['lyzer', 'lyzer_metrics', 'lyzer_api', 'lyzer_meta'] as const;

/** A schema's name in a target. */
export function schemaOf({ schemaPrefix }: Pick<Target, 'schemaPrefix'>, schema: string): string {
  return `${schemaPrefix}${schema}`;
}

/** SQL of a migration or a view with the names of our schemas as the target has them. */
export function withSchemas(target: Pick<Target, 'schemaPrefix'>, sql: string): string {
  if (target.schemaPrefix === '') return sql;
  const names = new RegExp(`\\b(${SCHEMAS.join('|')})\\b`, 'g');
  return sql.replace(names, (name) => schemaOf(target, name));
}
