import pLimit from 'p-limit';
import { type DataFolder, SEED_FOLDER } from '../command/data-folder.js';
import type { Progress } from '../command/progress.js';
import { readHead, readSnapshot } from './archive.js';
import { fetchList } from './fetch-list.js';
import type { Jolpica } from './fetch-page.js';
import { limiterFor } from './limiter.js';
import type { Page } from './page.js';
import { detailLists, GLOBAL_LISTS } from './plan-lists.js';
import type { RateWindow } from './rate.js';
import { readPages } from './read-pages.js';
import type { ListEntry, Snapshot, SnapshotSource } from './snapshot.js';
import { copySnapshot, writeSnapshot, writeVersion } from './write-archive.js';

export type ExtractOptions = {
  readonly data: DataFolder;
  readonly source: SnapshotSource;
  readonly rate: readonly RateWindow[];
  /** Lists that are asked for at the same time. */
  readonly concurrency: number;
  /** Whether a new archive starts as a copy of the committed seed. */
  readonly seed: boolean;
  readonly signal: AbortSignal;
};

export type ExtractResult = {
  readonly snapshot: string;
  /** False when the archive lacked nothing, so that no new snapshot was made. */
  readonly isNew: boolean;
  readonly lists: number;
  readonly fetchedLists: number;
  readonly requests: number;
  readonly seconds: number;
};

/**
 * Fetches every list that the archive's newest snapshot lacks and writes a new snapshot,
 * in which each list is proven whole. Nothing that is there is asked for again.
 *
 * @throws {Fault} as fetchList and writeWhole do; then the newest snapshot stays what it was
 */
export async function extract(options: ExtractOptions, progress: Progress): Promise<ExtractResult> {
  const startMs = performance.now();
  const { archive } = options.data;
  const parent = await openArchive(options, progress);
  let requests = 0;
  const jolpica: Jolpica = {
    baseUrl: options.source.baseUrl,
    limiter: limiterFor(options.rate),
    signal: options.signal,
    onRequest: () => requests++,
  };
  const fetched = await fetchMissing(jolpica, options, parent, progress);
  const lists = { ...parent?.lists, ...fetched };
  const fetchedLists = Object.keys(fetched).length;
  const isNew = !parent || fetchedLists > 0;
  const snapshot = isNew
    ? await writeSnapshot(archive, parent?.id ?? null, options.source, lists)
    : parent;
  return {
    snapshot: snapshot.id,
    isNew,
    lists: Object.keys(lists).length,
    fetchedLists,
    requests,
    seconds: (performance.now() - startMs) / 1000,
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

/** The lists of the straight path that `parent` lacks, fetched and written. */
async function fetchMissing(
  jolpica: Jolpica,
  options: ExtractOptions,
  parent: Snapshot | undefined,
  progress: Progress,
): Promise<Record<string, ListEntry>> {
  const { archive } = options.data;
  const entries: Record<string, ListEntry> = {};
  const calendar = new Map<string, readonly Page[]>();
  const listsAtOnce = pLimit(options.concurrency);
  const task = progress.task('extract', GLOBAL_LISTS.length);
  const stop = new AbortController();
  const signal = AbortSignal.any([jolpica.signal, stop.signal]);

  const fetchOne = async (list: string) => {
    signal.throwIfAborted();
    task.say(list);
    const pages = await fetchList({ ...jolpica, signal }, list);
    entries[list] = await writeVersion(archive, list, pages);
    task.step();
    return pages;
  };
  const fetchAll = (lists: readonly string[], keep: boolean) =>
    Promise.all(
      lists.map((list) =>
        listsAtOnce(async () => {
          const isKnown = parent?.lists[list] !== undefined;
          if (isKnown && !keep) return task.step();
          const pages = isKnown ? await readPages(archive, parent, list) : await fetchOne(list);
          if (keep) calendar.set(list, pages);
        }),
      ),
    );

  try {
    await fetchAll(GLOBAL_LISTS, true);
    const seasons = keysOf(calendar, 'seasons').map(Number);
    const details = detailLists(seasons, roundsOf(keysOf(calendar, 'results')));
    task.total(GLOBAL_LISTS.length + details.length);
    await fetchAll(details, false);
  } finally {
    // One list that failed ends the run: the others are not to go on behind it.
    stop.abort();
  }
  task.end(`${Object.keys(entries).length} lists fetched`);
  return entries;
}

function keysOf(pages: ReadonlyMap<string, readonly Page[]>, list: string): string[] {
  return (pages.get(list) ?? []).flatMap(({ keys }) => keys);
}

/** The distinct rounds of natural keys that begin with season and round. */
function roundsOf(keys: readonly string[]) {
  const rounds = new Set(keys.map((key) => key.split('/', 2).join('/')));
  return [...rounds].map((text) => {
    const [season, round] = text.split('/').map(Number);
    return { season: season ?? 0, round: round ?? 0 };
  });
}
