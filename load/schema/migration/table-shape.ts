/** What Postgres enforces on a table, or finds rows by. */
export type Rule = {
  readonly kind: 'primary' | 'unique' | 'reference' | 'index';
  readonly columns: readonly string[];
  /** Of a reference: the table that it refers to, with its schema. */
  readonly parent?: string;
  /** Of a reference: checked when a load is whole. */
  readonly isDeferred?: boolean;
  /** As the database has it. */
  readonly name?: string;
};

export type ColumnShape = { readonly type: string; readonly isNullable: boolean };

/** A table: what the models want, or what a database has. */
export type TableShape = {
  /** With its schema: `lyzer.race`. */
  readonly name: string;
  /** By name; types as Postgres's catalog writes them. */
  readonly columns: ReadonlyMap<string, ColumnShape>;
  readonly rules: readonly Rule[];
};

/** A rule as SQL has it; equal texts mean equal rules, whatever their names. */
export function ruleText({ kind, columns, parent, isDeferred }: Rule): string {
  const list = `(${columns.join(', ')})`;
  if (kind === 'primary') return `primary key ${list}`;
  // Two rows may swap their values: Postgres would refuse that in the middle of an update.
  if (kind === 'unique') return `unique ${list} ${DEFERRED}`;
  if (kind === 'index') return list;
  return `foreign key ${list} references ${parent}${isDeferred ? ` ${DEFERRED}` : ''}`;
}

const DEFERRED = 'deferrable initially deferred';
