import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isMissing } from '../../disk/is-missing.js';
import { writeWhole } from '../../disk/write-whole.js';
import { causeText } from '../../fault/fault.js';
import { serveFault } from '../faults.js';

export const JOB_KINDS = [
  'extract',
  'transform',
  'load',
  'plan',
  'rollback',
  'pipeline',
  'refresh',
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

const progressSchema = z.object({
  task: z.string(),
  done: z.number(),
  total: z.number(),
  detail: z.string(),
});

/** One job: its options, its progress and its result. */
export const jobSchema = z.object({
  id: z.string().regex(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/),
  kind: z.enum(JOB_KINDS),
  options: z.record(z.string(), z.unknown()),
  /** Name of the token that started it, or `schedule`. */
  by: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled', 'interrupted']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  progress: progressSchema.optional(),
  /** The last lines that the stages printed. */
  notes: z.array(z.string()),
  /** As the command prints it with `--json`. */
  result: z.record(z.string(), z.unknown()).optional(),
  fault: z.object({ code: z.string(), detail: z.string() }).optional(),
});

export type Job = z.infer<typeof jobSchema>;

/** A new job's id: its time, and random digits that make it unique within that second. */
export function newJobId(now: Date): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${randomBytes(4).toString('hex')}`;
}

export async function writeJob(folder: string, job: Job): Promise<void> {
  await writeWhole(join(folder, `${job.id}.json`), `${JSON.stringify(job, null, 1)}\n`);
}

/** All stored jobs, the newest last. Keeps the newest `most` files and removes the others. */
export async function readJobs(folder: string, most: number): Promise<Job[]> {
  const names = (await namesIn(folder)).filter((name) => /^\d{8}T.*\.json$/.test(name)).sort();
  const old = names.splice(0, Math.max(0, names.length - most));
  for (const name of old) await rm(join(folder, name), { force: true });
  const jobs = await Promise.all(names.map((name) => readJob(join(folder, name))));
  return jobs.filter((job) => job !== undefined);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw serveFault('RUNS_UNREADABLE', `cannot read '${folder}' (${causeText(error)}); fix it`);
  }
}

/** Returns undefined for a file that is not a job, and leaves it alone. */
async function readJob(file: string): Promise<Job | undefined> {
  try {
    return jobSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
