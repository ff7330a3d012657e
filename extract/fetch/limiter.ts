import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMissing } from '../../disk/is-missing.js';
import { writeFault, writeWhole } from '../../disk/write-whole.js';
import type { RateWindow } from './rate.js';

/** Sends requests, never faster than its windows allow. */
export type Limiter = {
  /** Runs one request as soon as every window has room for it. */
  run<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** When the next request may start, in milliseconds since 1970; a past time means now. */
  nextAtMs(): number;
};

/**
 * Times of requests, stored beyond this process: a file of lines
 * `+MS` (started), `-MS` (ended) and `=MS` (ended before the file was last shortened).
 */
type Memory = {
  /** Ends of requests, oldest first. An interrupted one ended when the file was read. */
  readonly endedAtMs: number[];
  started(atMs: number): void;
  ended(atMs: number): void;
};

const FEWEST_KEPT = 1_000;

/**
 * Milliseconds until one more request may start: 0 is now, undefined when only
 * the end of a request under way can make room.
 *
 * A request counts from its start until its window has passed since its *end*:
 * the server counted it at some moment in between, so however long it was on
 * the way, no window of the server's clock, fixed or sliding, holds more than `max`.
 */
export function waitMs(
  windows: readonly RateWindow[],
  endedAtMs: readonly number[],
  underWay: number,
  nowMs: number,
): number | undefined {
  let wait = 0;
  for (const { max, windowMs } of windows) {
    if (underWay >= max) return undefined;
    // The oldest end that must leave the window before one more fits.
    const blocking = endedAtMs[endedAtMs.length - (max - underWay)];
    if (blocking !== undefined) wait = Math.max(wait, blocking + windowMs - nowMs);
  }
  return wait;
}

/** Minimum time in milliseconds for `count` zero-latency requests, given earlier ones. */
export function leastMs(windows: readonly RateWindow[], count: number, endedAtMs: number[] = []) {
  const startMs = nowMs();
  const ends = [...endedAtMs];
  let now = startMs;
  for (let sent = 0; sent < count; sent++) {
    now += waitMs(windows, ends, 0, now) ?? 0;
    ends.push(now);
  }
  return now - startMs;
}

/**
 * Opens a limiter that also counts requests of earlier processes, stored in `file`.
 * The caller makes sure that one process at a time uses the file.
 *
 * @throws {Fault} WRITE_FAILED
 */
export async function openLimiter(file: string, windows: readonly RateWindow[]): Promise<Limiter> {
  const keep = Math.max(FEWEST_KEPT, ...windows.map(({ max }) => max));
  const endedAtMs = (await readEnds(file)).slice(-keep);
  await writeWhole(file, endedAtMs.map((ms) => `=${ms}\n`).join(''));
  const append = (line: string) => {
    try {
      // Written before the request is sent: kill -9 must not lose it.
      appendFileSync(file, line);
    } catch (error) {
      throw writeFault(file, error);
    }
  };
  return limiterFor(windows, {
    endedAtMs,
    started: (atMs) => append(`+${Math.floor(atMs)}\n`),
    ended(atMs) {
      append(`-${Math.ceil(atMs)}\n`);
      endedAtMs.push(atMs);
      if (endedAtMs.length > keep) endedAtMs.shift();
    },
  });
}

function limiterFor(windows: readonly RateWindow[], memory: Memory): Limiter {
  let underWay = 0;
  let turn: Promise<void> = Promise.resolve();
  let wake = () => {};

  async function untilRoom(signal: AbortSignal) {
    for (;;) {
      signal.throwIfAborted();
      const wait = waitMs(windows, memory.endedAtMs, underWay, nowMs());
      if (wait !== undefined && wait <= 0) break;
      const ended = new Promise<void>((resolve) => {
        wake = resolve;
      });
      // Timers may fire a millisecond early: the loop checks again.
      await (wait === undefined ? ended : sleep(Math.ceil(wait), undefined, { signal }));
    }
    memory.started(nowMs());
    underWay++;
  }

  return {
    async run(request, signal) {
      const room = turn.then(() => untilRoom(signal));
      // The next request waits until this one starts or gives up.
      turn = room.catch(() => {});
      await room;
      try {
        return await request();
      } finally {
        underWay--;
        memory.ended(nowMs());
        wake();
      }
    },
    nextAtMs: () => nowMs() + (waitMs(windows, memory.endedAtMs, underWay, nowMs()) ?? 0),
  };
}

async function readEnds(file: string): Promise<number[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  const now = Math.ceil(nowMs());
  const times = { '=': [] as number[], '+': [] as number[], '-': [] as number[] };
  for (const [, sign, ms] of text.matchAll(/^([=+-])(\d+)$/gm)) {
    times[sign as keyof typeof times].push(Number(ms));
  }
  const cutOff = Array<number>(Math.max(0, times['+'].length - times['-'].length)).fill(now);
  const ends = [...times['='], ...times['-'], ...cutOff];
  // After a clock was set back, no time may lie in the future.
  return ends.map((ms) => Math.min(ms, now)).toSorted((a, b) => a - b);
}

/** Milliseconds since 1970 that never run backwards within a process. */
function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
