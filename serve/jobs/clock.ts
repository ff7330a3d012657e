/** What time it is, and how often to look at it. */
export type Clock = {
  readonly now: () => Date;
  readonly lookEveryMs: number;
};

const LOOK_EVERY_MS = 60_000;

export const systemClock: Clock = { now: () => new Date(), lookEveryMs: LOOK_EVERY_MS };
