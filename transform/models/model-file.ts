import { z } from 'zod';

/** The folders of `sql/` with models, and the DuckDB schema of each. */
export const LAYERS = {
  raw: 'raw',
  staging: 'staging',
  rules: 'rules',
  core: 'lyzer',
  intermediate: 'intermediate',
  metrics: 'lyzer_metrics',
} as const;

export type Layer = keyof typeof LAYERS;

/** The layers whose tables are published: written to Parquet, loaded, served. */
export const PUBLISHED_LAYERS: readonly Layer[] = ['core', 'metrics'];

const fullColumn = z.strictObject({
  /** Type as DuckDB writes it, in lower case without blanks: `decimal(6,2)`. */
  type: z.string(),
  meaning: z.string(),
  /** When the value is null; a column without this is never null. */
  absent: z.string().optional(),
  unit: z.string().optional(),
  /** The field of Jolpica's answer, for example `results.Time.millis`. */
  source: z.string().optional(),
  /** All allowed values. */
  values: z.array(z.union([z.string(), z.number()])).optional(),
});

/** Columns of raw are fields of Jolpica's; their types are in the SQL. */
const column = z.union([
  z.string().transform((meaning): z.infer<typeof fullColumn> => ({ meaning, type: '' })),
  fullColumn,
]);

/** The checks that follow from a yml alone. */
export const BUILT_IN_CHECKS = ['key', 'unique', 'not_null', 'references', 'values'] as const;

export type Severity = z.infer<typeof severitySchema>;

/** An error stops the transform before anything is published; a warning is reported with rows. */
export const severitySchema = z.enum(['error', 'warning']);

/** The content of a model's yml. */
export const modelDocSchema = z.strictObject({
  /** One sentence that ends in the grain: one row per what. */
  description: z.string().regex(/one row per/i, "must name the grain, 'one row per ...'"),
  /** Columns by name, in the table's order. */
  columns: z.record(z.string(), column),
  /** The columns of the primary key. */
  key: z.array(z.string()).min(1),
  /** Column to the table whose key it is. */
  references: z.record(z.string(), z.string()).optional(),
  /** Other unique columns, for example those that a UUID is made from. */
  unique: z.array(z.array(z.string()).min(1)).optional(),
  /** Columns that get an index in Postgres, besides keys. */
  indexes: z.array(z.array(z.string()).min(1)).optional(),
  /** Where rows come from, for `trace`; a table without it is computed from many rows. */
  origin: z
    .strictObject({
      /** The model of staging that the rows come from. */
      from: z.string(),
      /** Its columns that name a row for a person: `2021/22/max_verstappen`. */
      name: z.array(z.string()).min(1),
      /** How each key column is made: a copy of a column, or the UUID of `kind/column/column`. */
      key: z.record(z.string(), z.string()),
    })
    .optional(),
  /** Severity of the checks that follow from the above; the default is error. */
  severity: z.partialRecord(z.enum(BUILT_IN_CHECKS), severitySchema).optional(),
});

export type ModelDoc = z.infer<typeof modelDocSchema>;

/** One SELECT with its documentation. */
export type Model = {
  readonly layer: Layer;
  readonly schema: string;
  readonly name: string;
  /** Path below the program's folder, with slashes; for messages. */
  readonly file: string;
  readonly sql: string;
  readonly docText: string;
  readonly doc: ModelDoc;
};

/** The table's name with its schema, as in the SQL of other models. */
export function tableName(model: Pick<Model, 'schema' | 'name'>): string {
  return `${model.schema}.${model.name}`;
}
