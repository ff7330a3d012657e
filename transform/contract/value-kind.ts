/** A kind of value that Jolpica writes as a text. */
export type ValueKind = {
  /** For messages: a `${words} was expected`. */
  readonly words: string;
  readonly isRight: (text: string) => boolean;
};

/** A whole number within bounds, digits only. */
export function whole(least: number, most: number): ValueKind {
  return {
    words: `a whole number from ${least} to ${most}`,
    isRight: (text) => /^\d{1,9}$/.test(text) && isWithin(Number(text), least, most),
  };
}

/** A decimal number within bounds. */
export function decimal(least: number, most: number, digits: number): ValueKind {
  const pattern = new RegExp(`^-?\\d{1,9}(\\.\\d{1,${digits}})?$`);
  return {
    words: `a number from ${least} to ${most} with at most ${digits} decimals`,
    isRight: (text) => pattern.test(text) && isWithin(Number(text), least, most),
  };
}

const DURATION = /^(?:(?:(\d{1,2}):)?([0-5]?\d):)?([0-5]?\d)(?:\.\d{1,3})?$/;

/**
 * A duration within bounds, like `53.377`, `1:26.103` or `2:05:05.152`.
 *
 * @param more other forms that are right, for the few that Jolpica has
 */
export function duration(leastSeconds: number, mostSeconds: number, more?: RegExp): ValueKind {
  return {
    words: `a duration like 1:26.103 from ${leastSeconds} to ${mostSeconds} s`,
    isRight: (text) => {
      const [, hours = '0', minutes = '0', seconds] = DURATION.exec(text) ?? [];
      if (seconds === undefined) return more?.test(text) ?? false;
      const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
      return isWithin(total, leastSeconds, mostSeconds) || (more?.test(text) ?? false);
    },
  };
}

/** A day that exists, in a year within bounds. */
export function day(firstYear: number, lastYear: number): ValueKind {
  return {
    words: `a date from ${firstYear} to ${lastYear} like 2024-03-02`,
    isRight: (text) => {
      if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
      if (!isWithin(Number(text.slice(0, 4)), firstYear, lastYear)) return false;
      // Date takes February 30 for March 1.
      const date = new Date(`${text}T00:00:00Z`);
      return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
    },
  };
}

/** A text that matches a pattern. */
export function matching(pattern: RegExp, words: string): ValueKind {
  return { words, isRight: (text) => pattern.test(text) };
}

/** Whether a value says that Jolpica does not know; the macro `known_text` has the same rule. */
export function isUnknown(text: string): boolean {
  return text === '' || text === 'None';
}

function isWithin(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}
