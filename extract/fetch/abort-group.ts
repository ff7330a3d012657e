import { setMaxListeners } from 'node:events';

/** Concurrent work: its first failure, or an outer signal, aborts the rest. */
export type AbortGroup = {
  readonly signal: AbortSignal;
  /** Waits until all work has ended. @throws what failed first */
  all<Work extends readonly Promise<unknown>[]>(
    work: readonly [...Work],
  ): Promise<{ -readonly [Key in keyof Work]: Awaited<Work[Key]> }>;
};

/** An AbortController for concurrent work that also follows an outer signal. */
export function openAbortGroup(outer: AbortSignal): AbortGroup {
  const controller = new AbortController();
  const signal = AbortSignal.any([outer, controller.signal]);
  // Every waiting page listens, and Node warns of more than ten listeners.
  setMaxListeners(0, signal);
  return {
    signal,
    async all(work) {
      for (const one of work) one.catch((error) => controller.abort(error));
      await Promise.allSettled(work);
      controller.signal.throwIfAborted();
      return Promise.all(work);
    },
  };
}
