import { isWider } from '../postgres-type.js';
import { type ColumnShape, type Rule, ruleText, type TableShape } from './table-shape.js';

export type NamedColumn = ColumnShape & { readonly name: string };

/** The differences between a table of a database and its model. */
export type TableChange = {
  readonly table: TableShape;
  readonly was: TableShape;
  readonly added: readonly NamedColumn[];
  readonly dropped: readonly string[];
  readonly retyped: readonly (NamedColumn & { readonly keepsValues: boolean })[];
  /** Columns whose nullability changes. */
  readonly loosened: readonly string[];
  readonly tightened: readonly NamedColumn[];
  /** Rules that only the database has. */
  readonly lost: readonly Rule[];
  /** Rules that only the models have. */
  readonly wanted: readonly Rule[];
  /** Columns with a placeholder in all rows until the load has written them. */
  readonly filled: ReadonlySet<string>;
  /** Whether old rows could break a key: they are deleted, and the load writes all rows again. */
  readonly isEmptied: boolean;
};

/** Compares a table of a database with its model; undefined if they are equal. */
export function compareTable(was: TableShape, table: TableShape): TableChange | undefined {
  const columns = [...table.columns].map(([name, shape]) => ({ name, ...shape }));
  const added = columns.filter(({ name }) => !was.columns.has(name));
  const kept = columns.flatMap((column) => {
    const old = was.columns.get(column.name);
    return old === undefined ? [] : [{ ...column, old }];
  });
  const retyped = kept
    .filter(({ type, old }) => type !== old.type)
    .map(({ old, ...column }) => ({ ...column, keepsValues: isWider(old.type, column.type) }));
  const tightened = kept.filter(({ isNullable, old }) => !isNullable && old.isNullable);
  const change = {
    table,
    was,
    added,
    retyped,
    tightened,
    dropped: [...was.columns.keys()].filter((name) => !table.columns.has(name)),
    loosened: kept
      .filter(({ isNullable, old }) => isNullable && !old.isNullable)
      .map(({ name }) => name),
    lost: rulesWithout(was.rules, table.rules),
    wanted: rulesWithout(table.rules, was.rules),
    filled: new Set(
      [
        ...added.filter(({ isNullable }) => !isNullable),
        ...retyped.filter(({ keepsValues }) => !keepsValues),
        ...tightened,
      ].map(({ name }) => name),
    ),
  };
  const { filled, wanted, loosened, dropped, lost } = change;
  const lists = [added, retyped, tightened, loosened, dropped, lost, wanted];
  if (lists.every((list) => list.length === 0)) return undefined;
  return { ...change, isEmptied: table.rules.some((rule) => mayRepeat(rule, was, wanted, filled)) };
}

/** The rules that only the first list has. */
function rulesWithout(rules: readonly Rule[], others: readonly Rule[]): Rule[] {
  const known = new Set(others.map(kindAndText));
  return rules.filter((rule) => !known.has(kindAndText(rule)));
}

function kindAndText(rule: Rule): string {
  return `${rule.kind} ${ruleText(rule)}`;
}

/** Whether old rows may have equal values in a key, as far as the models show. */
function mayRepeat(
  rule: Rule,
  was: TableShape,
  wanted: readonly Rule[],
  filled: ReadonlySet<string>,
): boolean {
  if (rule.kind !== 'primary' && rule.kind !== 'unique') return false;
  const isFilled = rule.columns.some((name) => filled.has(name));
  const isNewKey = rule.kind === 'primary' && wanted.includes(rule);
  if (!isFilled && !isNewKey) return false;
  // A key with more columns is still a key.
  return !was.rules.some(
    ({ kind, columns }) =>
      (kind === 'primary' || kind === 'unique') &&
      columns.every((name) => rule.columns.includes(name) && !filled.has(name)),
  );
}
