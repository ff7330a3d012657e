import { countOf } from '../command/count-of.js';
import type { Progress } from '../command/progress.js';
import type { Limiter } from './fetch/limiter.js';
import type { Plan } from './plan/plan.js';

/** Counts what a run does and keeps its progress line alive, waits for the window included. */
export type RunReport = {
  request(): void;
  page(): void;
  list(): void;
  requests(): number;
  end(failedLists: number): void;
};

const TICK_MS = 1_000;
/** A wait that is worth a word. */
const LONG_WAIT_MS = 3_000;

export function reportRun(progress: Progress, plan: Plan, limiter: Limiter): RunReport {
  const startMs = Date.now();
  const planned = plan.resources.reduce((sum, { lists }) => sum + lists, 0);
  const task = progress.task('extract', plan.requests);
  let requests = 0;
  let lists = 0;

  const tell = () => {
    const rate = requests / Math.max(1, (Date.now() - startMs) / 1000);
    const nextAtMs = limiter.nextAtMs();
    const isWaiting = nextAtMs - Date.now() > LONG_WAIT_MS;
    const wait = isWaiting ? `, window full until ${clockTime(nextAtMs)}` : '';
    task.say(`${lists}/${planned} lists, ${rate.toFixed(1)}/s${wait}`);
  };
  const ticking = setInterval(tell, TICK_MS);

  return {
    request() {
      requests++;
    },
    page: () => task.step(),
    list() {
      lists++;
    },
    requests: () => requests,
    end(failedLists) {
      clearInterval(ticking);
      const failed = failedLists > 0 ? `, ${failedLists} of them failed` : '';
      task.end(`${countOf(lists, 'list')} in ${countOf(requests, 'request')}${failed}`);
    },
  };
}

function clockTime(ms: number): string {
  return new Date(ms).toTimeString().slice(0, 8);
}
