import pLimit from 'p-limit';
import { groupBy } from '../../command/group-by.js';
import { causeText, Fault } from '../../fault/fault.js';
import { effectiveRows } from '../archive/effective-rows.js';
import { isAlpha } from '../archive/resource.js';
import { scopeOf } from '../archive/scope.js';
import type { ListEntry, Lists } from '../archive/snapshot.js';
import { storeVersion, type WholeList } from '../archive/write-archive.js';
import { roundName } from '../plan/archive-facts.js';
import type { ListRequest, RequestReason } from '../plan/list-request.js';
import type { PlanState } from '../plan/plan-state.js';
import { countReplaced, isFarFewer } from '../plan/shrinkage.js';
import { fetchList, ListIncomplete } from './fetch-list.js';
import type { Run } from './run.js';

/** What became of one list. */
export type FetchOutcome = { readonly list: string } & (
  | { readonly kind: 'stored'; readonly entry: ListEntry; readonly isChanged: boolean }
  /** A round has no results yet. */
  | { readonly kind: 'not-driven' }
  /** Lists of its seasons or rounds are stored in its place. */
  | { readonly kind: 'split' }
  /** It has far fewer rows than the archive, which keeps its own. */
  | { readonly kind: 'shrunk'; readonly rows: number; readonly before: number }
  | { readonly kind: 'failed'; readonly why: string }
);

const HOUR_MS = 3_600_000;

/** Faults of one list: the others are still worth asking for. */
const LIST_FAULTS = ['LIST_INCOMPLETE', 'PAGE_FAILED'];
/** The new API may change or go: nothing of it ends a run. */
const ALPHA_FAULTS = [...LIST_FAULTS, 'PAGE_REFUSED', 'RETRIES_SPENT'];

/**
 * Fetches lists and stores those that are whole.
 *
 * @throws {Fault} as fetchPage does when the run cannot go on; the journal keeps what came
 */
export async function fetchLists(
  run: Run,
  state: PlanState,
  requests: readonly ListRequest[],
): Promise<FetchOutcome[]> {
  const listsAtOnce = pLimit(run.listsAtOnce);
  const chains = chainsOf(requests);
  const work = chains.map((chain) => listsAtOnce(() => fetchChain(run, state, chain)));
  return (await run.group.all(work)).flat();
}

/** The entries of the lists that were stored. */
export function storedOf(outcomes: readonly FetchOutcome[]): Lists {
  const stored = outcomes.flatMap((one) => (one.kind === 'stored' ? [[one.list, one.entry]] : []));
  return Object.fromEntries(stored);
}

/** Results of rounds that are due come one after another: none can follow a missing one. */
function chainsOf(requests: readonly ListRequest[]): ListRequest[][] {
  const groups = groupBy(requests, ({ list, why }) =>
    isRoundResult(list) && why === 'round-driven' ? `${scopeOf(list).season} ${why}` : list,
  );
  return [...groups.values()];
}

async function fetchChain(run: Run, state: PlanState, chain: readonly ListRequest[]) {
  const outcomes: FetchOutcome[] = [];
  for (const { list, why } of chain) {
    outcomes.push(...(await fetchOne(run, state, list, maxAgeMs(why))));
    const last = outcomes.at(-1);
    const isEmpty = last?.kind === 'not-driven' || (last?.kind === 'stored' && !last.entry.rows);
    if (isEmpty) break;
  }
  return outcomes;
}

/** One outcome, or several when narrower lists were fetched in its place. */
async function fetchOne(
  run: Run,
  state: PlanState,
  list: string,
  maxAge: number,
): Promise<FetchOutcome[]> {
  run.jolpica.signal.throwIfAborted();
  let outcomes: FetchOutcome[];
  try {
    outcomes = [await fetchAndStore(run, state, list, maxAge)];
  } catch (error) {
    const faults = isAlpha(scopeOf(list).resource) ? ALPHA_FAULTS : LIST_FAULTS;
    if (!(error instanceof Fault) || !faults.includes(error.code)) throw error;
    outcomes = error instanceof ListIncomplete ? await fetchNarrower(run, state, error) : [];
    const isSplit = outcomes.some(({ kind }) => kind === 'split');
    if (!isSplit) outcomes.push({ list, kind: 'failed', why: causeText(error.cause ?? error) });
  }
  run.report.list(outcomes.at(-1)?.kind === 'failed');
  return outcomes;
}

async function fetchAndStore(
  run: Run,
  state: PlanState,
  list: string,
  maxAge: number,
): Promise<FetchOutcome> {
  const { journal } = run;
  const stored = state.lists[list];
  const found = journal.list(list, maxAge) ?? (await fetchList(run.jolpica, journal, list, maxAge));
  const before = countReplaced(state, list);
  if (!state.request.acceptShrinkage && isFarFewer(found.rows, before)) {
    return { list, kind: 'shrunk', rows: found.rows, before };
  }
  if (found.rows + before === 0 && isRoundResult(list) && !stored) {
    return { list, kind: 'not-driven' };
  }
  const entry = 'lines' in found ? await store(run, list, found, stored) : found;
  return { list, kind: 'stored', entry, isChanged: entry.version !== stored?.version };
}

async function store(run: Run, list: string, whole: WholeList, stored: ListEntry | undefined) {
  const entry = await storeVersion(run.archive, list, whole, stored, run);
  run.journal.keepList(list, entry);
  return entry;
}

/**
 * Fetches the lists of a list's seasons or rounds, when its own page edges keep shifting.
 * Together they must have as many rows; then a 'split' is among the outcomes.
 */
async function fetchNarrower(
  run: Run,
  state: PlanState,
  { list, total }: ListIncomplete,
): Promise<FetchOutcome[]> {
  const outcomes: FetchOutcome[] = [];
  for (const narrower of narrowerLists(state, list)) {
    outcomes.push(...(await fetchOne(run, state, narrower, Number.POSITIVE_INFINITY)));
  }
  const { resource } = scopeOf(list);
  const keys = new Set<string>();
  for await (const { key } of effectiveRows(run.archive, storedOf(outcomes), resource)) {
    keys.add(key);
  }
  return keys.size === total ? [...outcomes, { list, kind: 'split' }] : outcomes;
}

function narrowerLists({ facts }: PlanState, list: string): string[] {
  const { resource, season, round } = scopeOf(list);
  // The rows of these are not those of their seasons put together.
  if (resource === 'status' || resource === 'seasons' || round !== undefined) return [];
  if (isAlpha(resource)) return [];
  const within = facts.races.filter((race) => season === undefined || race.season === season);
  const names = within.map((race) =>
    season === undefined ? `${race.season}/${resource}` : `${roundName(race)}/${resource}`,
  );
  return [...new Set(names)];
}

/** The results of one round: without rows, it is not driven yet. */
function isRoundResult(list: string): boolean {
  const { resource, round } = scopeOf(list);
  return resource === 'results' && round !== undefined;
}

/** Journaled pages of lists that change are good for as long as Jolpica caches its answers. */
function maxAgeMs(why: RequestReason): number {
  return why === 'missing' || why === 'forced' ? Number.POSITIVE_INFINITY : HOUR_MS;
}
