/** Sums the time that was spent on each item. */
export type Stopwatch<Item> = {
  time<Result>(item: Item, work: () => Promise<Result>): Promise<Result>;
  secondsOf(item: Item): number;
};

export function makeStopwatch<Item>(): Stopwatch<Item> {
  const millis = new Map<Item, number>();
  return {
    async time(item, work) {
      const startMs = performance.now();
      try {
        return await work();
      } finally {
        millis.set(item, (millis.get(item) ?? 0) + performance.now() - startMs);
      }
    },
    secondsOf: (item) => Math.round(millis.get(item) ?? 0) / 1000,
  };
}
