/** Adds up how long the work on each of some things took. */
export type Stopwatch<Thing> = {
  time<Result>(thing: Thing, work: () => Promise<Result>): Promise<Result>;
  secondsOf(thing: Thing): number;
};

export function makeStopwatch<Thing>(): Stopwatch<Thing> {
  const millis = new Map<Thing, number>();
  return {
    async time(thing, work) {
      const startMs = performance.now();
      try {
        return await work();
      } finally {
        millis.set(thing, (millis.get(thing) ?? 0) + performance.now() - startMs);
      }
    },
    secondsOf: (thing) => Math.round(millis.get(thing) ?? 0) / 1000,
  };
}
