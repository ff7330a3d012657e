import { countOf } from '../../command/count-of.js';
import type { CheckResult, Drift } from '../lake/lake.js';

/** Describes one drift: where, what, and what was expected. */
export function describeDrift({ kind, path, expected, found, list, page, pages }: Drift): string {
  const what = {
    unknown: 'is a new field',
    missing: `is missing, ${expected} was expected`,
    null: `is null, ${expected} was expected`,
    type: `has another type, ${expected} was expected`,
    value: `is '${found}', ${expected} was expected`,
  }[kind];
  const count = pages > 1 ? ` (in ${pages.toLocaleString('en')} pages)` : '';
  return `list '${list}', page at offset ${page}, '${path}' ${what}${count}`;
}

/** Describes one check's findings on one line. */
export function describeCheck({ name, description, faults, examples }: CheckResult): string {
  const [first = {}] = examples;
  const row = Object.entries(first).map(([column, value]) => `${column} ${shown(value)}`);
  return `check '${name}' (${description}) found ${countOf(faults, 'row')}, the first with ${row.join(', ')}`;
}

function shown(value: unknown): string {
  return value === null ? 'null' : `'${String(value)}'`;
}
