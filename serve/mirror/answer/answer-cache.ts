import type { MirrorAnswer } from './answer.js';

/** Answers of one mirror that were asked for lately; a new lake has a new cache. */
export type AnswerCache = (key: string, make: () => Promise<MirrorAnswer>) => Promise<MirrorAnswer>;

/** What an answer costs beside its bytes, roughly. */
const OVERHEAD_BYTES = 500;

/** Keeps answers up to so many bytes; the one not asked for longest goes first. */
export function cacheAnswers(mostBytes: number): AnswerCache {
  const kept = new Map<string, MirrorAnswer>();
  let bytes = 0;
  const sizeOf = (key: string, { body }: MirrorAnswer) => key.length + body.length + OVERHEAD_BYTES;
  return async (key, make) => {
    const known = kept.get(key);
    if (known) {
      // A Map keeps the order of insertion: the newest at the end.
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const made = await make();
    if (kept.has(key)) return made;
    kept.set(key, made);
    bytes += sizeOf(key, made);
    for (const [oldest, answer] of kept) {
      if (bytes <= mostBytes) break;
      kept.delete(oldest);
      bytes -= sizeOf(oldest, answer);
    }
    return made;
  };
}
