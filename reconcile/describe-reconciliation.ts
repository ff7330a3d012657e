import { countOf } from '../command/count-of.js';
import { table } from '../command/table.js';
import { CLASSES, type Difference, type Reconciliation } from './reconcile.js';

const MOST_SHOWN = 20;

/** What `npm run reconcile` prints: the counts, and what no rule or verdict explains. */
export function describeReconciliation(reconciliation: Reconciliation): string {
  const unexplained = reconciliation.differences.filter((one) => one.class === null);
  const shown = unexplained.slice(0, MOST_SHOWN).map(describeDifference);
  const rest = unexplained.length - shown.length;
  return [
    table(
      ['subject', 'field', 'compared', 'equal', ...CLASSES, 'unclassified'],
      [...countRows(reconciliation)],
    ),
    `${countOf(unexplained.length, 'unclassified difference')}`,
    ...shown.map((line) => `  ${line}`),
    ...(rest > 0 ? [`  and ${rest.toLocaleString('en')} more`] : []),
  ].join('\n');
}

/** Per subject and field: compared, equal, and of each class, then what has none; the sums last. */
export function countRows({ counts, differences }: Reconciliation): string[][] {
  const rows = counts.map(({ subject, field, compared, equal }) => {
    const here = differences.filter((one) => one.subject === subject && one.field === field);
    return { names: [subject, field], numbers: [compared, equal, ...classCounts(here)] };
  });
  const sums = (rows[0]?.numbers ?? []).map((_, column) =>
    rows.reduce((sum, { numbers }) => sum + (numbers[column] ?? 0), 0),
  );
  return [...rows, { names: ['all', ''], numbers: sums }].map(({ names, numbers }) => [
    ...names,
    ...numbers.map((number) => number.toLocaleString('en')),
  ]);
}

/** `1976 round 12, hayje: race grid 21, f1db 25`. */
export function describeDifference({ subject, season, round, who, field, ...one }: Difference) {
  const when = season === 0 ? '' : `${season} round ${round}, `;
  const what = `${subject.replaceAll('_', ' ')} ${field.replaceAll('_', ' ')}`;
  return `${when}${who}: ${what} ${one.ours ?? 'nothing'}, f1db ${one.f1db ?? 'nothing'}`;
}

function classCounts(differences: readonly Difference[]): number[] {
  return [...CLASSES, null].map((name) => differences.filter((one) => one.class === name).length);
}
