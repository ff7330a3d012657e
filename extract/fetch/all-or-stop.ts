import { setMaxListeners } from 'node:events';

/** A way to stop work that goes on at once, and the signal that it heeds, beside an outer one. */
export function stoppable(outer: AbortSignal): { stop: AbortController; signal: AbortSignal } {
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  // Every page that waits to be asked for listens, and Node warns of more than ten.
  setMaxListeners(0, signal);
  return { stop, signal };
}

/** Waits for all work. What fails first stops the rest, and is thrown when that has ended. */
export async function allOrStop<Work extends readonly Promise<unknown>[]>(
  work: readonly [...Work],
  stop: AbortController,
) {
  for (const one of work) one.catch((error) => stop.abort(error));
  await Promise.allSettled(work);
  if (stop.signal.aborted) throw stop.signal.reason;
  return Promise.all(work);
}
