import type { Progress } from '../../command/progress.js';
import type { Run } from './run-file.js';

const EVERY_MS = 200;
const MOST_NOTES = 100;

/** Progress that is told as changes of a run, a few times a second at most. */
export function runProgress(
  change: (changed: Partial<Run>) => void,
  current: () => Run | undefined,
): Progress {
  const note = (line: string) => {
    change({ notes: [...(current()?.notes ?? []), line].slice(-MOST_NOTES) });
  };
  return {
    note,
    task(task, total) {
      const progress = { task, done: 0, total, detail: '' };
      let toldAtMs = 0;
      const tell = () => {
        if (Date.now() - toldAtMs < EVERY_MS) return;
        toldAtMs = Date.now();
        change({ progress: { ...progress } });
      };
      tell();
      return {
        step(count = 1) {
          progress.done += count;
          tell();
        },
        total(count) {
          progress.total = count;
          tell();
        },
        say(detail) {
          progress.detail = detail;
          tell();
        },
        end: (summary) => note(`${task}: ${summary}`),
      };
    },
  };
}
