import { setTimeout as sleep } from 'node:timers/promises';
import type { RateWindow } from './rate.js';

/** Gives leave to send requests, never faster than its windows allow. */
export type Limiter = {
  /** Runs one request as soon as every window has room for it. */
  run<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T>;
};

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

/** A limiter for one process. */
export function limiterFor(windows: readonly RateWindow[]): Limiter {
  const keep = Math.max(0, ...windows.map(({ max }) => max));
  const endedAtMs: number[] = [];
  let underWay = 0;
  let turn: Promise<void> = Promise.resolve();
  let wake = () => {};

  async function untilRoom(signal: AbortSignal) {
    for (;;) {
      signal.throwIfAborted();
      const wait = waitMs(windows, endedAtMs, underWay, performance.now());
      if (wait === 0) return;
      const ended = new Promise<void>((resolve) => {
        wake = resolve;
      });
      // Timers may fire a millisecond early: the loop looks again.
      await (wait === undefined ? ended : sleep(Math.ceil(wait), undefined, { signal }));
    }
  }

  return {
    async run(request, signal) {
      const room = turn.then(() => untilRoom(signal)).then(() => void underWay++);
      // The next in line waits for this one's leave, whether it got it or gave up.
      turn = room.catch(() => {});
      await room;
      try {
        return await request();
      } finally {
        underWay--;
        endedAtMs.push(performance.now());
        if (endedAtMs.length > keep) endedAtMs.shift();
        wake();
      }
    },
  };
}
