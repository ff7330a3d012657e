import { z } from 'zod';

/** The body of every answer that reports a fault. */
export const faultSchema = z
  .object({ code: z.string(), detail: z.string() })
  .meta({ description: 'What went wrong, in one sentence' });
