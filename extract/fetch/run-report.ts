import { countOf } from '../../command/count-of.js';
import type { Progress } from '../../command/progress.js';
import { causeText } from '../../fault/fault.js';
import type { Limiter } from './limiter.js';

/** How much a run is planned to fetch. */
export type Planned = { readonly requests: number; readonly lists: number };

/** Counts what a run does and shows it as progress, also while the rate limit makes it wait. */
export type RunReport = {
  /** A request was sent, repetitions included. */
  request(): void;
  /** A page is there, from Jolpica or from the journal. */
  page(): void;
  /** A request failed and may be tried again. */
  failure(error: Error): void;
  /** A list is done, well or not. */
  list(hasFailed: boolean): void;
  requests(): number;
  end(): void;
};

const TICK_MS = 1_000;
/** A shorter wait is not worth a word. */
const LONG_WAIT_MS = 3_000;
/** Single failures are nothing new. */
const FEWEST_FAILURES = 3;

export function startReport(progress: Progress, plan: Planned, limiter: Limiter): RunReport {
  const startMs = Date.now();
  const planned = plan.lists;
  const task = progress.task('extract', plan.requests);
  let requests = 0;
  let lists = 0;
  let failed = 0;
  let failures = 0;
  let why = '';

  const show = () => {
    const rate = requests / Math.max(1, (Date.now() - startMs) / 1000);
    const nextAtMs = limiter.nextAtMs();
    const isWaiting = nextAtMs - Date.now() > LONG_WAIT_MS;
    const wait = isWaiting ? `, window full until ${clockTime(nextAtMs)}` : '';
    const trouble = failures >= FEWEST_FAILURES ? `, no answer: ${why}` : '';
    task.say(`${lists}/${planned} lists, ${rate.toFixed(1)}/s${wait}${trouble}`);
  };
  const ticking = setInterval(show, TICK_MS);

  return {
    request() {
      requests++;
    },
    page() {
      failures = 0;
      task.step();
    },
    failure(error) {
      failures++;
      why = causeText(error).slice(0, 80);
      if (failures === FEWEST_FAILURES) show();
    },
    list(hasFailed) {
      lists++;
      if (hasFailed) failed++;
    },
    requests: () => requests,
    end() {
      clearInterval(ticking);
      const ofThem = failed > 0 ? `, ${failed} of them failed` : '';
      task.end(`${countOf(lists, 'list')} in ${countOf(requests, 'request')}${ofThem}`);
    },
  };
}

function clockTime(ms: number): string {
  return new Date(ms).toTimeString().slice(0, 8);
}
