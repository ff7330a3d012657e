import { z } from 'zod';

/** The body of every answer that reports a fault. */
export const faultSchema = z
  .object({ code: z.string(), detail: z.string() })
  .meta({ description: 'What went wrong, in one sentence' });

/** A season and a round, as routes take them. */
export const season = z.coerce.number().int().min(1950).max(2100);
export const round = z.coerce.number().int().min(1).max(99);

/** Answers of every route that needs a token. */
export const ofToken = { 400: faultSchema, 401: faultSchema, 403: faultSchema };

/** A part of a report, or why it could not be read. */
export function partSchema<Content extends z.ZodType>(content: Content) {
  return z.union([content, z.object({ fault: z.string() }).readonly()]);
}

/** A load as a target's ledger has it. */
export const savedLoadSchema = z.object({
  id: z.number().int(),
  startedAt: z.string(),
  seconds: z.number(),
  byWhom: z.string(),
  program: z.string(),
  snapshot: z.string(),
  fingerprint: z.string(),
  rolledBackTo: z.number().nullable(),
  tables: z
    .array(
      z.object({
        schema: z.string(),
        name: z.string(),
        rows: z.number(),
        added: z.number(),
        changed: z.number(),
        removed: z.number(),
        checksum: z.string().nullable(),
        handEdited: z.array(z.number().nullable()).readonly(),
      }),
    )
    .readonly(),
});
