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
  /** Where nothing has answered within that time, nothing will. */
  readonly firstAnswerWithinMs: number;
  readonly budget: FailureBudget;
  readonly signal: AbortSignal;
  /** Called for every request that is sent, retries included. */
  readonly onRequest: () => void;
  /** Called for every page that is there, from Jolpica or from the journal. */
  readonly onPage: () => void;
  /** Called for every request that failed and may be tried again. */
  readonly onFailure: (error: Error) => void;
  /** Keeps an answer that cannot be used; returns its file within the archive. */
  readonly keepRefused: (list: string, offset: number, body: Buffer) => Promise<string>;
};

export type FailureBudget = {
  /** Failures that the whole run may still have. */
  left: number;
  inARow: number;
  firstRequestAtMs: number | undefined;
  /** Whether any answer has begun, of whatever status. */
  hasAnswer: boolean;
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
 *   none left, NO_ANSWER when nothing ever answered, PAGE_REFUSED on any other status
 */
export async function fetchPage(jolpica: Jolpica, list: string, offset: number): Promise<Page> {
  const url = jolpica.urlOf(list, offset);
  const { signal, tries, budget } = jolpica;
  if (budget.left < 0) throw retriesSpent(jolpica, 'given up before');
  const once = () => jolpica.atOnce(() => ask(jolpica, url));
  try {
    const page = await pRetry(async () => parseAnswer(list, offset, await once()), {
      retries: tries - 1,
      minTimeout: jolpica.firstDelayMs,
      maxTimeout: LONGEST_DELAY_MS,
      randomize: true,
      signal,
      onFailedAttempt: async ({ error, attemptNumber }) => {
        // Refused, or a full disk: a retry does not help.
        if (error instanceof Fault) throw error;
        await spend(jolpica, error);
        return pause(error, attemptNumber, signal);
      },
    });
    jolpica.budget.inARow = 0;
    return page;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Fault) throw error;
    const why = await tell(jolpica, error);
    const sentence = `no usable answer for '${url}' in ${tries} tries (at last: ${why})`;
    throw extractFault('PAGE_FAILED', `${sentence}; try again later`);
  }
}

/** An answer that is no page of the list. */
class UnusableAnswer extends Error {
  constructor(
    readonly list: string,
    readonly offset: number,
    readonly body: Buffer,
    cause: unknown,
  ) {
    super(causeText(cause));
  }
}

function parseAnswer(list: string, offset: number, body: Buffer): Page {
  try {
    return parsePage(list, offset, body);
  } catch (error) {
    throw new UnusableAnswer(list, offset, body, error);
  }
}

/** Why a request failed; keeps the answer for who wants to know more. */
async function tell({ keepRefused }: Jolpica, error: unknown): Promise<string> {
  if (!(error instanceof UnusableAnswer)) return causeText(error);
  const file = await keepRefused(error.list, error.offset, error.body);
  return `${error.message}; the answer is kept as '${file}' in the archive`;
}

async function ask({ http, limiter, ...jolpica }: Jolpica, url: string): Promise<Buffer> {
  const { signal, budget, firstAnswerWithinMs } = jolpica;
  // AbortSignal.timeout() and AbortSignal.any() would stay in memory until the time is up.
  const request = new AbortController();
  const stop = () => request.abort(signal.reason);
  signal.addEventListener('abort', stop);
  let timeout: NodeJS.Timeout | undefined;
  const send = () => {
    jolpica.onRequest();
    budget.firstRequestAtMs ??= performance.now();
    const { answerWithinMs } = jolpica;
    const ms = budget.hasAnswer ? answerWithinMs : Math.min(answerWithinMs, firstAnswerWithinMs);
    timeout = setTimeout(() => request.abort(noAnswer(ms)), ms);
    const headers = { 'User-Agent': PROGRAM, Accept: 'application/json' };
    return http.get(url, headers, request.signal);
  };
  try {
    // For the limiter, a request ends with its answer's head: by then the server has counted it.
    const answer = await limiter.run(send, signal);
    budget.hasAnswer = true;
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

async function spend(jolpica: Jolpica, error: Error) {
  const { budget, firstAnswerWithinMs } = jolpica;
  budget.left--;
  budget.inARow++;
  jolpica.onFailure(error);
  const sinceMs = performance.now() - (budget.firstRequestAtMs ?? performance.now());
  const isTooMany = budget.left < 0 || budget.inARow > MOST_IN_A_ROW;
  if (!budget.hasAnswer && (isTooMany || sinceMs >= firstAnswerWithinMs)) {
    throw noServer(jolpica, error);
  }
  if (isTooMany) throw retriesSpent(jolpica, await tell(jolpica, error));
}

function noServer({ baseUrl }: Jolpica, error: Error): Fault {
  return extractFault(
    'NO_ANSWER',
    `nothing answers at '${baseUrl}' (${causeText(error)}); ` +
      'check the network and --base-url, then run the same command again',
  );
}

function retriesSpent({ baseUrl }: Jolpica, why: string): Fault {
  return extractFault(
    'RETRIES_SPENT',
    `too many requests to '${baseUrl}' failed (at last: ${why}); ` +
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
