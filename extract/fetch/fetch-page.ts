import { setTimeout as sleep } from 'node:timers/promises';
import type { LimitFunction } from 'p-limit';
import pRetry from 'p-retry';
import { PROGRAM } from '../../command/program.js';
import { causeText, Fault } from '../../fault/fault.js';
import { type Page, parsePage } from '../archive/page.js';
import { extractFault } from '../faults.js';
import type { Answer, HttpClient } from './http-client.js';
import type { Limiter } from './limiter.js';

/** How to reach Jolpica. */
export type Jolpica = {
  /** Without a trailing slash, for example `https://api.jolpi.ca/ergast/f1`. */
  readonly baseUrl: string;
  /** The address of one page. */
  readonly urlOf: (list: string, offset: number) => string;
  /** Whether a status other than 200 comes with an answer to keep. */
  readonly isAnswer: (status: number, body: Buffer) => boolean;
  /** Tries for one page. */
  readonly tries: number;
  readonly http: HttpClient;
  readonly limiter: Limiter;
  /** Limits concurrent requests. */
  readonly atOnce: LimitFunction;
  /** A request without its whole answer by then has failed. */
  readonly answerWithinMs: number;
  /** Wait before the first retry of a request; doubled for each further one. */
  readonly firstDelayMs: number;
  /** Failures that the whole run may still have, and how many it just had in a row. */
  readonly budget: { left: number; inARow: number };
  readonly signal: AbortSignal;
  /** Called for every request that is sent, retries included. */
  readonly onRequest: () => void;
  /** Called for every page that is there, from Jolpica or from the journal. */
  readonly onPage: () => void;
};

/** So many failures in a row: no server is there. */
const MOST_IN_A_ROW = 30;
const LONGEST_DELAY_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * Fetches one page and parses it with parsePage. Failures that may pass (429, 5xx, a reset,
 * a cut or foreign body, no answer in time) are retried.
 *
 * @throws {Fault} PAGE_FAILED when the page has no retry left, RETRIES_SPENT when the run has
 *   none left, PAGE_REFUSED on any other status
 */
export async function fetchPage(jolpica: Jolpica, list: string, offset: number): Promise<Page> {
  const url = jolpica.urlOf(list, offset);
  const { signal, tries, budget } = jolpica;
  if (budget.left < 0) throw retriesSpent(jolpica, new Error('given up before'));
  const once = () => jolpica.atOnce(() => ask(jolpica, url));
  try {
    const page = await pRetry(async () => parsePage(list, offset, await once()), {
      retries: tries - 1,
      minTimeout: jolpica.firstDelayMs,
      maxTimeout: LONGEST_DELAY_MS,
      randomize: true,
      signal,
      onFailedAttempt: ({ error, attemptNumber }) => {
        // Refused, or a full disk: a retry does not help.
        if (error instanceof Fault) throw error;
        spend(jolpica, error);
        return pause(error, attemptNumber, signal);
      },
    });
    jolpica.budget.inARow = 0;
    return page;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Fault) throw error;
    throw extractFault(
      'PAGE_FAILED',
      `no usable answer for '${url}' in ${tries} tries (at last: ${causeText(error)}); try again later`,
    );
  }
}

async function ask({ http, limiter, ...jolpica }: Jolpica, url: string): Promise<Buffer> {
  const { signal, answerWithinMs } = jolpica;
  // AbortSignal.timeout() and AbortSignal.any() would stay in memory until the time is up.
  const request = new AbortController();
  const stop = () => request.abort(signal.reason);
  signal.addEventListener('abort', stop);
  let timeout: NodeJS.Timeout | undefined;
  const send = () => {
    jolpica.onRequest();
    timeout = setTimeout(() => request.abort(noAnswer(answerWithinMs)), answerWithinMs);
    const headers = { 'User-Agent': PROGRAM, Accept: 'application/json' };
    return http.get(url, headers, request.signal);
  };
  try {
    // For the limiter, a request ends with its answer's head: by then the server has counted it.
    const answer = await limiter.run(send, signal);
    const body = await answer.body();
    if (answer.status === 200 || jolpica.isAnswer(answer.status, body)) return body;
    throw refusal(url, answer, body);
  } finally {
    clearTimeout(timeout);
    signal.removeEventListener('abort', stop);
  }
}

function noAnswer(withinMs: number): Error {
  return new Error(`no answer within ${withinMs / 1000} s`);
}

/** A status that may pass, and the wait that the server asked for. */
class Unanswered extends Error {
  constructor(
    readonly status: number,
    readonly retryAfterMs: number,
  ) {
    super(`status ${status}`);
  }
}

function refusal(url: string, answer: Answer, body: Buffer): Error {
  const passing = answer.status === 429 || answer.status >= 500;
  if (passing) return new Unanswered(answer.status, retryAfterMs(answer));
  const said = body.subarray(0, 120).toString('utf8').replace(/\s+/g, ' ');
  const sentence = `'${url}' was answered with status ${answer.status} '${said}', 200 was expected; check --base-url`;
  return extractFault('PAGE_REFUSED', sentence);
}

function spend(jolpica: Jolpica, error: Error) {
  const { budget } = jolpica;
  budget.left--;
  budget.inARow++;
  if (budget.left < 0 || budget.inARow > MOST_IN_A_ROW) throw retriesSpent(jolpica, error);
}

function retriesSpent({ baseUrl }: Jolpica, error: Error): Fault {
  return extractFault(
    'RETRIES_SPENT',
    `too many requests to '${baseUrl}' failed (at last: ${causeText(error)}); ` +
      'what was fetched is kept, run the same command again later',
  );
}

function retryAfterMs(answer: Answer): number {
  const value = answer.header('retry-after');
  if (value === undefined) return 0;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : 0;
}

/** Waits as the server asked. A 429 without Retry-After triples the wait: others may share our address. */
async function pause(error: Error, attempt: number, signal: AbortSignal) {
  if (!(error instanceof Unanswered)) return;
  const throttledMs = error.status === 429 ? 1000 * 3 ** (attempt - 1) : 0;
  const ms = Math.min(Math.max(error.retryAfterMs, throttledMs), LONGEST_PAUSE_MS);
  if (ms > 0) await sleep(ms, undefined, { signal });
}
