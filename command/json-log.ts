import type { Progress } from './progress.js';

/** One line of a log in JSON: what happened when, for programs that collect logs. */
export function logLine(level: 'info' | 'error', content: object): string {
  return `${JSON.stringify({ time: new Date().toISOString(), level, ...content })}\n`;
}

const INTERVAL_MS = 15_000;

/** Progress as lines of JSON: one when a task begins and ends, and some between. */
export function jsonProgress(write: (line: string) => void): Progress {
  const log = (content: object) => write(logLine('info', content));
  return {
    task(stage, all) {
      let [done, total, lastAtMs] = [0, all, Date.now()];
      const tell = (message: string) => {
        if (Date.now() - lastAtMs < INTERVAL_MS) return;
        lastAtMs = Date.now();
        log({ stage, done, total, message });
      };
      log({ stage, done, total, message: 'begins' });
      return {
        step(count = 1) {
          done += count;
          tell('goes on');
        },
        total: (count) => {
          total = count;
        },
        say: tell,
        end: (summary) => log({ stage, done, total, message: summary }),
      };
    },
    note: (line) => log({ message: line.replace(/\s+/g, ' ') }),
  };
}
