import { z } from 'zod';

/** The input of a query's process, as one line of JSON. */
export const questionSchema = z.strictObject({
  /** The lake's DuckDB file. */
  file: z.string(),
  sql: z.string(),
  format: z.enum(['json', 'csv']),
});

export type Question = z.infer<typeof questionSchema>;

/** Why there is no answer, with the HTTP status. */
export const refusalSchema = z.strictObject({
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
});

export type QueryRefusal = z.infer<typeof refusalSchema>;

/** Where that process writes. Not stdout: DuckDB's own log may go there. */
export const ANSWER_DESCRIPTOR = 3;

/** The first text that it writes, after it has read its question. */
export const READY = '\n';

/** Its exit code after a refusal; 0 after an answer. */
export const REFUSED = 3;

export const MOST_ROWS = 100_000;
export const MOST_BYTES = 16 * 2 ** 20;
