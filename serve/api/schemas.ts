import { z } from 'zod';

/** Every answer that is a fault. */
export const faultSchema = z
  .object({ code: z.string(), detail: z.string() })
  .meta({ description: 'What went wrong, in one sentence' });
