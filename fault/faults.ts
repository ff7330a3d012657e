import { type FaultTable, faultsOf } from './catalogue.js';

/** Codes that any command may end with. */
export const COMMON_FAULTS = {
  USAGE: {
    exit: 'usage',
    cause: 'an unknown command or option, or a value that cannot be',
    remedy: 'see the command with `--help`',
  },
  INTERRUPTED: {
    exit: 'interrupted',
    cause: 'Ctrl-C, SIGTERM, or a job that was cancelled',
    remedy: 'run the same command again: it continues',
  },
  WRITE_FAILED: {
    exit: 'failed',
    cause: 'a file or folder cannot be written',
    remedy: 'make it writable, free some space, or choose another folder with `--data`',
  },
  LOCKED: {
    exit: 'failed',
    cause: 'another command has locked the folder and did not end in time',
    remedy: 'wait for it, or stop it; the message names it and the lock file',
  },
  PLATFORM_UNSUPPORTED: {
    exit: 'failed',
    cause: "there is no binary of the file lock for this system's platform",
    remedy: 'use Linux, macOS or Windows, on x64 or arm64; see `docs/dependencies.md`',
  },
  PORT_INVALID: {
    exit: 'usage',
    cause: 'a port that is not a whole number from 1 to 65535',
    remedy: 'give another number',
  },
  PORT_IN_USE: {
    exit: 'failed',
    cause: 'another program listens on the port',
    remedy: 'choose another port, or give none',
  },
} as const satisfies FaultTable;

/** Makes a fault of one of these codes. */
export const commonFault = faultsOf(COMMON_FAULTS);
