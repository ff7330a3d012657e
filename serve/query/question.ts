import { z } from 'zod';

/** What a query's own process is asked, as one line of JSON. */
export const questionSchema = z.strictObject({
  /** The lake's DuckDB file. */
  file: z.string(),
  sql: z.string(),
  format: z.enum(['json', 'csv']),
});

export type Question = z.infer<typeof questionSchema>;

/** Why there is no answer, and the HTTP status that tells it. */
export const refusalSchema = z.strictObject({
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
});

export type Refusal = z.infer<typeof refusalSchema>;

/** Where that process writes: DuckDB's own log may go to stdout. */
export const ANSWER_DESCRIPTOR = 3;

/** What that process writes first there, when it has read its question. */
export const READY = '\n';

/** With that code it ends after a refusal, with 0 after an answer. */
export const REFUSED = 3;

export const MOST_ROWS = 100_000;
export const MOST_BYTES = 16 * 2 ** 20;
