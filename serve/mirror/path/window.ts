import { PAGE_ROWS } from '../../../extract/archive/page.js';
/** Which rows are asked for. */
export type Window = {
  readonly limit: number;
  readonly offset: number;
  /** The offset as answers repeat it: one past what a number can hold is not rounded. */
  readonly offsetText: string;
};

const USUAL_LIMIT = 30;
const MOST_ROWS = BigInt(PAGE_ROWS);
/** Python's int() refuses longer texts. */
const MOST_DIGITS = 4300;
// What Python counts as white space; JavaScript's \s differs.
const SPACE =
  '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*';
const WHOLE = new RegExp(`^${SPACE}([+-]?)(\\p{Nd}+(?:_\\p{Nd}+)*)${SPACE}$`, 'u');
const DIGIT = /^\p{Nd}$/u;

/** Reads `limit` and `offset` as Jolpica does; what is no number counts as not given. */
export function windowOf(query: URLSearchParams): Window {
  const limit = pythonInt(query.getAll('limit').at(-1)) ?? 0n;
  const given = pythonInt(query.getAll('offset').at(-1)) ?? 0n;
  const offset = given < 0n ? 0n : given;
  return {
    limit: limit <= 0n ? USUAL_LIMIT : Number(limit < MOST_ROWS ? limit : MOST_ROWS),
    offset: Number(offset),
    offsetText: String(offset),
  };
}

/** As Python's int(): a sign, white space around, `_` between digits, digits of any script. */
function pythonInt(text = ''): bigint | undefined {
  const [, sign, digits = ''] = WHOLE.exec(text) ?? [];
  if (sign === undefined || digits.length > MOST_DIGITS) return undefined;
  const value = BigInt([...digits.replaceAll('_', '')].map(digitValue).join(''));
  return sign === '-' ? -value : value;
}

/** Unicode has decimal digits in runs of ten, from 0 to 9. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}
