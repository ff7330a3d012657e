import type { Progress } from '../command/progress.js';
import { type DataFolder, SEED_FOLDER } from '../disk/data-folder.js';
import { readHead, readSnapshot } from './archive/archive.js';
import type { Snapshot } from './archive/snapshot.js';
import { withArchive } from './archive/with-archive.js';
import { copySnapshot, writeSnapshot } from './archive/write-archive.js';
import { alphaUrlOf, isJolpica } from './fetch/base-url.js';
import { type FetchOutcome, storedOf } from './fetch/fetch-lists.js';
import { fetchPhases } from './fetch/fetch-phases.js';
import { refuseFaster } from './fetch/rate.js';
import { openRun, type RunOptions } from './fetch/run.js';
import { healDamaged } from './heal-damaged.js';
import { alphaWarnings, listsFault, sentencesOf } from './lists-fault.js';
import { type ExtractRequest, withoutAlpha } from './plan/extract-request.js';
import { makePlan } from './plan/plan.js';
import { readPlanState } from './plan/plan-state.js';

export type ExtractOptions = RunOptions & {
  readonly data: DataFolder;
  readonly request: ExtractRequest;
  /** Whether a new archive starts as a copy of the committed seed. */
  readonly seed: boolean;
  /** Decides which rounds are due; default: now. */
  readonly now?: Date;
};

export type ExtractResult = {
  readonly snapshot: string;
  /** False when there was nothing to add, so that no new snapshot was made. */
  readonly isNew: boolean;
  readonly lists: number;
  readonly fetchedLists: number;
  /** Of those, lists whose bytes are new. */
  readonly changedLists: number;
  readonly requests: number;
  readonly plannedRequests: number;
  /** Lists of Jolpica's new API that could not be fetched, and why. */
  readonly warnings: readonly string[];
  readonly seconds: number;
};

/**
 * Brings the archive up to date with the fewest requests, and writes a new snapshot of lists
 * that are proven whole. After kill -9 the same call goes on.
 *
 * @throws {Fault} RATE_TOO_FAST for Jolpica's own address; ARCHIVE_BUSY when another run uses the folder; LISTS_FAILED when lists stayed
 *   broken and LISTS_SHRUNK when lists lost rows: the new snapshot has all others and names these;
 *   as fetchPage does when the run cannot go on: then the journal keeps what was fetched
 */
export async function extract(options: ExtractOptions, progress: Progress): Promise<ExtractResult> {
  const { archive } = options.data;
  const { baseUrl } = options.source;
  if (isJolpica(baseUrl)) refuseFaster(options.request.rate, `that '${baseUrl}' allows`);
  return withArchive(archive, async () => {
    const startMs = performance.now();
    const before = await openArchive(archive, options.seed, progress);
    const now = options.now ?? new Date();
    const request = requestTo(options.source.baseUrl, options.request);
    const heal = (damaged: Snapshot) => healDamaged(archive, damaged, request, options, progress);
    const parent = before && request.force ? await heal(before) : before;
    const state = await readPlanState(archive, parent, request, now);
    const plan = makePlan(state);
    const { rate } = request;
    const lists = plan.resources.reduce((sum, one) => sum + one.lists, 0);
    const planned = { requests: plan.requests, lists };
    const run = await openRun(archive, parent, rate, planned, options, progress);
    const outcomes = await fetchPhases(run, state).finally(run.close);
    const { snapshot, isNew } = await publish(archive, parent, options, outcomes);
    await run.journal.discard();
    const fault = listsFault(snapshot.id, outcomes);
    if (fault) throw fault;
    const stored = outcomes.filter(({ kind }) => kind === 'stored');
    return {
      snapshot: snapshot.id,
      isNew,
      lists: Object.keys(snapshot.lists).length,
      fetchedLists: stored.length,
      changedLists: stored.filter((one) => one.kind === 'stored' && one.isChanged).length,
      requests: run.report.requests(),
      plannedRequests: plan.requests,
      warnings: alphaWarnings(outcomes),
      seconds: (performance.now() - startMs) / 1000,
    };
  });
}

/** What can be asked of a server: only beside an Ergast-compatible address is a new API. */
export function requestTo(baseUrl: string, request: ExtractRequest): ExtractRequest {
  return alphaUrlOf(baseUrl) === undefined ? withoutAlpha(request) : request;
}

async function openArchive(archive: string, withSeed: boolean, progress: Progress) {
  if (await readHead(archive)) return readSnapshot(archive);
  if (!withSeed) return undefined;
  const snapshot = await copySnapshot(SEED_FOLDER, archive);
  progress.note(`extract    a new archive, begun with the seed '${snapshot.id}'`);
  return snapshot;
}

/** Writes a new snapshot when lists were stored, or when other lists than before failed. */
async function publish(
  archive: string,
  parent: Snapshot | undefined,
  { source }: ExtractOptions,
  outcomes: readonly FetchOutcome[],
): Promise<{ snapshot: Snapshot; isNew: boolean }> {
  const asked = new Set(outcomes.map(({ list }) => list));
  const before = Object.entries(parent?.failed ?? {});
  const stillFailed = before.filter(([list]) => !asked.has(list));
  const failed = { ...Object.fromEntries(stillFailed), ...sentencesOf(outcomes) };
  const stored = storedOf(outcomes);
  const hasNewFailure = Object.keys(failed).some((list) => parent?.failed?.[list] === undefined);
  if (parent && Object.keys(stored).length === 0 && !hasNewFailure) {
    return { snapshot: parent, isNew: false };
  }
  const lists = { ...parent?.lists, ...stored };
  const snapshot = await writeSnapshot(archive, parent?.id ?? null, source, lists, failed);
  return { snapshot, isNew: true };
}
