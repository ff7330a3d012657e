import { MultiBar, Presets } from 'cli-progress';
import { commandWords } from '../fault/command-words.js';
import { jsonProgress } from './json-log.js';

/** One piece of work with a known or growing number of steps. */
export type Task = {
  /** Adds finished steps. */
  step(count?: number): void;
  /** Corrects the number of steps in all. */
  total(count: number): void;
  /** Shows a few words on the current step. */
  say(detail: string): void;
  end(summary: string): void;
};

/** Where a stage reports what it does. Reports go to stderr, never to stdout. */
export type Progress = {
  task(name: string, total: number): Task;
  note(line: string): void;
};

const PLAIN_INTERVAL_MS = 15_000;

/** Progress that a command closes at its end: an open bar keeps the process alive. */
export type CommandProgress = Progress & {
  /** Removes open bars, so that a fault is printed on a line of its own. */
  close(): void;
};

/**
 * Progress for people: live bars on a terminal, plain lines at long intervals elsewhere.
 *
 * @param format `json`: for programs, as lines of JSON
 */
export function stderrProgress(format: 'text' | 'json' = 'text'): CommandProgress {
  if (format === 'json') {
    return { ...jsonProgress((line) => process.stderr.write(line)), close() {} };
  }
  const live = process.stderr.isTTY && !process.env.CI && process.env.TERM !== 'dumb';
  if (live) return barProgress();
  return {
    ...plainProgress((line) => process.stderr.write(`${commandWords(line)}\n`)),
    close() {},
  };
}

/** Progress that prints nothing, for tests and embedding. */
export const silentProgress: Progress = plainProgress(() => {});

function barProgress(): CommandProgress {
  const open = new Set<MultiBar>();
  return {
    task(name, total) {
      const bars = new MultiBar(
        {
          stream: process.stderr,
          format: `${name.padEnd(10)} {bar} {percentage}% {value}/{total} {detail}`,
          hideCursor: true,
          clearOnComplete: true,
          barsize: 24,
        },
        Presets.rect,
      );
      open.add(bars);
      const bar = bars.create(total, 0, { detail: '' });
      return {
        step: (count = 1) => bar.increment(count),
        total: (count) => bar.setTotal(count),
        say: (detail) => bar.update({ detail }),
        end(summary) {
          bars.stop();
          open.delete(bars);
          process.stderr.write(`${name.padEnd(10)} ${summary}\n`);
        },
      };
    },
    note: (line) => process.stderr.write(`${commandWords(line)}\n`),
    close() {
      for (const bars of open) bars.stop();
      open.clear();
    },
  };
}

function plainProgress(write: (line: string) => void): Progress {
  return {
    task(name, total) {
      let done = 0;
      let all = total;
      let lastAtMs = Date.now();
      const print = (detail: string) => {
        if (Date.now() - lastAtMs < PLAIN_INTERVAL_MS) return;
        lastAtMs = Date.now();
        write(`${name.padEnd(10)} ${done}/${all} ${detail}`.trimEnd());
      };
      return {
        step(count = 1) {
          done += count;
          print('');
        },
        total: (count) => {
          all = count;
        },
        say: print,
        end: (summary) => write(`${name.padEnd(10)} ${summary}`),
      };
    },
    note: write,
  };
}
