import type { Answer } from './answer.js';

/** Answers that were asked for lately; of one mirror, so that none is ever out of date. */
export type AnswerCache = (key: string, make: () => Promise<Answer>) => Promise<Answer>;

/** What a held answer costs beside its bytes, roughly. */
const OVERHEAD_BYTES = 500;

/** Holds answers up to so many bytes; the one not asked for longest goes first. */
export function cacheAnswers(mostBytes: number): AnswerCache {
  const held = new Map<string, Answer>();
  let bytes = 0;
  const sizeOf = (key: string, { body }: Answer) => key.length + body.length + OVERHEAD_BYTES;
  return async (key, make) => {
    const known = held.get(key);
    if (known) {
      // A Map keeps the order of insertion: the newest at the end.
      held.delete(key);
      held.set(key, known);
      return known;
    }
    const made = await make();
    if (held.has(key)) return made;
    held.set(key, made);
    bytes += sizeOf(key, made);
    for (const [oldest, answer] of held) {
      if (bytes <= mostBytes) break;
      held.delete(oldest);
      bytes -= sizeOf(oldest, answer);
    }
    return made;
  };
}
