import { createHash } from 'node:crypto';
import { mulberry32 } from '../../chaos/random.js';

/** Numbers that follow from a seed and an index alone. */
export type Random = {
  /** A whole number from 0 to `most - 1`. */
  below(most: number): number;
  /** One of several; there must be one. */
  pick<Value>(values: readonly Value[]): Value;
};

/** Makes the random numbers of one mutation. */
export function randomOf(seed: number, index: number): Random {
  const next = mulberry32(createHash('sha256').update(`${seed}/${index}`).digest().readUInt32LE(0));
  const below = (most: number) => Math.floor(next() * most);
  return { below, pick: (values) => values[below(values.length)] as (typeof values)[number] };
}
