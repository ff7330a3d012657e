import { isAlpha, SHAPES } from '../../extract/archive/resource.js';
import { scopeOf } from '../../extract/archive/scope.js';
import type { Breach } from './contract.js';

/**
 * Rows of another season or round than their list has: `2023/races` with a race of 1996. A final
 * table has a round, though its list is of a season.
 */
export function outsideScope(list: string, page: unknown): Breach[] {
  const { resource, season, round } = scopeOf(list);
  if (season === undefined || isAlpha(resource)) return [];
  const { root, path } = SHAPES[resource];
  const where = [...root, path[0] ?? ''];
  const rows = where.reduce<unknown>((node, name) => fieldOf(node, name), page);
  if (!Array.isArray(rows)) return [];
  const due = { season, ...(round === undefined ? {} : { round }) };
  return rows.flatMap((row, index) =>
    Object.entries(due).flatMap(([field, wanted]): Breach[] => {
      const found = fieldOf(row, field);
      // Whether it is a number at all is told by the contract.
      if (typeof found !== 'string' || !/^\d+$/.test(found) || Number(found) === wanted) return [];
      const at = `$.${where.join('.')}[${index}].${field}`;
      return [{ kind: 'value', path: at, expected: `${field} ${wanted}`, found }];
    }),
  );
}

function fieldOf(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined;
}
