/** A constraint or an index of a table. */
export type Rule = {
  readonly kind: 'primary' | 'unique' | 'reference' | 'index';
  readonly columns: readonly string[];
  /** Of a reference: the table that it refers to, with its schema. */
  readonly parent?: string;
  /** Of a reference: checked at the end of a load. */
  readonly isDeferred?: boolean;
  /** Its name in the database. */
  readonly name?: string;
};

export type ColumnShape = { readonly type: string; readonly isNullable: boolean };

/** A table of the models or of a database. */
export type TableShape = {
  /** Name with schema: `lyzer.race`. */
  readonly name: string;
  /** Columns by name; types as Postgres's catalog writes them. */
  readonly columns: ReadonlyMap<string, ColumnShape>;
  readonly rules: readonly Rule[];
};

/** A rule as SQL. Equal texts mean equal rules, whatever their names. */
export function ruleText({ kind, columns, parent, isDeferred }: Rule): string {
  const list = `(${columns.join(', ')})`;
  if (kind === 'primary') return `primary key ${list}`;
  // Deferred: two rows may swap their values, which Postgres would refuse within an update.
  if (kind === 'unique') return `unique ${list} ${DEFERRED}`;
  if (kind === 'index') return list;
  return `foreign key ${list} references ${parent}${isDeferred ? ` ${DEFERRED}` : ''}`;
}

const DEFERRED = 'deferrable initially deferred';
