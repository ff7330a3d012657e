import type { Fault } from '../../../fault/fault.js';
import { loadFault } from '../../faults.js';
import { placeholder } from '../postgres-type.js';
import type { View } from '../views.js';
import type { TableChange } from './compare-table.js';
import { compareTables, type Difference } from './compare-tables.js';
import { columnSql, plainName, remark, ruleSql, statement, typeSql } from './statement.js';
import type { Rule, TableShape } from './table-shape.js';

/**
 * Returns the SQL that makes the tables of a database equal to the models; empty if they are.
 *
 * It runs on filled tables: a load runs it, then writes all rows before it commits. Until then,
 * columns may have a placeholder, rows that could break a new key are deleted, and new references
 * are not checked. Objects of others stay: Postgres refuses to drop what they depend on, and the
 * load then changes nothing.
 *
 * @throws {Fault} MODEL_REFERENCE_CIRCLE
 */
export function migrationSql(
  have: readonly TableShape[],
  want: readonly TableShape[],
  views: readonly View[],
): string {
  const difference = compareTables(have, want);
  const { cut, dropped, changes, tied } = difference;
  const created = inParentOrder(difference.created);
  const statements = [
    ...dropViews(difference, views),
    ...cut.map(({ table, rule }) => dropRule(table, rule)),
    ...dropTables(dropped),
    ...changes.flatMap(changeTable),
    // Before the new tables, which may refer to these keys.
    ...changes.flatMap(({ table, wanted }) => addRules(table.name, wanted)),
    ...created.map(createTable),
    ...created.flatMap(({ name, rules }) => addIndexes(name, rules)),
    ...created.flatMap(({ name, rules }) =>
      addConstraints(
        name,
        rules.filter(({ isDeferred }) => isDeferred),
      ),
    ),
  ];
  if (tied.length > 0) statements.push(remark(UNCHECKED));
  for (const { table, rule } of tied) {
    statements.push(statement(`alter table ${table}`, [`add ${ruleSql(rule)} not valid`]));
  }
  return statements.map((text) => `${isFirst(text) ? '\n' : ''}${text}\n`).join('');
}

/** Whether a statement, or a comment on some, begins a paragraph. */
function isFirst(text: string): boolean {
  return /^(--|create table)/.test(text);
}

const UNCHECKED =
  'Old rows may not fit yet: the load checks these references after it has written all rows.';
const EMPTIED = 'Old rows could break the new key. The load writes them all again.';
const FILLED = 'A placeholder, until the load has written all rows.';
const REMADE = 'These views read what changes. The load creates them again.';

function dropViews({ changes, dropped }: Difference, views: readonly View[]): string[] {
  const read = new Set([
    ...dropped.map(({ name }) => name),
    ...changes
      .filter((change) => change.retyped.length + change.dropped.length > 0)
      .map(({ table }) => table.name),
  ]);
  const names: string[] = [];
  // A view that others read comes before them.
  for (const { schema, name, select } of views) {
    if (![...read].some((table) => new RegExp(`\\b${table}\\b`).test(select))) continue;
    names.push(`${schema}.${name}`);
    read.add(`${schema}.${name}`);
  }
  if (names.length === 0) return [];
  return [remark(REMADE), statement('drop view if exists', names)];
}

function dropTables(tables: readonly TableShape[]): string[] {
  if (tables.length === 0) return [];
  // In one statement, since they may refer to each other.
  return [
    statement(
      'drop table',
      tables.map(({ name }) => name),
    ),
  ];
}

function dropRule(table: string, { kind, name = '' }: Rule): string {
  const schema = table.slice(0, table.indexOf('.'));
  return kind === 'index'
    ? statement(`drop index ${schema}.${plainName(name)}`)
    : statement(`alter table ${table} drop constraint ${plainName(name)}`);
}

function changeTable(change: TableChange): string[] {
  const { table, lost, isEmptied } = change;
  return [
    ...lost.filter(({ kind }) => kind !== 'reference').map((rule) => dropRule(table.name, rule)),
    ...(isEmptied ? [remark(EMPTIED), statement(`delete from ${table.name}`)] : []),
    ...changeColumns(change),
    ...tightenColumns(change),
  ];
}

function changeColumns({ table, ...change }: TableChange): string[] {
  const { added, dropped, retyped, loosened, isEmptied } = change;
  const needsPlaceholder = (column: { isNullable: boolean }) => !column.isNullable && !isEmptied;
  const actions = [
    ...dropped.map((name) => `drop column ${plainName(name)}`),
    ...retyped.map(({ name, type, isNullable, keepsValues }) => {
      const cast = `alter column ${plainName(name)} type ${typeSql(type)}`;
      const value = isNullable ? 'null' : placeholder(type);
      return keepsValues ? cast : `${cast} using ${value}::${typeSql(type)}`;
    }),
    ...loosened.map((name) => `alter column ${plainName(name)} drop not null`),
    ...added.map((column) => {
      const sql = `add column ${columnSql(column.name, column)}`;
      return needsPlaceholder(column) ? `${sql} default ${placeholder(column.type)}` : sql;
    }),
  ];
  if (actions.length === 0) return [];
  const filled = added.filter(needsPlaceholder);
  return [
    ...(filled.length > 0 || retyped.some(({ keepsValues }) => !keepsValues)
      ? [remark(FILLED)]
      : []),
    statement(`alter table ${table.name}`, actions),
    ...filled.map(({ name }) =>
      statement(`alter table ${table.name} alter column ${plainName(name)} drop default`),
    ),
  ];
}

function tightenColumns({ table, tightened }: TableChange): string[] {
  if (tightened.length === 0) return [];
  const names = tightened.map(({ name }) => plainName(name));
  return [
    remark(FILLED),
    ...tightened.map(
      ({ type }, at) =>
        `update ${table.name} set ${names[at]} = ${placeholder(type)}\nwhere ${names[at]} is null;`,
    ),
    statement(
      `alter table ${table.name}`,
      names.map((name) => `alter column ${name} set not null`),
    ),
  ];
}

function createTable({ name, columns, rules }: TableShape): string {
  const inside = rules.filter(({ kind, isDeferred }) => kind !== 'index' && !isDeferred);
  const parts = [
    ...[...columns].map(([column, shape]) => columnSql(column, shape)),
    ...inside.map(ruleSql),
  ];
  return statement(`create table ${name} (`, parts, ')');
}

/** Keys and indexes of an existing table. Its references come at the very end. */
function addRules(table: string, rules: readonly Rule[]): string[] {
  const keys = rules.filter(({ kind }) => kind === 'primary' || kind === 'unique');
  return [...addConstraints(table, keys), ...addIndexes(table, rules)];
}

function addConstraints(table: string, rules: readonly Rule[]): string[] {
  if (rules.length === 0) return [];
  return [
    statement(
      `alter table ${table}`,
      rules.map((rule) => `add ${ruleSql(rule)}`),
    ),
  ];
}

function addIndexes(table: string, rules: readonly Rule[]): string[] {
  return rules
    .filter(({ kind }) => kind === 'index')
    .map((rule) => statement(`create index on ${table} ${ruleSql(rule)}`));
}

/** Sorts tables after those that they refer to. Deferred references do not count. */
function inParentOrder(tables: readonly TableShape[]): TableShape[] {
  const ordered: TableShape[] = [];
  const waiting = new Map(tables.map((table) => [table.name, table]));
  const isFree = ({ name, rules }: TableShape) =>
    rules.every(
      ({ parent, isDeferred }) =>
        parent === undefined || isDeferred || parent === name || !waiting.has(parent),
    );
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter(isFree);
    if (free.length === 0) throw circleFault([...waiting.keys()]);
    for (const { name } of free) waiting.delete(name);
    ordered.push(...free);
  }
  return ordered;
}

function circleFault(names: readonly string[]): Fault {
  return loadFault(
    'MODEL_REFERENCE_CIRCLE',
    `tables '${names.join("', '")}' refer to each other, and no reference of the circle may be null; add 'absent' to one in its yml`,
  );
}
