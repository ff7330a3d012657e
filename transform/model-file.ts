import { z } from 'zod';

/** The folders of `sql/` that hold models, and the DuckDB schema of each. */
export const LAYERS = { raw: 'raw', staging: 'staging', core: 'lyzer' } as const;

export type Layer = keyof typeof LAYERS;

const column = z.union([
  z.string().transform((meaning) => ({ meaning })),
  z.strictObject({
    meaning: z.string(),
    unit: z.string().optional(),
    /** The field of Jolpica's answer, for example `results.Time.millis`. */
    source: z.string().optional(),
  }),
]);

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
