import { type FaultTable, faultsOf, type HttpFaultTable } from '../fault/catalogue.js';

/** Codes of faults that end serve and start. */
export const SERVE_FAULTS = {
  HOST_INVALID: {
    exit: 'failed',
    cause: '`serve` cannot listen at that address',
    remedy: 'give an address of this machine with `--host`',
  },
  RATE_LIMIT_INVALID: {
    exit: 'usage',
    cause: '`--rate-limit` is not a number of requests',
    remedy: 'give a whole number',
  },
  QUERY_WITHOUT_TOKEN: {
    exit: 'usage',
    cause: '`serve --query` needs a token and there is none',
    remedy: 'make one with `npm run serve -- token`',
  },
  QUERY_UNSUPPORTED: {
    exit: 'usage',
    cause: '`serve --query` does not run on this platform',
    remedy: 'leave it out',
  },
  TOKENS_INVALID: {
    exit: 'failed',
    cause: 'the tokens in the file or the environment cannot be read',
    remedy: 'fix or delete them',
  },
  RUNS_UNREADABLE: {
    exit: 'failed',
    cause: 'the folder of jobs cannot be read',
    remedy: 'make it readable',
  },
} as const satisfies FaultTable;

/** Codes that only HTTP answers have, with their status. */
export const HTTP_FAULTS = {
  REQUEST_INVALID: {
    status: 400,
    cause: 'a parameter or body does not match `/docs`',
    remedy: 'fix it',
  },
  COLUMN_UNKNOWN: {
    status: 400,
    cause: 'a filter or `select` names no column',
    remedy: 'choose from the columns in the message',
  },
  OPERATOR_UNKNOWN: {
    status: 400,
    cause: 'a filter has an unknown operator',
    remedy: 'choose from the operators in the message',
  },
  FILTER_INVALID: {
    status: 400,
    cause: 'the value of a filter does not fit its column',
    remedy: 'give another value',
  },
  TOKEN_INVALID: {
    status: 401,
    cause: 'no token, or an unknown one',
    remedy: 'send `Authorization: Bearer <token>`',
  },
  TOKEN_GUESSED: {
    status: 429,
    cause: 'an address sent more than 20 wrong tokens in one minute',
    remedy: 'wait as long as `Retry-After` says',
  },
  HOST_REFUSED: {
    status: 421,
    cause:
      'a server on loopback was asked under another name, as by a strange page (DNS rebinding)',
    remedy: 'ask at `localhost` or `127.0.0.1`; a proxy in front must send that as `Host`',
  },
  SCOPE_MISSING: {
    status: 403,
    cause: 'the token may read, but not start jobs',
    remedy: 'use a token of scope `run`',
  },
  RUNS_OFF: {
    status: 403,
    cause: 'jobs, and all else that needs a token, are off because there is none',
    remedy: 'make one with `npm run serve -- token`',
  },
  QUERY_OFF: {
    status: 403,
    cause: 'SQL is off',
    remedy: 'start the server with `--query`',
  },
  PLOT_UNKNOWN: {
    status: 404,
    cause: 'there is no such plot',
    remedy: 'choose one that `/docs` names',
  },
  RUN_UNKNOWN: {
    status: 404,
    cause: 'there is no such job',
    remedy: '`/api/v1/runs` lists them',
  },
  RUN_BUSY: {
    status: 409,
    cause: 'another job runs',
    remedy: 'wait until it has ended',
  },
  RUN_ENDED: {
    status: 409,
    cause: 'the job cannot be cancelled: it has ended already',
    remedy: 'none needed',
  },
  QUERY_TOO_LARGE: {
    status: 422,
    cause: 'the answer has too many rows or bytes, or needs too much memory',
    remedy: 'ask for less, or in parts',
  },
  NOTHING_YET: {
    status: 404,
    cause: 'there is nothing to answer yet: no results, no standings, no race to come',
    remedy: 'ask again when there is, or extract',
  },
  QUERY_TOO_LONG: {
    status: 422,
    cause: 'the query takes too long',
    remedy: 'ask for less, or in parts',
  },
  RATE_LIMITED: {
    status: 429,
    cause: 'too many requests in one minute',
    remedy: 'wait as long as `Retry-After` says',
  },
  INTERNAL: {
    status: 500,
    cause: 'a bug in the server',
    remedy: 'look into its log and report it',
  },
  QUERY_BUSY: {
    status: 503,
    cause: 'the maximum of queries run already',
    remedy: 'wait as long as `Retry-After` says',
  },
  QUERY_STOPPED: {
    status: 503,
    cause: 'the server was stopped during the query',
    remedy: 'send it again later',
  },
} as const satisfies HttpFaultTable;

/** Makes a fault with one of serve's codes. */
export const serveFault = faultsOf(SERVE_FAULTS);
