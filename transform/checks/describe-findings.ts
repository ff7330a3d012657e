import { countOf } from '../../command/count-of.js';
import { table } from '../../command/table.js';
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

/** A check that found rows, and how many it found in the lake before; null: there was none. */
export type Warning = CheckResult & { readonly before: number | null };

/** Warnings of which the last lake had fewer rows or none. */
export function isNew({ faults, before }: Warning): boolean {
  return before !== null && faults > before;
}

/** `10 warnings, 1 new since the last lake`. */
export function countWarnings(warnings: readonly Warning[], others: number): string {
  const count = countOf(warnings.length + others, 'warning');
  if (warnings.every(({ before }) => before === null)) return count;
  const news = warnings.filter(isNew).length;
  return `${count}, ${news === 0 ? 'none' : news} new since the last lake`;
}

/** Name and count of each warning; of new ones, what was checked and the first row too. */
export function describeWarnings(warnings: readonly Warning[]): string {
  const isFirst = warnings.every(({ before }) => before === null);
  const lines = warnings.map((warning) => {
    const line = [warning.name, warning.faults.toLocaleString('en')];
    return isFirst ? line : [isNew(warning) ? 'new' : 'known', ...line];
  });
  const news = warnings.filter(isNew).map((warning) => `  new: ${describeCheck(warning)}`);
  const head = isFirst ? ['warning', 'rows'] : ['', 'warning', 'rows'];
  return [table(head, lines), ...news].join('\n');
}

function shown(value: unknown): string {
  return value === null ? 'null' : `'${String(value)}'`;
}
