/** Choices that a seed decides: the same seed and stream, the same choices. */
export type Random = {
  /** A number from 0 on, below 1. */
  fraction(): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  /** One of `values`, of which there must be some. */
  pick<const Value>(values: readonly Value[]): Value;
  chance(probability: number): boolean;
};

/** The choices of one round of a seed. */
export function randomOf(seed: number, round: number): Random {
  const fraction = mulberry32(Math.imul(seed, 0x9e37_79b1) ^ Math.imul(round + 1, 0x85eb_ca6b));
  const whole = (from: number, to: number) => from + Math.floor(fraction() * (to - from + 1));
  return {
    fraction,
    whole,
    pick<const Value>(values: readonly Value[]) {
      const [value] = values.slice(whole(0, values.length - 1));
      if (value === undefined) throw new Error('there is nothing to choose from');
      return value;
    },
    chance: (probability) => fraction() < probability,
  };
}

/** Numbers from 0 on, below 1, that follow from a start (https://github.com/bryc/code, public domain). */
export function mulberry32(start: number): () => number {
  let state = start | 0;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
