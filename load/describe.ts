import { table } from '../command/table.js';
import type { TargetHistory } from './history.js';
import type { LoadResult } from './load-lake.js';
import { nameTarget } from './postgres/target.js';
import { formatCount, handEdits, joinLines } from './wording.js';

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
  const written = formatCount(
    tables.reduce((sum, one) => sum + one.added + one.changed + one.removed, 0),
  );
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
    `Load ${loadId} of snapshot ${snapshot} into target ${target}${what}: ${written} of ${rows} rows written in ${seconds}, every table verified on both sides.`,
  ]);
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
