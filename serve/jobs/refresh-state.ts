import { z } from 'zod';
import type { RefreshSchedule } from './refresh-schedule.js';
import { runSchema } from './run-file.js';

/** What everybody may know of refreshes; nothing where the server makes none by itself. */
export const refreshSchema = z
  .object({
    last: runSchema.shape.state
      .optional()
      .meta({ description: 'how the last one ended, or that it runs' }),
    dueAt: z.iso.datetime().optional().meta({ description: 'when the next one is due' }),
  })
  .optional();

/** The state of a schedule, in times that can be read. */
export async function refreshOf(schedule: RefreshSchedule | undefined) {
  if (!schedule) return undefined;
  const { last, dueMs } = await schedule.state();
  return { last, dueAt: dueMs === undefined ? undefined : new Date(dueMs).toISOString() };
}
