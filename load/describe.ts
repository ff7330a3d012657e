import { table } from '../command/table.js';
import type { Example } from './compare/compare-rows.js';
import type { TargetHistory } from './history.js';
import type { LoadResult } from './load-lake.js';
import type { PlanResult, TablePlan } from './plan.js';
import { nameTarget } from './postgres/target.js';
import { describeRefusal } from './refuse-removals.js';

const MOST_SEASONS = 8;
const MOST_CELL_LETTERS = 40;

/** The result of a load in a person's words: the tables it wrote into, and where the rows are now. */
export function describeLoad(result: LoadResult): string {
  if (result.unchanged) return summarizeLoad(result);
  const head = ['table', 'rows', 'added', 'changed', 'removed', 'seconds', 'checksum'];
  const written = result.tables.filter(
    ({ added, changed, removed }) => added + changed + removed > 0,
  );
  const lines = written.map((one) => [
    `${one.schema}.${one.name}`,
    ...[one.rows, one.added, one.changed, one.removed].map(formatCount),
    one.seconds.toFixed(2),
    one.checksum,
  ]);
  return joinLines([
    ...(lines.length === 0 ? [] : [table(head, lines), '\n']),
    summarizeLoad(result),
  ]);
}

/** A load in a few lines, without its tables. */
export function summarizeLoad(result: LoadResult): string {
  const { unchanged, loadId, snapshot, rolledBackTo, tables } = result;
  const target = nameTarget(result.target);
  const made = result.views.length === 0 ? '' : `Views made: ${result.views.join(', ')}.`;
  const commented =
    result.comments === 0 ? '' : `Comments written: ${formatCount(result.comments)}.`;
  const seconds = `${result.seconds.toFixed(1)} s`;
  const rows = formatCount(tables.reduce((sum, one) => sum + one.rows, 0));
  if (unchanged) {
    const same = `Target ${target} already has snapshot ${snapshot} (load ${loadId})`;
    return joinLines([
      made,
      commented,
      `${same}: no row was written, ${rows} were compared in ${seconds}.`,
    ]);
  }
  const what = rolledBackTo === null ? '' : `, back to load ${rolledBackTo}`;
  return joinLines([
    handEdits(tables, 'Repaired what was edited by hand'),
    made,
    commented,
    result.readerRole.is === 'missing'
      ? `There is no role '${result.readerRole.name}', and this login may not create one (see docs/load.md).`
      : '',
    `Load ${loadId} of snapshot ${snapshot} into target ${target}${what}: ${rows} rows in ${seconds}, every table verified on both sides.`,
  ]);
}

/** What a load would do, in a person's words. */
export function describePlan(plan: PlanResult): string {
  const target = nameTarget(plan.target);
  if (!plan.differs) {
    return joinLines([
      `Nothing to do: target ${target} already has snapshot ${plan.snapshot}.`,
      describePlanRefusal(plan),
    ]);
  }
  const differing = plan.tables.filter(
    ({ state, added, changed, removed }) => state !== 'compared' || added + changed + removed > 0,
  );
  const head = ['table', 'rows', 'add', 'change', 'remove', 'send', ''];
  const lines = differing.map((one) => [
    `${one.schema}.${one.name}`,
    formatCount(one.rows),
    ...(one.state === 'unknown'
      ? ['?', '?', '?', '?']
      : [...[one.added, one.changed, one.removed].map(formatCount), formatBytes(one.bytes)]),
    { new: 'new table', unknown: 'a migration changes it first', compared: '' }[one.state],
  ]);
  const examples = differing.flatMap((one) => one.examples.map((row) => describeExample(one, row)));
  return joinLines([
    `A load of snapshot ${plan.snapshot} into target ${target} would:`,
    '\n',
    list('run migrations: ', plan.migrations),
    list('make views: ', plan.views),
    plan.comments === 0 ? '' : `write comments: ${formatCount(plan.comments)}`,
    lines.length === 0
      ? ''
      : table(head, lines, (column) => column > 0 && column < head.length - 1),
    examples.length === 0 ? '' : ['', 'For example:', ...examples].join('\n'),
    '\n',
    handEdits(plan.tables, 'Edited by hand since the last load'),
    describePlanRefusal(plan),
    list('Rights are missing: ', plan.missingRights),
    `${formatBytes(plan.bytes)} to send; nothing was changed.`,
  ]);
}

function describePlanRefusal({ refusal, snapshot }: PlanResult): string {
  if (refusal === null) return '';
  return `Refused without --allow-removals: ${describeRefusal(refusal, snapshot)}.`;
}

/** The loads into a target, in a person's words. */
export function describeHistory({ target, loads }: TargetHistory): string {
  const head = ['load', 'at', 'snapshot', 'added', 'changed', 'removed', 'seconds', 'by', ''];
  const lines = loads.map((load) => {
    const sum = (count: 'added' | 'changed' | 'removed') =>
      formatCount(load.tables.reduce((all, one) => all + one[count], 0));
    const edited = load.tables.filter(({ handEdited }) => handEdited.length > 0);
    const notes = [
      load.rolledBackTo === null ? '' : `back to load ${load.rolledBackTo}`,
      edited.length === 0 ? '' : `repaired ${edited.map(({ name }) => name).join(', ')}`,
    ];
    return [
      String(load.id),
      load.startedAt,
      load.snapshot,
      ...(['added', 'changed', 'removed'] as const).map(sum),
      load.seconds.toFixed(1),
      load.byWhom,
      notes.filter((note) => note !== '').join('; '),
    ];
  });
  const title = `Loads into target ${nameTarget(target)}, newest first:`;
  return lines.length === 0
    ? `Nothing was loaded into target ${nameTarget(target)} yet.`
    : [title, '', table(head, lines)].join('\n');
}

function describeExample({ schema, name }: TablePlan, { kind, key, columns }: Example): string {
  const sign = { added: '+', changed: '~', removed: '-' }[kind];
  const row = Object.entries(key).map(([column, value]) => `${column}=${value}`);
  const cells = columns.map((cell) => `${cell.name} ${show(cell.old)} -> ${show(cell.new)}`);
  const what = cells.length === 0 ? '' : `: ${cells.join(', ')}`;
  return `  ${sign} ${schema}.${name} ${row.join(' ')}${what}`;
}

function show(value: string | null): string {
  if (value === null) return 'null';
  const line = JSON.stringify(value).slice(1, -1);
  return `'${line.length > MOST_CELL_LETTERS ? `${line.slice(0, MOST_CELL_LETTERS)}…` : line}'`;
}

type HandEdited = Pick<TablePlan, 'schema' | 'name' | 'handEdited'>;

function handEdits(tables: readonly HandEdited[], title: string): string {
  const edited = tables.filter(({ handEdited }) => handEdited.length > 0);
  if (edited.length === 0) return '';
  const places = edited.map(({ schema, name, handEdited }) => {
    const seasons = handEdited.filter((season) => season !== null);
    const shown = seasons.slice(0, MOST_SEASONS).join(', ');
    const more = seasons.length > MOST_SEASONS ? ` and ${seasons.length - MOST_SEASONS} more` : '';
    return `${schema}.${name}${shown === '' ? '' : ` (${shown}${more})`}`;
  });
  return `${title}: ${places.join(', ')}.`;
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${title}${items.join(', ')}`;
}

function joinLines(lines: readonly string[]): string {
  return lines
    .filter((line) => line !== '')
    .map((line) => (line === '\n' ? '' : line))
    .join('\n');
}

function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
