import { SEED_FOLDER } from '../../disk/data-folder.js';
import { readSnapshot } from '../archive/archive.js';
import { type Resource, resourceOf } from '../archive/resource.js';
import type { Lists, Snapshot } from '../archive/snapshot.js';
import {
  type ArchiveFacts,
  NO_FACTS,
  type Race,
  readArchiveFacts,
  roundName,
} from './archive-facts.js';
import type { ExtractRequest } from './extract-request.js';

/** All that a plan depends on: the request, the archive so far, and the seed for estimates. */
export type PlanState = {
  readonly request: ExtractRequest;
  /** Today's date, `2026-07-27`. */
  readonly today: string;
  /** Stored lists, those of this run included. */
  readonly lists: Lists;
  /** What the stored lists say; the seed speaks for resources of which no list is stored. */
  readonly facts: ArchiveFacts;
  /** Lists that this run has asked for, whatever the answer. */
  readonly asked: ReadonlySet<string>;
  /** Of those, the lists that are stored. */
  readonly fresh: ReadonlySet<string>;
  /** Lists that failed in earlier runs and were not fetched since. */
  readonly failed: readonly string[];
  /** Day of the first race after the last one driven: see horizonOf. */
  readonly horizon: string;
  /** Lists and facts of the seed: sizes of what is not stored yet. */
  readonly seed: { readonly lists: Lists; readonly facts: ArchiveFacts };
};

/** Reads the state before a run; `folder` is the archive that has the snapshot. */
export async function readPlanState(
  folder: string,
  snapshot: Snapshot | undefined,
  request: ExtractRequest,
  now: Date,
): Promise<PlanState> {
  const lists = snapshot?.lists ?? {};
  const seed = await readSeed(lists);
  const { named, alpha } = NO_FACTS;
  // Ids of the new API are only good where its lists are stored.
  const fallback = { ...(seed.facts ?? NO_FACTS), named, alpha };
  const facts = await readArchiveFacts(folder, lists, resourcesOf(Object.keys(lists)), fallback);
  return {
    ...stateBefore(request, now, lists, facts),
    failed: Object.keys(snapshot?.failed ?? {}),
    seed: { lists: seed.lists, facts: seed.facts ?? facts },
  };
}

/** The state of stored lists before anything is asked, without what the seed or a run adds. */
export function stateBefore(
  request: ExtractRequest,
  now: Date,
  lists: Lists,
  facts: ArchiveFacts,
): PlanState {
  return {
    request,
    today: now.toISOString().slice(0, 10),
    lists,
    facts,
    asked: new Set(),
    fresh: new Set(),
    failed: [],
    horizon: horizonOf(facts.races, new Set(facts.rows.results.keys())),
    seed: { lists, facts },
  };
}

/** The seed; without facts, which take a second to read, where all its lists are stored. */
async function readSeed(stored: Lists): Promise<{ lists: Lists; facts?: ArchiveFacts }> {
  const { lists } = await readSnapshot(SEED_FOLDER);
  const names = Object.keys(lists);
  if (names.every((list) => stored[list])) return { lists };
  return { lists, facts: await readArchiveFacts(SEED_FOLDER, lists, resourcesOf(names)) };
}

/** Adds what a run has asked for and stored to its state. */
export async function addFetched(
  state: PlanState,
  archive: string,
  asked: readonly string[],
  stored: Lists,
): Promise<PlanState> {
  const names = Object.keys(stored);
  const lists = { ...state.lists, ...stored };
  return {
    ...state,
    lists,
    facts: await readArchiveFacts(archive, lists, resourcesOf(names), state.facts),
    asked: new Set([...state.asked, ...asked]),
    fresh: new Set([...state.fresh, ...names]),
  };
}

function resourcesOf(lists: readonly string[]): ReadonlySet<Resource> {
  return new Set(lists.map(resourceOf));
}

/**
 * The first race after the last one driven. A list that shows it as not driven was true before
 * that day, whenever it was fetched: the answer may come from an old recording.
 */
export function horizonOf(races: readonly Race[], driven: ReadonlySet<string>): string {
  const byDate = races.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const last = byDate.findLastIndex((race) => driven.has(roundName(race)));
  return byDate[last + 1]?.date ?? '9999-12-31';
}
