import { setTimeout as sleep } from 'node:timers/promises';
import pRetry, { AbortError } from 'p-retry';
import { causeText, Fault } from '../command/fault.js';
import { PROGRAM } from '../command/program.js';
import type { Limiter } from './limiter.js';
import { PAGE_ROWS, type Page, parsePage } from './page.js';

/** Where and how to ask. */
export type Jolpica = {
  /** Without a trailing slash, for example `https://api.jolpi.ca/ergast/f1`. */
  readonly baseUrl: string;
  readonly limiter: Limiter;
  readonly signal: AbortSignal;
  /** Told of every request that is sent, retries included. */
  readonly onRequest: () => void;
};

const ANSWER_WITHIN_MS = 30_000;
const TRIES = 6;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/**
 * Asks for one page and gives back what parsePage makes of it. Whatever may pass
 * (429, 5xx, a reset, a cut or foreign body, no answer in time) is tried again.
 *
 * @throws {Fault} PAGE_FAILED when the tries are used up, PAGE_REFUSED on any other status
 */
export async function fetchPage(jolpica: Jolpica, list: string, offset: number): Promise<Page> {
  const url = `${jolpica.baseUrl}/${list}/?limit=${PAGE_ROWS}&offset=${offset}`;
  try {
    return await pRetry(
      async () =>
        parsePage(list, offset, await jolpica.limiter.run(() => ask(jolpica, url), jolpica.signal)),
      {
        retries: TRIES - 1,
        minTimeout: FIRST_DELAY_MS,
        maxTimeout: LONGEST_DELAY_MS,
        randomize: true,
        signal: jolpica.signal,
        onFailedAttempt: ({ error }) => waitAsAsked(error, jolpica.signal),
      },
    );
  } catch (error) {
    jolpica.signal.throwIfAborted();
    if (error instanceof Fault) throw error;
    throw new Fault(
      'PAGE_FAILED',
      `no usable answer for '${url}' in ${TRIES} tries (at last: ${causeText(error)}); try again later`,
    );
  }
}

async function ask(jolpica: Jolpica, url: string): Promise<Buffer> {
  jolpica.onRequest();
  const timeout = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const signal = AbortSignal.any([jolpica.signal, timeout]);
  try {
    const headers = { 'User-Agent': PROGRAM, Accept: 'application/json' };
    const response = await fetch(url, { headers, signal });
    const body = Buffer.from(await response.arrayBuffer());
    if (response.status === 200) return body;
    throw refusal(url, response, body);
  } catch (error) {
    if (timeout.aborted) throw new Error(`no answer within ${ANSWER_WITHIN_MS / 1000} s`);
    // fetch() calls every failure of the network 'fetch failed'; p-retry knows
    // some of its TypeErrors only, so say what lay beneath.
    if (error instanceof TypeError) throw new Error(causeText(error.cause ?? error));
    throw error;
  }
}

/** What kept a request from being answered, and how long the server asked us to wait. */
class Unanswered extends Error {
  constructor(
    message: string,
    readonly retryAfterMs: number,
  ) {
    super(message);
  }
}

function refusal(url: string, response: Response, body: Buffer): Error {
  const passing = response.status === 429 || response.status >= 500;
  if (passing) return new Unanswered(`status ${response.status}`, retryAfterMs(response));
  const said = body.subarray(0, 120).toString('utf8').replace(/\s+/g, ' ');
  const sentence = `'${url}' was answered with status ${response.status} '${said}', 200 was expected; check --base-url`;
  return new AbortError(new Fault('PAGE_REFUSED', sentence));
}

function retryAfterMs(response: Response): number {
  const value = response.headers.get('retry-after');
  if (value === null) return 0;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS) : 0;
}

async function waitAsAsked(error: unknown, signal: AbortSignal) {
  if (error instanceof Unanswered && error.retryAfterMs > 0) {
    await sleep(error.retryAfterMs, undefined, { signal });
  }
}
