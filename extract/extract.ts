import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Progress } from '../command/progress.js';
import { type DataFolder, SEED_FOLDER } from '../disk/data-folder.js';
import { EXIT, Fault } from '../fault/fault.js';
import { readHead, readSnapshot } from './archive/archive.js';
import type { Snapshot, SnapshotSource } from './archive/snapshot.js';
import { withArchive } from './archive/with-archive.js';
import { copySnapshot, writeSnapshot } from './archive/write-archive.js';
import { stoppable } from './fetch/all-or-stop.js';
import type { Fetched, Run } from './fetch/fetch-lists.js';
import type { Jolpica } from './fetch/fetch-page.js';
import { fetchPhases } from './fetch/fetch-phases.js';
import { openHttpClient } from './fetch/http-client.js';
import { openJournal } from './fetch/journal.js';
import { openLimiter } from './fetch/limiter.js';
import { type Plan, planOf, viewOf } from './plan/plan.js';
import type { PlanView, Wish } from './plan/plan-view.js';
import { type RunReport, reportRun } from './report-run.js';

export type ExtractOptions = {
  readonly data: DataFolder;
  readonly source: SnapshotSource;
  readonly wish: Wish;
  /** Requests that are under way at the same time. */
  readonly concurrency: number;
  /** Whether a new archive starts as a copy of the committed seed. */
  readonly seed: boolean;
  readonly signal: AbortSignal;
  /** The time by which rounds are due; now unless given. */
  readonly now?: Date;
  readonly answerWithinMs?: number;
  readonly firstDelayMs?: number;
};

export type ExtractResult = {
  readonly snapshot: string;
  /** False when nothing was asked, so that no new snapshot was made. */
  readonly isNew: boolean;
  readonly lists: number;
  readonly fetchedLists: number;
  /** Of those, lists whose bytes are new. */
  readonly changedLists: number;
  readonly requests: number;
  readonly plannedRequests: number;
  readonly seconds: number;
};

const ANSWER_WITHIN_MS = 30_000;
const FIRST_DELAY_MS = 500;
const FEWEST_RETRIES = 100;

/**
 * Brings the archive up to date with the fewest requests that the wish allows, and writes a
 * new snapshot, in which each list is proven whole. After kill -9 the same call goes on.
 *
 * @throws {Fault} ARCHIVE_BUSY when another run uses the folder; LISTS_FAILED when some lists
 *   stayed broken: the rest is in the new snapshot, which names them; LISTS_SHRUNK likewise
 *   when some came with far fewer rows than the archive has; as fetchPage does when
 *   the run cannot go on: then all that was fetched waits in the journal
 */
export async function extract(options: ExtractOptions, progress: Progress): Promise<ExtractResult> {
  return withArchive(options.data.archive, async () => {
    const startMs = performance.now();
    const { archive } = options.data;
    const parent = await openArchive(options, progress);
    const view = await viewOf(archive, parent, options.wish, options.now ?? new Date());
    const { plan } = planOf(view);
    const run = await fetchAll(options, view, parent, plan, progress);
    const lists = { ...parent?.lists, ...run.entries };
    const earlier = Object.entries(parent?.failed ?? {}).filter(([list]) => !run.asked.has(list));
    const failed = { ...Object.fromEntries(earlier), ...run.failed, ...run.shrunk };
    const isNew =
      !parent ||
      Object.keys(run.entries).length > 0 ||
      Object.keys(failed).some((list) => parent.failed?.[list] === undefined);
    const snapshot = isNew
      ? await writeSnapshot(archive, parent?.id ?? null, options.source, lists, failed)
      : parent;
    await run.discard();
    if (Object.keys(run.shrunk).length > 0) throw listsShrunk(snapshot, run);
    if (Object.keys(run.failed).length > 0) throw listsFailed(snapshot, run.failed);
    return {
      snapshot: snapshot.id,
      isNew,
      lists: Object.keys(lists).length,
      fetchedLists: Object.keys(run.entries).length,
      changedLists: run.changed,
      requests: run.requests,
      plannedRequests: plan.requests,
      seconds: (performance.now() - startMs) / 1000,
    };
  });
}

async function fetchAll(
  options: ExtractOptions,
  view: PlanView,
  parent: Snapshot | undefined,
  plan: Plan,
  progress: Progress,
) {
  const { archive } = options.data;
  const { baseUrl } = options.source;
  const limiter = await openLimiter(join(archive, 'limiter.log'), options.wish.rate);
  const journal = await openJournal(archive, parent?.id ?? null, baseUrl);
  const report = reportRun(progress, plan, limiter);
  const http = openHttpClient(baseUrl);
  const { stop, signal } = stoppable(options.signal);
  const run: Run = {
    archive,
    jolpica: jolpicaOf(options, plan, { http, limiter, signal, report }),
    journal,
    stop,
    onList: report.list,
    // While some are written, others keep requests waiting for their turn.
    listsAtOnce: 2 * options.concurrency,
    recordedAt: options.source.recordedAt,
  };
  const fetched: Fetched = {
    entries: {},
    asked: new Set(),
    failed: {},
    shrunk: {},
    changed: 0,
  };
  try {
    await fetchPhases(run, view, fetched);
  } finally {
    http.close();
    report.end(Object.keys(fetched.failed).length);
  }
  return { ...fetched, requests: report.requests(), discard: () => journal.discard() };
}

type Means = Pick<Jolpica, 'http' | 'limiter' | 'signal'> & { readonly report: RunReport };

function jolpicaOf(options: ExtractOptions, plan: Plan, means: Means): Jolpica {
  const { http, limiter, signal, report } = means;
  return {
    baseUrl: options.source.baseUrl,
    http,
    limiter,
    atOnce: pLimit(options.concurrency),
    answerWithinMs: options.answerWithinMs ?? ANSWER_WITHIN_MS,
    firstDelayMs: options.firstDelayMs ?? FIRST_DELAY_MS,
    budget: { left: Math.max(FEWEST_RETRIES, plan.requests), inARow: 0 },
    signal,
    onRequest: report.request,
    onPage: report.page,
  };
}

async function openArchive(options: ExtractOptions, progress: Progress) {
  const { archive } = options.data;
  if (await readHead(archive)) return readSnapshot(archive);
  if (!options.seed) return undefined;
  const snapshot = await copySnapshot(SEED_FOLDER, archive);
  progress.note(`extract    a new archive, begun with the seed '${snapshot.id}'`);
  return snapshot;
}

function listsFailed({ id }: Snapshot, failed: Readonly<Record<string, string>>): Fault {
  return new Fault(
    'LISTS_FAILED',
    `${Object.keys(failed).length} lists stayed broken: ${someOf(failed)}; ` +
      `all else is in snapshot '${id}', run the same command again for the rest`,
  );
}

function listsShrunk({ id }: Snapshot, { shrunk, failed }: Fetched): Fault {
  const broken = Object.keys(failed).length > 0 ? `; broken: ${someOf(failed)}` : '';
  return new Fault(
    'LISTS_SHRUNK',
    `far fewer rows than the archive has: ${someOf(shrunk)}${broken}; ` +
      `these were not replaced, all else is in snapshot '${id}'; run the same command again later, ` +
      'or with --accept-shrinkage if the rows are gone for good',
    EXIT.refused,
  );
}

function someOf(lists: Readonly<Record<string, string>>): string {
  const names = Object.keys(lists);
  const shown = names.slice(0, 5).map((list) => `'${list}' (${lists[list]})`);
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return `${shown.join(', ')}${more}`;
}
