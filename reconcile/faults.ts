import { type FaultTable, faultsOf } from '../fault/catalogue.js';

/** Codes of the comparison with f1db. */
export const RECONCILE_FAULTS = {
  SOURCE_MISSING: {
    exit: 'usage',
    cause: "f1db's tables are not in the folder, or not all of them",
    remedy: 'name their folder with `--f1db`; `docs/truth.md` says which files it takes',
  },
} as const satisfies FaultTable;

/** Makes a fault of one of these codes. */
export const reconcileFault = faultsOf(RECONCILE_FAULTS);
