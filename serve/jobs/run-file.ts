import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isMissing } from '../../disk/is-missing.js';
import { writeWhole } from '../../disk/write-whole.js';
import { causeText } from '../../fault/fault.js';
import { serveFault } from '../faults.js';

export const RUN_KINDS = [
  'extract',
  'transform',
  'load',
  'rollback',
  'pipeline',
  'refresh',
] as const;
export type RunKind = (typeof RUN_KINDS)[number];

const progressSchema = z.object({
  task: z.string(),
  done: z.number(),
  total: z.number(),
  detail: z.string(),
});

/** One job: what was asked, how far it is, how it ended. */
export const runSchema = z.object({
  id: z.string().regex(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/),
  kind: z.enum(RUN_KINDS),
  options: z.record(z.string(), z.unknown()),
  /** Name of the token that asked for it, or `schedule`. */
  by: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled', 'interrupted']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  progress: progressSchema.optional(),
  /** What the stages said, the last lines. */
  notes: z.array(z.string()),
  /** As the command prints it with `--json`. */
  result: z.record(z.string(), z.unknown()).optional(),
  fault: z.object({ code: z.string(), detail: z.string() }).optional(),
});

export type Run = z.infer<typeof runSchema>;

/** A new run's id: its time, and something that tells it from others of that second. */
export function newRunId(now: Date): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${randomBytes(4).toString('hex')}`;
}

export async function writeRun(folder: string, run: Run): Promise<void> {
  await writeWhole(join(folder, `${run.id}.json`), `${JSON.stringify(run, null, 1)}\n`);
}

/** All runs that are kept, the newest last; older ones than the newest `most` are removed. */
export async function readRuns(folder: string, most: number): Promise<Run[]> {
  const names = (await namesIn(folder)).filter((name) => /^\d{8}T.*\.json$/.test(name)).sort();
  const old = names.splice(0, Math.max(0, names.length - most));
  for (const name of old) await rm(join(folder, name), { force: true });
  const runs = await Promise.all(names.map((name) => readRun(join(folder, name))));
  return runs.filter((run) => run !== undefined);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw serveFault('RUNS_UNREADABLE', `cannot read '${folder}' (${causeText(error)}); mend it`);
  }
}

/** A file that is no run is left alone. */
async function readRun(file: string): Promise<Run | undefined> {
  try {
    return runSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
