import { z } from 'zod';

/** The folders of `sql/` that hold models, and the DuckDB schema of each. */
export const LAYERS = {
  raw: 'raw',
  staging: 'staging',
  rules: 'rules',
  core: 'lyzer',
  intermediate: 'intermediate',
  metrics: 'lyzer_metrics',
} as const;

export type Layer = keyof typeof LAYERS;

/** The layers whose tables are what a lake is for: written to Parquet, loaded, served. */
export const PUBLISHED_LAYERS: readonly Layer[] = ['core', 'metrics'];

const fullColumn = z.strictObject({
  /** DuckDB's name of the type in lower case, without blanks: `decimal(6,2)`. */
  type: z.string(),
  meaning: z.string(),
  /** When the value is null; a column without may hold none. */
  absent: z.string().optional(),
  unit: z.string().optional(),
  /** The field of Jolpica's answer, for example `results.Time.millis`. */
  source: z.string().optional(),
  /** All values that there may be. */
  values: z.array(z.union([z.string(), z.number()])).optional(),
});

/** Columns of raw are lists of what Jolpica sends; their SQL spells out the type. */
const column = z.union([
  z.string().transform((meaning): z.infer<typeof fullColumn> => ({ meaning, type: '' })),
  fullColumn,
]);

/** The checks that a yml alone declares. */
export const BUILT_IN_CHECKS = ['key', 'unique', 'not_null', 'references', 'values'] as const;

export type Severity = z.infer<typeof severitySchema>;

/** An error stops the pipeline before anything is published; a warning is reported with rows. */
export const severitySchema = z.enum(['error', 'warning']);

/** What the yml beside a model says of it. */
export const modelDocSchema = z.strictObject({
  /** One sentence that ends in the grain: one row per what. */
  description: z.string().regex(/one row per/i, "must name the grain, 'one row per ...'"),
  /** By name, in the table's order. */
  columns: z.record(z.string(), column),
  /** The columns that tell rows apart. */
  key: z.array(z.string()).min(1),
  /** Column to the table whose key it holds. */
  references: z.record(z.string(), z.string()).optional(),
  /** Other columns that tell rows apart, for example those that a UUID is made of. */
  unique: z.array(z.array(z.string()).min(1)).optional(),
  /** Columns by which Postgres finds rows fast, beside keys. */
  indexes: z.array(z.array(z.string()).min(1)).optional(),
  /** Where rows come from, for `trace`; a table without is computed from many rows. */
  origin: z
    .strictObject({
      /** The model of staging whose rows these are. */
      from: z.string(),
      /** Its columns by which a person names a row: `2021/22/max_verstappen`. */
      name: z.array(z.string()).min(1),
      /** How each key column is made: from a column, or as the UUID of `kind/column/column`. */
      key: z.record(z.string(), z.string()),
    })
    .optional(),
  /** Of the checks that follow from the above: errors unless said otherwise. */
  severity: z.partialRecord(z.enum(BUILT_IN_CHECKS), severitySchema).optional(),
});

export type ModelDoc = z.infer<typeof modelDocSchema>;

/** One SELECT, its documentation and the table that it makes. */
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

/** The table's name with its schema, as other models write it. */
export function tableName(model: Pick<Model, 'schema' | 'name'>): string {
  return `${model.schema}.${model.name}`;
}
