import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import { countOf } from '../../command/count-of.js';
import { groupBy } from '../../command/group-by.js';
import { causeText, Fault } from '../../fault/fault.js';
import { effectiveRows } from '../archive/effective-rows.js';
import { unpack } from '../archive/read-pages.js';
import { scopeOf } from '../archive/scope.js';
import type { ListEntry } from '../archive/snapshot.js';
import { nowToTheSecond, writeVersion } from '../archive/write-archive.js';
import { type Asked, type PlanView, roundName, type Why } from '../plan/plan-view.js';
import { allOrStop } from './all-or-stop.js';
import { fetchList, ListIncomplete, type WholeList } from './fetch-list.js';
import type { Jolpica } from './fetch-page.js';
import type { Journal } from './journal.js';
import { isFarFewer, rowsBefore } from './refuse-shrinkage.js';

/** What one run works with. */
export type Run = {
  readonly archive: string;
  readonly jolpica: Jolpica;
  readonly journal: Journal;
  /** Ends the run's requests, which have its signal. */
  readonly stop: AbortController;
  /** Told of every list that is done with, well or not. */
  readonly onList: () => void;
  readonly listsAtOnce: number;
  /** The day on which the answers were recorded, when they are replayed. */
  readonly recordedAt: string | undefined;
};

/** What one run has brought so far. */
export type Fetched = {
  readonly entries: Record<string, ListEntry>;
  /** Lists that were asked for, whatever came. */
  readonly asked: Set<string>;
  /** Lists that stayed broken, and why. */
  readonly failed: Record<string, string>;
  /** Lists that came with far fewer rows than the archive has, and how many. */
  readonly shrunk: Record<string, string>;
  changed: number;
};

const HOUR_MS = 3_600_000;

/** Faults of one list, which leave the others worth asking for. */
const LIST_FAULTS = ['LIST_INCOMPLETE', 'PAGE_FAILED'];

/** Fetches the lists that a plan asks for, and adds them to what was fetched. */
export async function fetchLists(
  run: Run,
  view: PlanView,
  lists: readonly Asked[],
  fetched: Fetched,
): Promise<void> {
  const listsAtOnce = pLimit(run.listsAtOnce);
  const work = chains(lists).map((chain) =>
    listsAtOnce(() => fetchChain(run, view, chain, fetched)),
  );
  await allOrStop(work, run.stop);
}

/** Results of rounds that are due, one season's after another: none can follow a missing one. */
function chains(lists: readonly Asked[]): Asked[][] {
  const groups = groupBy(lists, ({ list, why }) =>
    isProbe(list) && why === 'round driven since' ? `${scopeOf(list).season} ${why}` : list,
  );
  return [...groups.values()];
}

async function fetchChain(run: Run, view: PlanView, chain: readonly Asked[], fetched: Fetched) {
  for (const asked of chain) {
    const rows = await fetchOne(run, view, asked, fetched);
    if (rows === 0 && chain.length > 1) return;
  }
}

async function fetchOne(run: Run, view: PlanView, asked: Asked, fetched: Fetched) {
  const { list } = asked;
  run.jolpica.signal.throwIfAborted();
  fetched.asked.add(list);
  try {
    const kept = run.journal.list(list, maxAgeMs(asked.why));
    const found = kept ?? (await fetchList(run.jolpica, run.journal, list, maxAgeMs(asked.why)));
    const before = rowsBefore(view, list);
    if (!view.wish.acceptShrinkage && isFarFewer(found.rows, before)) {
      fetched.shrunk[list] = `${countOf(found.rows, 'row')}, ${before.toLocaleString('en')} before`;
      return undefined;
    }
    if (found.rows === 0 && before === 0 && isProbe(list) && !view.held[list]) return 0;
    const entry = 'version' in found ? found : await keepEntry(run, view.held[list], list, found);
    fetched.entries[list] = entry;
    if (entry.version !== view.held[list]?.version) fetched.changed++;
    return entry.rows;
  } catch (error) {
    if (error instanceof ListIncomplete && (await fetchNarrower(run, view, error, fetched))) return;
    if (!(error instanceof Fault) || !LIST_FAULTS.includes(error.code)) throw error;
    fetched.failed[list] = causeText(error.cause ?? error);
    return undefined;
  } finally {
    run.onList();
  }
}

/** A round's results: without rows it turns out not to have been driven. */
function isProbe(list: string): boolean {
  const { resource, round } = scopeOf(list);
  return resource === 'results' && round !== undefined;
}

async function keepEntry(run: Run, held: ListEntry | undefined, list: string, whole: WholeList) {
  const entry = await keepVersion(run, held, list, whole);
  run.journal.keepList(list, entry);
  return entry;
}

/**
 * Fetches, in place of a list whose page edges keep shifting, the lists of its seasons or
 * rounds, and tells whether they bring as many rows as it has.
 */
async function fetchNarrower(
  run: Run,
  view: PlanView,
  { list, total }: ListIncomplete,
  fetched: Fetched,
): Promise<boolean> {
  const narrower = narrowerLists(view, list);
  for (const name of narrower) {
    await fetchOne(run, view, { list: name, pages: 0, isEstimate: false, why: 'missing' }, fetched);
  }
  const { resource, season } = scopeOf(list);
  const within = Object.entries(fetched.entries).filter(([name]) => {
    const scope = scopeOf(name);
    return scope.resource === resource && (season === undefined || scope.season === season);
  });
  const keys = new Set<string>();
  for await (const { key } of effectiveRows(run.archive, Object.fromEntries(within), resource)) {
    keys.add(key);
  }
  return keys.size === total;
}

function narrowerLists({ known }: PlanView, list: string): string[] {
  const { resource, season, round } = scopeOf(list);
  // Their rows are not those of their seasons put together.
  if (resource === 'status' || resource === 'seasons' || round !== undefined) return [];
  const within = known.races.filter((race) => season === undefined || race.season === season);
  const names = within.map((race) =>
    season === undefined ? `${race.season}/${resource}` : `${roundName(race)}/${resource}`,
  );
  return [...new Set(names)];
}

/** A version is written when its bytes differ from those held; otherwise they are confirmed. */
async function keepVersion(
  { archive, recordedAt }: Run,
  held: ListEntry | undefined,
  list: string,
  whole: WholeList,
): Promise<ListEntry> {
  const fetchedAt = nowToTheSecond();
  const confirmedAt = recordedAt === undefined ? fetchedAt : `${recordedAt}T00:00:00Z`;
  const isHeld = held?.pages === whole.pages && (await isSame(archive, list, held, whole));
  return isHeld
    ? { ...held, confirmedAt }
    : writeVersion(archive, list, whole, { fetchedAt, confirmedAt });
}

async function isSame(archive: string, list: string, { version }: ListEntry, whole: WholeList) {
  // A version that is missing or damaged is written anew.
  const held = await digest(unpack(archive, list, version)).catch(() => undefined);
  return held === (await digest(whole.lines()));
}

async function digest(chunks: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

/** Pages of lists that move are good for as long as Jolpica caches its answers. */
function maxAgeMs(why: Why): number {
  return why === 'missing' || why === 'asked by --force' ? Number.POSITIVE_INFINITY : HOUR_MS;
}
