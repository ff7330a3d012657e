import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { DataFolder } from '../disk/data-folder.js';
import { runProcess } from './measure.js';

const measured = z.object({
  seconds: z.number(),
  /** Of the whole process, on all cores. */
  cpuSeconds: z.number(),
  peakMegabytes: z.number(),
});

/** Makes the lake of a data folder anew, in a process of its own. */
export async function runTransform(data: DataFolder): Promise<z.infer<typeof measured>> {
  await rm(data.lake, { recursive: true, force: true });
  const script = join('bench', 'transform-run.ts');
  const args = ['--import', 'tsx', script, data.root];
  return measured.parse(JSON.parse(await runProcess(process.execPath, args)));
}
