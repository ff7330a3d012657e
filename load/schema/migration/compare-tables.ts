import { compareTable, type TableChange } from './compare-table.js';
import { type Rule, ruleText, type TableShape } from './table-shape.js';

/** A reference with its table. */
export type Reference = { readonly table: string; readonly rule: Rule };

/** All differences between the tables of a database and the models. */
export type Difference = {
  /** New tables, with the models' names. */
  readonly created: readonly TableShape[];
  readonly dropped: readonly TableShape[];
  readonly changes: readonly TableChange[];
  /** References to drop, some of them only while their tables change. */
  readonly cut: readonly Reference[];
  /** References to add to existing tables, new or dropped before. */
  readonly tied: readonly Reference[];
};

/** Compares the tables of a database with the models. */
export function compareTables(
  have: readonly TableShape[],
  want: readonly TableShape[],
): Difference {
  const wanted = new Map(want.map((table) => [table.name, table]));
  const known = new Set(have.map(({ name }) => name));
  const kept = have.flatMap((was) => {
    const table = wanted.get(was.name);
    return table === undefined ? [] : [{ was, table }];
  });
  const changes = kept.flatMap(({ was, table }) => compareTable(was, table) ?? []);
  const changeOf = new Map(changes.map((change) => [change.table.name, change]));
  const cut = kept
    .flatMap(({ was }) => referencesOf(was))
    .filter((reference) => isCut(reference, changeOf));
  const cutTexts = new Set(cut.map(textOf));
  const tied = kept
    .flatMap(({ table }) => referencesOf(table))
    .filter(
      (reference) =>
        changeOf.get(reference.table)?.wanted.includes(reference.rule) ||
        cutTexts.has(textOf(reference)),
    );
  const created = want.filter(({ name }) => !known.has(name));
  const dropped = have.filter(({ name }) => !wanted.has(name));
  return { created, dropped, changes, cut, tied };
}

/** Whether a reference must be dropped while the tables change. */
function isCut({ table, rule }: Reference, changeOf: ReadonlyMap<string, TableChange>): boolean {
  const own = changeOf.get(table);
  const parent = changeOf.get(rule.parent ?? '');
  const isChanged = (name: string) =>
    own?.filled.has(name) || own?.retyped.some((column) => column.name === name);
  const key = parent?.was.rules.find(({ kind }) => kind === 'primary');
  return (
    own?.lost.includes(rule) ||
    rule.columns.some(isChanged) ||
    parent?.isEmptied ||
    (key !== undefined && parent?.lost.includes(key)) ||
    parent?.retyped.some(({ name }) => key?.columns.includes(name)) ||
    false
  );
}

function referencesOf({ name, rules }: TableShape): Reference[] {
  return rules.filter(({ kind }) => kind === 'reference').map((rule) => ({ table: name, rule }));
}

function textOf({ table, rule }: Reference): string {
  return `${table} ${ruleText(rule)}`;
}
