import CliTable from 'cli-table3';
import { terminalColumns, wrapWords } from './wrap.js';

/** A column of text narrower than this is no pleasure to read. */
const LEAST_TEXT_COLUMNS = 24;
const MOST_RULE_COLUMNS = 40;

/**
 * Formats rows under a head, in aligned columns. What does not fit the terminal gets its last
 * column wrapped between words, if that is text; else each row has its columns below each other.
 *
 * @param isRight whether to align a column to the right; by default, columns of numbers are
 * @param columns how wide the terminal is
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  isRight = (column: number) =>
    rows.some((row) => row[column]) && rows.every((row) => isNumber(row[column])),
  columns = terminalColumns() ?? Number.POSITIVE_INFINITY,
): string {
  const text = aligned(head, rows, isRight);
  if (widthOf(text) <= columns) return text;
  const last = head.length - 1;
  const room = columns - widthOf(aligned(head.slice(0, -1), rows, isRight)) - 2;
  if (!isRight(last) && room >= LEAST_TEXT_COLUMNS) {
    const wrapped = aligned(
      head,
      rows.map((row) => wrapLast(row, room)),
      isRight,
    );
    if (widthOf(wrapped) <= columns) return wrapped;
  }
  return belowEachOther(head, rows, columns);
}

function aligned(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  isRight: (column: number) => boolean,
): string {
  const lines = new CliTable({
    head: [...head],
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: head.map((_, column) => (isRight(column) ? 'right' : 'left')),
  });
  for (const row of rows) lines.push(row.slice(0, head.length));
  return lines
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function widthOf(text: string): number {
  return Math.max(...text.split('\n').map((line) => [...line].length));
}

function wrapLast(row: readonly string[], room: number): string[] {
  return [...row.slice(0, -1), wrapWords(row.at(-1) ?? '', room).join('\n')];
}

/** As psql's expanded display: a rule with the row's number, then a line for each value. */
function belowEachOther(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string {
  const margin = Math.max(...head.map((name) => name.length)) + 2;
  const lines = rows.flatMap((row, at) => [
    `-[ ${at + 1} ]`.padEnd(Math.min(columns, MOST_RULE_COLUMNS), '-'),
    ...head.flatMap((name, column) => {
      const value = row[column] ?? '';
      if (value === '') return [];
      const parts = value.split('\n').flatMap((part) => wrapWords(part, columns - margin));
      return parts.map((part, line) => (line === 0 ? name : '').padEnd(margin) + part);
    }),
  ]);
  return lines.map((line) => line.trimEnd()).join('\n');
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

function isNumber(cell: string | undefined): boolean {
  return /^([-+]?[\d,]+(\.\d+)?)?$/.test(cell ?? '');
}
