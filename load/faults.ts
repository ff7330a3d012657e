import { type FaultTable, faultsOf } from '../fault/catalogue.js';

/** Codes of load, its targets and the embedded Postgres. */
export const LOAD_FAULTS = {
  NOT_CONFIRMED: {
    exit: 'refused',
    cause: 'a production target, and nobody confirmed the change',
    remedy: 'type its name at a terminal, or give `--yes`',
  },
  LAKE_STALE: {
    exit: 'refused',
    cause: 'the archive is newer than the lake, or the SQL and rules changed since it was made',
    remedy: 'run `npm run pipeline`, or give `--stale-ok`',
  },
  LAKE_MISMATCH: {
    exit: 'refused',
    cause: 'the lake does not fit the tables of the target',
    remedy: 'run `npm run transform` with this version',
  },
  REMOVALS_REFUSED: {
    exit: 'refused',
    cause:
      'a load would remove many rows or whole seasons, or bring an older snapshot than the target has',
    remedy: 'complete the archive, or give `--allow-removals` if this is meant',
  },
  ROWS_REFUSED: {
    exit: 'failed',
    cause: 'rows break a key, reference or type of the target; nothing was changed',
    remedy: 'fix the SQL or the data, and transform again',
  },
  VERIFY_FAILED: {
    exit: 'failed',
    cause: 'after the load, lake and target differ; nothing was changed',
    remedy: 'run `npm run transform` again, then load',
  },
  VIEW_REFUSED: {
    exit: 'failed',
    cause: 'a view of `sql/views` cannot be made in the target',
    remedy: 'fix its SQL, or drop the old view in a migration',
  },
  MIGRATION_CHANGED: {
    exit: 'refused',
    cause: 'a migration is not the one that ran in the target',
    remedy: 'restore the file, and write a new migration',
  },
  LOAD_RUNNING: {
    exit: 'failed',
    cause: 'another load into the target did not end within `--wait`',
    remedy: 'wait for it, and try again',
  },
  LOAD_UNKNOWN: {
    exit: 'usage',
    cause: "the target's ledger has no such load",
    remedy: '`npm run history -- --target NAME` lists them',
  },
  ROLLBACK_DIFFERS: {
    exit: 'refused',
    cause: 'the lake is not what that load brought: SQL or rules changed since',
    remedy: 'use the version of the program that made it',
  },
  TARGET_UNKNOWN: {
    exit: 'usage',
    cause: 'no saved target has that name',
    remedy: 'add it with `npm run target -- add`, or correct the name',
  },
  TARGET_EXISTS: {
    exit: 'usage',
    cause: 'a target of that name is saved already',
    remedy: 'remove it first, or take another name',
  },
  TARGET_INVALID: {
    exit: 'usage',
    cause: 'a URL or an option does not describe a target',
    remedy: 'fix what the message names',
  },
  TARGETS_DAMAGED: {
    exit: 'failed',
    cause: 'the file of saved targets cannot be read',
    remedy: 'fix or delete it',
  },
  TARGET_PASSWORD: {
    exit: 'refused',
    cause: 'there is no password for the target',
    remedy: 'set the variable, fix the file, or use a terminal',
  },
  TARGET_UNREACHABLE: {
    exit: 'failed',
    cause: 'no server answers at the address',
    remedy: 'start the server, or fix host, port or firewall',
  },
  TARGET_LOGIN: {
    exit: 'failed',
    cause: 'the server refuses user or password',
    remedy: 'fix them',
  },
  TARGET_UNKNOWN_DATABASE: {
    exit: 'failed',
    cause: 'the server has no such database',
    remedy: 'create it, or fix the name',
  },
  TARGET_TLS: {
    exit: 'failed',
    cause: 'no TLS connection that can be trusted',
    remedy: 'fix the certificate, or choose another way with `--ssl`',
  },
  TARGET_LOST: {
    exit: 'failed',
    cause: 'the connection broke; the load was done whole or not at all',
    remedy: 'run the load again',
  },
  TARGET_TIMEOUT: {
    exit: 'failed',
    cause: '`statement_timeout` or `transaction_timeout` of the server ended the load',
    remedy: 'raise it for the role',
  },
  TARGET_CANCELLED: {
    exit: 'failed',
    cause: 'an administrator, or a limit of the server, cancelled the work; nothing was changed',
    remedy: 'ask there, then try again',
  },
  TARGET_READ_ONLY: {
    exit: 'failed',
    cause: 'the server is a standby, or the database or role is set to read only',
    remedy: 'name the primary server, or end `default_transaction_read_only`',
  },
  TARGET_TRIGGER: {
    exit: 'failed',
    cause:
      'a trigger, event trigger or rule of the database refuses or changes our rows; nothing was changed',
    remedy: 'exempt our role there, or remove it',
  },
  TARGET_STALLED: {
    exit: 'failed',
    cause:
      'no byte came or went for longer than `--stall-timeout`; the load was done whole or not at all',
    remedy: 'check the network, or give a slow server more time',
  },
  LEDGER_DAMAGED: {
    exit: 'failed',
    cause: "the target's ledger has JSON that this program did not write",
    remedy: 'set the column in the message to null',
  },
  MEMORY_FULL: {
    exit: 'failed',
    cause: 'DuckDB needs more memory than it has to read or compare the lake',
    remedy: 'free some memory and space in the data folder',
  },
  TARGET_BUSY: {
    exit: 'failed',
    cause: 'other sessions lock our tables, or the server takes no more connections',
    remedy: 'try again later',
  },
  TARGET_DISK_FULL: {
    exit: 'failed',
    cause: "the server's disk is full",
    remedy: 'free some space there',
  },
  TARGET_EXHAUSTED: {
    exit: 'failed',
    cause: 'the server is out of resources',
    remedy: 'look at the server',
  },
  TARGET_RIGHTS: {
    exit: 'refused',
    cause: 'the role lacks rights; the message names them',
    remedy: 'grant them, or use a role that has them',
  },
  TARGET_OLD: {
    exit: 'refused',
    cause: 'the server is older than Postgres 14',
    remedy: 'update it',
  },
  TARGET_NEWER: {
    exit: 'refused',
    cause: 'the target has migrations that this program does not know',
    remedy: 'update this program',
  },
  TARGET_FOREIGN: {
    exit: 'refused',
    cause: 'the target has schemas of our names that this program did not make',
    remedy: 'choose another database, or `--schema-prefix`',
  },
  TARGET_ENCODING: {
    exit: 'refused',
    cause: 'the database does not store text as UTF8',
    remedy: "make one with `encoding 'UTF8'`",
  },
  DB_STOPPED: {
    exit: 'failed',
    cause: 'the embedded Postgres is not running',
    remedy: 'run `npm run db start`',
  },
  SERVER_RUNNING: {
    exit: 'failed',
    cause: 'the embedded Postgres runs on another port already',
    remedy: 'run `npm run db stop` first',
  },
  SERVER_SILENT: {
    exit: 'failed',
    cause: 'a process has the lock of the embedded Postgres, but does not answer',
    remedy: 'end it, or delete the file in the message',
  },
  SERVER_START_FAILED: {
    exit: 'failed',
    cause: 'the embedded Postgres does not start',
    remedy: 'see `server.log` in `data/postgres`',
  },
  SERVER_STOP_FAILED: {
    exit: 'failed',
    cause: 'the embedded Postgres does not stop',
    remedy: 'try again',
  },
  SERVER_INIT_FAILED: {
    exit: 'failed',
    cause: 'no Postgres cluster can be made',
    remedy: 'free some space, or choose another folder with `--data`',
  },
  SERVER_VERSION: {
    exit: 'refused',
    cause: 'the cluster is of another version of Postgres',
    remedy: 'delete its folder and load again, or use the older program',
  },
  SQL_DOC_INVALID: {
    exit: 'failed',
    cause: 'a yml that describes a schema or a view is not as expected',
    remedy: 'fix the yml in the message',
  },
  MIGRATION_NAME: {
    exit: 'usage',
    cause: 'a new migration is given a name that no file may have',
    remedy: 'use lower case, digits and hyphens',
  },
  MODEL_REFERENCE_CIRCLE: {
    exit: 'failed',
    cause: 'tables refer to each other in a circle, and none of the references may be null',
    remedy: 'say in a yml when one is null',
  },
  MODEL_TYPE_UNKNOWN: {
    exit: 'failed',
    cause: 'a column has a type that Postgres has no equal of',
    remedy: 'choose another type in the yml',
  },
  SERVER_BINARIES: {
    exit: 'failed',
    cause: "Postgres's programs cannot be prepared",
    remedy: 'run `npm ci` as the owner of the folder',
  },
  SERVER_UNSUPPORTED: {
    exit: 'failed',
    cause: 'there is no embedded Postgres for this platform',
    remedy: 'run `npm ci`, or load into another Postgres with `--url`',
  },
  SERVER_FORBIDDEN: {
    exit: 'failed',
    cause: 'files of the embedded Postgres belong to another user',
    remedy: 'run as that user, or choose another folder with `--data`',
  },
  SERVER_HOME: {
    exit: 'failed',
    cause: 'the user of the embedded Postgres may not enter its folder',
    remedy: 'choose another folder with `--data`',
  },
  SERVER_USER: {
    exit: 'failed',
    cause: 'Postgres refuses to run as root, and a user for it cannot be made',
    remedy: 'run as another user',
  },
} as const satisfies FaultTable;

/** Makes a fault of one of these codes. */
export const loadFault = faultsOf(LOAD_FAULTS);
