import type { Progress } from '../../command/progress.js';
import type { Job } from './job-file.js';

const EVERY_MS = 200;
const MOST_NOTES = 100;

/** Writes progress into a job, at most every 200 ms. */
export function jobProgress(
  change: (changed: Partial<Job>) => void,
  current: () => Job | undefined,
): Progress {
  const note = (line: string) => {
    change({ notes: [...(current()?.notes ?? []), line].slice(-MOST_NOTES) });
  };
  return {
    note,
    task(task, total) {
      const progress = { task, done: 0, total, detail: '' };
      let updatedAtMs = 0;
      const update = () => {
        if (Date.now() - updatedAtMs < EVERY_MS) return;
        updatedAtMs = Date.now();
        change({ progress: { ...progress } });
      };
      update();
      return {
        step(count = 1) {
          progress.done += count;
          update();
        },
        total(count) {
          progress.total = count;
          update();
        },
        say(detail) {
          progress.detail = detail;
          update();
        },
        end: (summary) => note(`${task}: ${summary}`),
      };
    },
  };
}
