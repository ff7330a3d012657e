import { type FaultTable, faultsOf } from '../fault/catalogue.js';

/** Codes of faults of transform and of the commands that read the lake. */
export const TRANSFORM_FAULTS = {
  LAKE_EMPTY: {
    exit: 'failed',
    cause: 'there is no lake yet, or none of that snapshot',
    remedy: 'run `npm run transform`, with `--snapshot` for an older one',
  },
  LAKE_DAMAGED: {
    exit: 'failed',
    cause: 'a file of the lake is missing or was changed',
    remedy: 'run the command in the message: it makes the lake again',
  },
  CONTRACT_BROKEN: {
    exit: 'refused',
    cause:
      'Jolpica left out required fields, or sent values that cannot be: no number, no time, out of bounds',
    remedy: 'update the contract, `sql/raw` and `sql/staging`, then transform again',
  },
  CHECK_FAILED: {
    exit: 'refused',
    cause: 'the new tables fail a check of severity `error`; the previous lake stays',
    remedy: 'fix the SQL, or correct the data in `data/corrections`',
  },
  CORRECTION_INVALID: {
    exit: 'failed',
    cause: 'a file in `data/corrections` does not match its README',
    remedy: 'fix the line in the message',
  },
  CORRECTION_REFUSED: {
    exit: 'refused',
    cause: 'a correction expects another value than Jolpica sends',
    remedy: 'check the row, then fix or delete the line',
  },
  SQL_FAILED: {
    exit: 'failed',
    cause: 'DuckDB refuses a statement; the message shows the place',
    remedy: 'fix the SQL there',
  },
  SQL_IO_FAILED: {
    exit: 'failed',
    cause: 'DuckDB lacks memory or disk, or cannot read a file',
    remedy: 'free some space, or fix what the message names',
  },
  MODEL_MISSING: {
    exit: 'failed',
    cause: 'a yml of `sql/` has no SQL file beside it',
    remedy: 'write it, or delete the yml',
  },
  MODEL_UNDOCUMENTED: {
    exit: 'failed',
    cause: 'a SQL file of `sql/` has no yml beside it',
    remedy: 'write it',
  },
  MODEL_DOC_INVALID: {
    exit: 'failed',
    cause: 'a yml of `sql/` does not describe a model',
    remedy: 'fix what the message names',
  },
  MODEL_COLUMNS_DIFFER: {
    exit: 'failed',
    cause: 'the columns of a model differ from its yml',
    remedy: 'fix one of them',
  },
  MODEL_INPUT_UNKNOWN: {
    exit: 'failed',
    cause: 'a model reads a table that no model makes',
    remedy: 'fix the name',
  },
  MODEL_REFERENCE_UNKNOWN: {
    exit: 'failed',
    cause: 'a yml refers to a table without a key of one column',
    remedy: 'name another table',
  },
  MODEL_CYCLE: {
    exit: 'failed',
    cause: 'models read each other in a circle',
    remedy: 'cut the circle',
  },
  MODEL_UNKNOWN: {
    exit: 'usage',
    cause: '`--select` names no model',
    remedy: 'choose from the models in the message',
  },
  FUNCTION_CYCLE: {
    exit: 'failed',
    cause: 'SQL functions call each other in a circle',
    remedy: 'cut the circle',
  },
  CHECK_DOC_INVALID: {
    exit: 'failed',
    cause: 'a check has no yml, or one that is not valid',
    remedy: 'fix what the message names',
  },
  QUERY_EMPTY: {
    exit: 'usage',
    cause: 'a query has no SQL',
    remedy: 'give one SELECT',
  },
  QUERY_UNKNOWN: {
    exit: 'usage',
    cause: 'there is no saved query of that name',
    remedy: 'choose from the names in the message, or of `npm run query -- --list`',
  },
  QUERY_UNREADABLE: {
    exit: 'usage',
    cause: 'the file with the SQL of a query cannot be read',
    remedy: 'name another file',
  },
  QUERY_NOT_READING: {
    exit: 'usage',
    cause: 'a query is not one statement that only reads',
    remedy: 'give one SELECT',
  },
  QUERY_PARAMETERS: {
    exit: 'usage',
    cause: 'a query has parameters',
    remedy: 'write their values into it',
  },
  EXPORT_FOLDER_TAKEN: {
    exit: 'refused',
    cause: 'the folder of an export holds something else than an earlier export',
    remedy: 'name a new folder with `--to`',
  },
  TABLE_UNKNOWN: {
    exit: 'usage',
    cause: 'there is no such table, or `trace` cannot follow its rows',
    remedy: 'choose from the tables in the message',
  },
  ROW_UNKNOWN: {
    exit: 'usage',
    cause: '`trace` names no row of the table',
    remedy: 'name a row by its key or UUID',
  },
} as const satisfies FaultTable;

/** Makes a fault with one of these codes. */
export const transformFault = faultsOf(TRANSFORM_FAULTS);
