/**
 * Many JSON texts in one block of bytes, with a comma between each and the next, so that
 * neighbours are cut out as one slice. Strings would take twice the memory and a collector's time.
 */
export type Texts = {
  readonly bytes: Buffer;
  /** Where each text ends; the next begins one byte later, behind the comma. */
  readonly ends: Uint32Array;
};

const FIRST_BYTES = 1 << 16;

/** Collects texts; `end` gives them packed. */
export function collectTexts() {
  let bytes = Buffer.allocUnsafe(FIRST_BYTES);
  let used = 0;
  const ends: number[] = [];
  return {
    add(text: string) {
      const most = used + text.length * 3 + 1;
      if (most > bytes.length) {
        const larger = Buffer.allocUnsafe(Math.max(most, bytes.length * 2));
        bytes.copy(larger, 0, 0, used);
        bytes = larger;
      }
      used += bytes.write(text, used);
      ends.push(used);
      used = bytes.writeUInt8(COMMA, used);
    },
    end: (): Texts => ({
      bytes: Buffer.from(bytes.subarray(0, used)),
      ends: Uint32Array.from(ends),
    }),
  };
}

const COMMA = 0x2c;

/** The texts from one index to before another, as one slice: `a,b,c`. */
export function sliceTexts({ bytes, ends }: Texts, from: number, to: number): Buffer {
  const start = from === 0 ? 0 : (ends[from - 1] ?? 0) + 1;
  return bytes.subarray(start, ends[to - 1]);
}

/** The texts of rising indexes, neighbours as one slice. */
export function textRuns(texts: Texts, indexes: readonly number[]): Buffer[] {
  const runs: Buffer[] = [];
  for (let at = 0; at < indexes.length; ) {
    const from = indexes[at] ?? 0;
    let to = from + 1;
    while (indexes[at + to - from] === to) to += 1;
    runs.push(sliceTexts(texts, from, to));
    at += to - from;
  }
  return runs;
}
