import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const SAMPLE_MS = 20;

/** The most memory that a process ever had, by the time it ended. Linux only. */
export async function peakMegabytes(pid: number): Promise<number> {
  for (let kilobytes = 0; ; await sleep(SAMPLE_MS)) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    if (found === undefined) return (kilobytes * 1024) / 1e6;
    kilobytes = Number(found);
  }
}
