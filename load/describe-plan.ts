import { countOf } from '../command/count-of.js';
import { table } from '../command/table.js';
import type { Example } from './compare/compare-rows.js';
import type { PlanResult, TablePlan } from './plan.js';
import { describeRefusal } from './refuse-removals.js';
import { formatBytes, formatCount, handEdits, joinLines, list } from './wording.js';

/** As many lines as a terminal shows at once, or nearly. */
const MOST_LINES = 40;
/** Of a row with more changes the rest is counted. */
const MOST_CELLS = 4;
const MOST_CELL_LETTERS = 40;

/**
 * What a load would do, in a person's words: first the tables with Jolpica's values, row by row,
 * then a count of what follows from them; last, where it would be done.
 *
 * @param all whether to name every row that the plan has, however many lines that takes
 */
export function describePlan(plan: PlanResult, all = false): string {
  if (!plan.differs) {
    const same = `Nothing to do: the target already has snapshot ${plan.snapshot}.`;
    return joinLines([same, describePlanRefusal(plan), describePlace(plan)]);
  }
  const differing = plan.tables.filter(isDiffering);
  // The smallest first: a result that changed must not be lost behind its laps.
  const told = differing
    .filter((one) => all || (!one.follows && (one.state !== 'new' || one.rows > 0)))
    .toSorted((a, b) => countOfRows(a) - countOfRows(b));
  const around = [
    `A load of snapshot ${plan.snapshot} would write ${describeSum(plan)}.`,
    list('It would run migrations: ', plan.migrations),
    list('It would make views: ', plan.views),
    plan.comments === 0 ? '' : `It would write comments: ${formatCount(plan.comments)}`,
    told.length === 0 ? '' : `\n${describeTables(told)}`,
    describeFollowing(differing.filter(({ follows }) => follows && !all)),
    '\n',
    handEdits(plan.tables, 'Edited by hand since the last load'),
    describePlanRefusal(plan),
    list('Rights are missing: ', plan.missingRights),
    `${formatBytes(plan.bytes)} to send; nothing was changed.`,
    describePlace(plan),
  ];
  const room = all ? Number.POSITIVE_INFINITY : MOST_LINES - joinLines(around).split('\n').length;
  // They stand behind their tables.
  return joinLines(around.toSpliced(5, 0, describeRows(told, room)));
}

function isDiffering(plan: TablePlan): boolean {
  return plan.state !== 'compared' || countOfRows(plan) > 0;
}

function countOfRows({ added, changed, removed }: TablePlan): number {
  return added + changed + removed;
}

/** `54 of 938,071 rows (12 new, 40 changed, 2 removed)`. */
function describeSum({ tables }: PlanResult): string {
  const sum = (count: 'rows' | 'added' | 'changed' | 'removed') =>
    tables.reduce((all, one) => all + one[count], 0);
  const [added, changed, removed] = [sum('added'), sum('changed'), sum('removed')];
  const kinds = `${formatCount(added)} new, ${formatCount(changed)} changed, ${formatCount(removed)} removed`;
  return `${formatCount(added + changed + removed)} of ${formatCount(sum('rows'))} rows (${kinds})`;
}

function describeTables(tables: readonly TablePlan[]): string {
  const head = ['table', 'rows', 'add', 'change', 'remove', 'send', ''];
  const lines = tables.map((one) => [
    `${one.schema}.${one.name}`,
    formatCount(one.rows),
    ...(one.state === 'unknown'
      ? ['?', '?', '?', '?']
      : [...[one.added, one.changed, one.removed].map(formatCount), formatBytes(one.bytes)]),
    { new: 'new table', unknown: 'a migration changes it', compared: '' }[one.state],
  ]);
  return table(head, lines, (column) => column > 0 && column < head.length - 1);
}

function describeFollowing(tables: readonly TablePlan[]): string {
  if (tables.length === 0) return '';
  const rows = tables.reduce((sum, one) => sum + countOfRows(one), 0);
  const unknown = tables.some(({ state }) => state === 'unknown') ? ' or more' : '';
  return `\nWhat follows from these: ${countOf(rows, 'row')}${unknown} of ${countOf(tables.length, 'table')} of standings and metrics (--all names them).`;
}

/** As many rows as there is room for, each on a line. */
function describeRows(tables: readonly TablePlan[], room: number): string {
  const lines = tables.flatMap((one) => one.examples.map((row) => describeExample(one, row)));
  if (lines.length === 0) return '';
  // An empty line before, and one line on what is left out.
  const shown = lines.slice(0, Math.max(room - 2, 1));
  const compared = tables.filter(({ state }) => state === 'compared');
  const all = compared.reduce((sum, one) => sum + countOfRows(one), 0);
  const more = all - shown.length;
  const rest = more > 0 ? [`  … and ${countOf(more, 'row')} more (see --all)`] : [];
  return ['', ...shown, ...rest].join('\n');
}

function describeExample({ name: table }: TablePlan, { kind, name, columns }: Example): string {
  const sign = { added: '+', changed: '~', removed: '-' }[kind];
  const cells = columns.map((cell) => `${cell.name} ${show(cell.old)} → ${show(cell.new)}`);
  const more = cells.length > MOST_CELLS ? [`and ${cells.length - MOST_CELLS} more`] : [];
  const what = [...cells.slice(0, MOST_CELLS), ...more].join(', ');
  return `  ${sign} ${table} ${name}${what === '' ? '' : `: ${what}`}`;
}

function show(value: string | null): string {
  if (value === null) return 'null';
  if (value === '') return "''";
  const line = JSON.stringify(value).slice(1, -1);
  return line.length > MOST_CELL_LETTERS ? `${line.slice(0, MOST_CELL_LETTERS)}…` : line;
}

function describePlanRefusal({ refusal, snapshot }: PlanResult): string {
  if (refusal === null) return '';
  return `Refused without --allow-removals: ${describeRefusal(refusal, snapshot)}.`;
}

/** Last, since the question may follow whether to do it there. */
function describePlace({ target, isProduction }: PlanResult): string {
  const { name, host, port, database, user } = target;
  const place = `Target '${name}': database ${database} on ${host}:${port}, as ${user}`;
  return `${place}${isProduction ? '; this is PRODUCTION' : ''}.`;
}
