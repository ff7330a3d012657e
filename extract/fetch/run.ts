import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Progress } from '../../command/progress.js';
import { PAGE_ROWS } from '../archive/page.js';
import { discardRefused, keepRefused } from '../archive/refused-answers.js';
import { nextSequence, type Snapshot, type SnapshotSource } from '../archive/snapshot.js';
import { type AbortGroup, openAbortGroup } from './abort-group.js';
import type { Jolpica } from './fetch-page.js';
import { openHttpClient } from './http-client.js';
import { type Journal, openJournal } from './journal.js';
import { openLimiter } from './limiter.js';
import type { RateWindow } from './rate.js';
import { type Planned, type RunReport, startReport } from './run-report.js';

export type RunOptions = {
  readonly source: SnapshotSource;
  /** Requests that are under way at the same time. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly answerWithinMs?: number;
  readonly firstDelayMs?: number;
  readonly firstAnswerWithinMs?: number;
};

/** What one run works with; to be closed at its end. */
export type Run = {
  readonly archive: string;
  readonly jolpica: Jolpica;
  readonly journal: Journal;
  readonly group: AbortGroup;
  readonly report: RunReport;
  readonly listsAtOnce: number;
  /** Day on which replayed answers were recorded. */
  readonly recordedAt: string | undefined;
  /** Number of this extraction. */
  readonly sequence: number;
  close(): void;
};

const ANSWER_WITHIN_MS = 30_000;
const FIRST_DELAY_MS = 500;
const TRIES = 10;
/** With the wait and the request after it, a run without a server ends within a minute. */
const FIRST_ANSWER_WITHIN_MS = 15_000;
const FEWEST_RETRIES = 100;

/**
 * Opens what a run needs: journal, limiter, HTTP client and progress.
 *
 * @throws {Fault} WRITE_FAILED
 */
export async function openRun(
  archive: string,
  parent: Snapshot | undefined,
  rate: readonly RateWindow[],
  plan: Planned,
  options: RunOptions,
  progress: Progress,
): Promise<Run> {
  const { source, concurrency, signal } = options;
  const limiter = await openLimiter(join(archive, 'limiter.log'), rate);
  const journal = await openJournal(archive, parent?.id ?? null, source.baseUrl);
  const group = openAbortGroup(signal);
  const report = startReport(progress, plan, limiter);
  await discardRefused(archive);
  const http = openHttpClient(source.baseUrl);
  return {
    archive,
    journal,
    group,
    report,
    jolpica: {
      baseUrl: source.baseUrl,
      urlOf: (list, offset) => `${source.baseUrl}/${list}/?limit=${PAGE_ROWS}&offset=${offset}`,
      isAnswer: () => false,
      tries: TRIES,
      http,
      limiter,
      atOnce: pLimit(concurrency),
      answerWithinMs: options.answerWithinMs ?? ANSWER_WITHIN_MS,
      firstDelayMs: options.firstDelayMs ?? FIRST_DELAY_MS,
      firstAnswerWithinMs: options.firstAnswerWithinMs ?? FIRST_ANSWER_WITHIN_MS,
      budget: {
        left: Math.max(FEWEST_RETRIES, plan.requests),
        inARow: 0,
        firstRequestAtMs: undefined,
        hasAnswer: false,
      },
      signal: group.signal,
      onRequest: report.request,
      onPage: report.page,
      onFailure: report.failure,
      keepRefused: (list, offset, body) => keepRefused(archive, list, offset, body),
    },
    // While some lists are written, others keep requests waiting for their turn.
    listsAtOnce: 2 * concurrency,
    recordedAt: source.recordedAt,
    sequence: nextSequence(parent?.lists ?? {}),
    close() {
      http.close();
      report.end();
    },
  };
}
