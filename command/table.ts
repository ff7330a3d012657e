import CliTable from 'cli-table3';

/**
 * Formats rows under a head, in aligned columns.
 *
 * @param isRight whether to align a column to the right; by default, columns of numbers are
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  isRight = (column: number) =>
    rows.some((row) => row[column]) && rows.every((row) => isNumber(row[column])),
): string {
  const lines = new CliTable({
    head: [...head],
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: head.map((_, column) => (isRight(column) ? 'right' : 'left')),
  });
  for (const row of rows) lines.push([...row]);
  return lines
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
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
