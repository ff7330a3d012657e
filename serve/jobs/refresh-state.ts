import { z } from 'zod';
import { jobSchema } from './job-file.js';
import type { RefreshSchedule } from './refresh-schedule.js';

/** The public state of refreshes; absent where the server has no schedule. */
export const refreshSchema = z
  .object({
    last: jobSchema.shape.state
      .optional()
      .meta({ description: 'how the last one ended, or `running`' }),
    dueAt: z.iso.datetime().optional().meta({ description: 'when the next one is due' }),
  })
  .optional();

/** The state of a schedule, with ISO times. */
export async function refreshOf(schedule: RefreshSchedule | undefined) {
  if (!schedule) return undefined;
  const { last, dueMs } = await schedule.state();
  return { last, dueAt: dueMs === undefined ? undefined : new Date(dueMs).toISOString() };
}
