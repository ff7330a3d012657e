import type { Mutation } from './mutate.js';

/** The class of a change that nothing in the archive can contradict; undefined if it has none. */
export function plausibleClass(_: Omit<Mutation, 'pages'>): string | undefined {
  return undefined;
}
