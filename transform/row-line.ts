/** In a line of corrections, in place of a column: the line is about the row itself. */
export const ROW = 'row';
