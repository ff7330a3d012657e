/** The current time, and how often the schedule looks at it. */
export type Clock = {
  readonly now: () => Date;
  readonly lookEveryMs: number;
};

const LOOK_EVERY_MS = 60_000;

export const systemClock: Clock = { now: () => new Date(), lookEveryMs: LOOK_EVERY_MS };
