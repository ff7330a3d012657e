import type { Texts } from './texts.js';

/** Stands in number columns where a row has no such value, or no whole number. */
export const NO_NUMBER = 0xffff;

/** One race of a table, and where its rows are. */
export type RaceSpan = {
  readonly season: string;
  readonly round: string;
  readonly circuitId: string;
  /** The race's JSON as this resource has it, without its rows and the closing brace. */
  readonly head: string;
  readonly from: number;
  readonly to: number;
};

/**
 * The rows of one resource that belong to races, in Jolpica's order: their JSON as it was
 * answered, and beside it, column by column, what can be asked for.
 */
export type RowTable = {
  readonly races: readonly RaceSpan[];
  readonly texts: Texts;
  /** Numbers of ids, see Ids. */
  readonly driver: Uint16Array;
  readonly team: Uint16Array;
  /** The row of `entries` for the same car. */
  readonly entry: Int32Array;
  /** Lap of a lap time or a pit stop. */
  readonly lap: Uint16Array;
  /** Which of the driver's stops. */
  readonly stop: Uint16Array;
  /** What each car did, by `entry`: of this table itself for results and sprints. */
  readonly entries: Entries;
  /** Of qualifying only. */
  readonly parts?: QualifyingParts;
};

/** Places in the parts of qualifying. */
export type QualifyingParts = {
  /** Of Q1, Q2 and Q3: each row's place, or NO_NUMBER for those who were not in that part. */
  readonly places: readonly Uint16Array[];
  /** The rows of each race by the best place of any part: pages are cut in this order. */
  readonly order: Uint32Array;
};

/** Cars that took part in races or sprints, column by column. */
export type Entries = {
  readonly grid: Uint16Array;
  /** Of those classified. */
  readonly position: Uint16Array;
  readonly fastestRank: Uint16Array;
  readonly status: Uint16Array;
};

/** Numbers for names, in the order in which names come. */
export type Ids = {
  /** The number of a name; a new one for a new name. */
  of(name: string): number;
  /** The number of a name, or undefined for one that never came. */
  find(name: string): number | undefined;
};

export function collectIds(): Ids {
  const numbers = new Map<string, number>();
  return {
    of(name) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, numbers.size);
      return numbers.size - 1;
    },
    find: (name) => numbers.get(name),
  };
}

/** A whole number of Jolpica's (always text), or NO_NUMBER. */
export function wholeNumber(value: unknown): number {
  return typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : NO_NUMBER;
}
