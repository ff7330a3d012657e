import type { Lake } from '../../transform/lake/lake.js';
import { tableName } from '../../transform/models/model-file.js';

/** The checksum of each table of a lake. */
export function checksumsOf({ tables }: Pick<Lake, 'tables'>): Record<string, string> {
  return Object.fromEntries(tables.map((table) => [tableName(table), table.checksum]));
}
