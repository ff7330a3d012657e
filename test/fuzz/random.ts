import { createHash } from 'node:crypto';

/** Numbers that follow from a seed and an index alone. */
export type Random = {
  /** A whole number from 0 to `most - 1`. */
  below(most: number): number;
  /** One of several; there must be one. */
  pick<Value>(values: readonly Value[]): Value;
};

/** Makes the random numbers of one mutation. */
export function randomOf(seed: number, index: number): Random {
  let state = createHash('sha256').update(`${seed}/${index}`).digest().readUInt32LE(0);
  // Mulberry32, which is public domain.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most: number) => Math.floor(next() * most);
  return { below, pick: (values) => values[below(values.length)] as (typeof values)[number] };
}
