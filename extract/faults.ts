import { type FaultTable, faultsOf } from '../fault/catalogue.js';

const RUN_AGAIN = 'run the same command again later: what was fetched is kept';
const RESTORE = 'restore the file from a copy, or run `npm run extract -- --force`';

/** Codes of extract and of the commands that read the archive. */
export const EXTRACT_FAULTS = {
  OPTION_INVALID: {
    exit: 'usage',
    cause: 'an option has a value that cannot be',
    remedy: 'give a value as the message says',
  },
  SEASONS_INVALID: {
    exit: 'usage',
    cause: '`--seasons` is not a list of years and ranges',
    remedy: 'give one like `1996,2020-2026`',
  },
  ONLY_INVALID: {
    exit: 'usage',
    cause: '`--only` names something that is not a resource',
    remedy: 'choose from the resources in the message',
  },
  RATE_INVALID: {
    exit: 'usage',
    cause: '`--rate` is not a list of windows',
    remedy: 'give one like `4/s,500/h`, or `off`',
  },
  RATE_TOO_FAST: {
    exit: 'usage',
    cause: "`--rate` is above Jolpica's limits, for its own address or over HTTP",
    remedy:
      'give `4/s,500/h` or a slower rate; another server may be asked faster, on the command line',
  },
  DATE_INVALID: {
    exit: 'usage',
    cause: '`--recorded-at` is not a day, or still to come',
    remedy: 'give one like `2026-07-27`',
  },
  BASE_URL_INVALID: {
    exit: 'usage',
    cause: '`--base-url` is not the address of a server like Jolpica',
    remedy: 'give an `http` or `https` URL',
  },
  PAGE_REFUSED: {
    exit: 'failed',
    cause: 'the server refuses a request',
    remedy: 'check the base URL; the message quotes the answer',
  },
  PAGE_FAILED: {
    exit: 'failed',
    cause: 'a page got no usable answer in several tries',
    remedy: RUN_AGAIN,
  },
  NO_ANSWER: {
    exit: 'failed',
    cause: 'nothing has answered at the address',
    remedy: 'check the network and `--base-url`, then run the same command again',
  },
  RETRIES_SPENT: {
    exit: 'failed',
    cause: 'too many requests failed, so the run ended early',
    remedy: RUN_AGAIN,
  },
  LIST_INCOMPLETE: {
    exit: 'failed',
    cause: 'the pages of a list do not fit together, after several tries',
    remedy: RUN_AGAIN,
  },
  LISTS_FAILED: {
    exit: 'failed',
    cause: 'some lists could not be fetched; all others are in the new snapshot',
    remedy: 'run the same command again: it asks for these lists only',
  },
  LISTS_SHRUNK: {
    exit: 'refused',
    cause: 'lists came with far fewer rows than the archive has; they were not replaced',
    remedy: 'try again later, or give `--accept-shrinkage` if the rows are gone for good',
  },
  ARCHIVE_BUSY: {
    exit: 'refused',
    cause: 'another run uses the archive',
    remedy: 'wait until it has ended',
  },
  ARCHIVE_EMPTY: {
    exit: 'failed',
    cause: 'the archive has no snapshot',
    remedy: 'run `npm run extract`',
  },
  ARCHIVE_UNREADABLE: {
    exit: 'failed',
    cause: "the archive's HEAD cannot be read",
    remedy: 'make it readable, or choose another folder with `--data`',
  },
  HEAD_LOST: {
    exit: 'failed',
    cause: 'HEAD does not name a snapshot of the archive',
    remedy: 'see `npm run doctor`',
  },
  SNAPSHOT_UNKNOWN: {
    exit: 'usage',
    cause: 'the archive has no snapshot of that id, or its file cannot be read',
    remedy: '`npm run history` lists the snapshots',
  },
  SNAPSHOT_DAMAGED: {
    exit: 'failed',
    cause: 'the file of a snapshot is not as it was written',
    remedy: 'restore it from a copy',
  },
  LIST_MISSING: {
    exit: 'failed',
    cause: 'the file of a list is not there',
    remedy: RESTORE,
  },
  LIST_DAMAGED: {
    exit: 'failed',
    cause: 'the file of a list is not as it was written',
    remedy: RESTORE,
  },
  LIST_UNREADABLE: {
    exit: 'failed',
    cause: '`doctor`: the file of a list cannot be read',
    remedy: 'make it readable',
  },
  PARENT_MISSING: {
    exit: 'failed',
    cause: '`doctor`: a snapshot follows one that is not there',
    remedy: 'restore that snapshot from a copy; without it, `history` has a gap',
  },
  LEFT_OVER: {
    exit: 'done',
    cause: '`doctor`: a file that an interrupted run left behind',
    remedy: '`npm run archive -- prune` removes it',
  },
  LIST_UNUSED: {
    exit: 'done',
    cause: '`doctor`: the file of a list that is in no snapshot',
    remedy: '`npm run archive -- prune` removes it',
  },
  FILE_FOREIGN: {
    exit: 'done',
    cause: '`doctor`: a file that is not of the archive',
    remedy: 'move it elsewhere',
  },
  TIME_AHEAD: {
    exit: 'done',
    cause: '`doctor`: a snapshot has times that are still to come: the clock was ahead',
    remedy: 'set the clock right; nothing is ordered by it',
  },
  RUN_UNFINISHED: {
    exit: 'refused',
    cause: 'an interrupted extraction waits to be continued',
    remedy: 'run `npm run extract` to its end first',
  },
} as const satisfies FaultTable;

/** Makes a fault of one of these codes. */
export const extractFault = faultsOf(EXTRACT_FAULTS);
