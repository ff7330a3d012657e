/** A thing known to the public, and a query whose answer must say the same. */
export type Fact = {
  readonly fact: string;
  readonly sql: string;
  /** A line per row, cells parted by blanks. */
  readonly is: readonly string[];
};
