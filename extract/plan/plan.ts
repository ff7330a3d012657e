import { countOf } from '../../command/count-of.js';
import { groupBy } from '../../command/group-by.js';
import { SEED_FOLDER } from '../../disk/data-folder.js';
import { readHead, readSnapshot } from '../archive/archive.js';
import { type Resource, resourceOf } from '../archive/resource.js';
import type { Lists, Snapshot } from '../archive/snapshot.js';
import { leastMs } from '../fetch/limiter.js';
import { type Known, readKnown } from './known.js';
import {
  calendarLists,
  FIRST_SEASON_WITH_LAPS,
  FIRST_SEASON_WITH_PIT_STOPS,
  failedLists,
  isDue,
  otherLists,
  resultLists,
  roundLists,
} from './plan-lists.js';
import {
  type Asked,
  horizonOf,
  type PlanView,
  roundName,
  type Why,
  type Wish,
  wantedSeasons,
} from './plan-view.js';

export type Plan = {
  /** Requests, if all goes well. */
  readonly requests: number;
  /** Fewer requests can't bring these rows, in pages of 100. */
  readonly lowerBound: number;
  /** False when pages of some lists are guessed: rounds that are new may have more or fewer. */
  readonly isExact: boolean;
  /** The least time at the given rate, for requests that take no time themselves. */
  readonly seconds: number;
  readonly resources: readonly PlannedResource[];
  readonly skipped: readonly Skipped[];
};

export type PlannedResource = {
  readonly resource: Resource;
  readonly why: Why;
  readonly lists: number;
  readonly requests: number;
};

/** What a plan leaves out, and why. */
export type Skipped = { readonly what: string; readonly why: string };

/** The view of an archive before a run: what it holds and what is known of the sport. */
export async function viewOf(
  archive: string,
  parent: Snapshot | undefined,
  wish: Wish,
  now: Date,
): Promise<PlanView> {
  const seed = await readSnapshot(SEED_FOLDER);
  const held = parent?.lists ?? {};
  const isSeed = parent?.id === seed.id;
  const inArchive = isSeed ? undefined : await readKnown(archive, held);
  const isWhole = Object.keys(seed.lists).every((list) => held[list] !== undefined);
  const seedKnown = inArchive && isWhole ? inArchive : await readKnown(SEED_FOLDER, seed.lists);
  const known = inArchive ? orElse(inArchive, held, seedKnown) : seedKnown;
  return {
    wish,
    today: now.toISOString().slice(0, 10),
    held,
    fresh: new Set(),
    failed: Object.keys(parent?.failed ?? {}),
    seed: seed.lists,
    inArchive: inArchive ?? seedKnown,
    known,
    seedKnown,
    horizon: horizonOf(known.races, new Set(known.rows.results.keys())),
  };
}

/** The view once lists have been fetched. */
export async function viewAfter(
  view: PlanView,
  archive: string,
  fetched: Lists,
): Promise<PlanView> {
  const held = { ...view.held, ...fetched };
  const since = Object.keys(fetched).filter((list) => !view.fresh.has(list));
  const inArchive = await readKnown(archive, held, view.inArchive, new Set(since.map(resourceOf)));
  const known = orElse(inArchive, held, view.seedKnown);
  return { ...view, held, inArchive, known, fresh: new Set(Object.keys(fetched)) };
}

/** Plans without asking anybody: as if every round that is due had been driven. */
export function planOf(before: PlanView): { plan: Plan; lists: readonly Asked[] } {
  const view = withSeedCalendar(before);
  const first = [...calendarLists(view), ...resultLists(view)];
  const due = view.known.races.filter(
    (race) => isDue(view, race) && wantedSeasons(view).includes(race.season),
  );
  const results = new Map(view.known.rows.results);
  for (const race of due) results.set(roundName(race), 0);
  const assumed: PlanView = {
    ...view,
    known: { ...view.known, rows: { ...view.known.rows, results } },
  };
  const asksForResults = first.some(({ list }) => resourceOf(list) === 'results');
  const driven = new Set(asksForResults ? due.map(roundName) : []);
  const rounds = roundLists(assumed, { driven, corrected: new Set() });
  const planned = [...first, ...otherLists(assumed), ...rounds];
  const names = new Set(planned.map(({ list }) => list));
  const lists = [...planned, ...failedLists(view).filter(({ list }) => !names.has(list))];
  return { plan: summarise(view, lists, due.length > 0), lists };
}

/** A season that the archive has not heard of is planned by the seed's calendar. */
function withSeedCalendar(view: PlanView): PlanView {
  const seasons = new Set(view.known.races.map(({ season }) => season));
  const others = view.seedKnown.races.filter(({ season }) => !seasons.has(season));
  return { ...view, known: { ...view.known, races: [...view.known.races, ...others] } };
}

function summarise(view: PlanView, lists: readonly Asked[], isGuess: boolean): Plan {
  const requests = lists.reduce((sum, { pages }) => sum + pages, 0);
  const groups = groupBy(lists, ({ list, why }) => `${resourceOf(list)} ${why}`);
  return {
    requests,
    lowerBound: lowerBound(view, lists),
    isExact: !isGuess && lists.every(({ isEstimate }) => !isEstimate),
    seconds: leastMs(view.wish.rate, requests) / 1000,
    resources: [...groups.values()].flatMap((group) =>
      group.slice(0, 1).map(({ list, why }) => ({
        resource: resourceOf(list),
        why,
        lists: group.length,
        requests: group.reduce((sum, { pages }) => sum + pages, 0),
      })),
    ),
    skipped: skipped(view, lists),
  };
}

/**
 * Rows in pages of 100: of laps, stops and standings for each list, since Jolpica tells
 * them by round and season only; of all else for the resource as a whole.
 */
function lowerBound(view: PlanView, lists: readonly Asked[]): number {
  const loose = new Map<string, number>();
  let bound = 0;
  for (const { list, pages } of lists) {
    const resource = resourceOf(list);
    const rows = (view.held[list] ?? view.seed[list])?.rows;
    const isWhole = ['laps', 'pitstops', 'driverstandings', 'constructorstandings'];
    if (isWhole.includes(resource) || rows === undefined) bound += pages;
    else loose.set(resource, (loose.get(resource) ?? 0) + rows);
  }
  for (const rows of loose.values()) bound += Math.max(1, Math.ceil(rows / 100));
  return bound;
}

function skipped(view: PlanView, lists: readonly Asked[]): Skipped[] {
  const undriven = view.known.races.filter((race) => race.date > view.today).length;
  const asked = new Set(lists.map(({ list }) => list));
  const kept = Object.keys(view.held).filter((list) => !asked.has(list)).length;
  return [
    ...(kept > 0
      ? [{ what: countOf(kept, 'list'), why: 'held, and nothing says that they changed' }]
      : []),
    ...(undriven > 0 ? [{ what: countOf(undriven, 'round'), why: 'still to come' }] : []),
    { what: `laps before ${FIRST_SEASON_WITH_LAPS}`, why: 'Jolpica has none' },
    { what: `pit stops before ${FIRST_SEASON_WITH_PIT_STOPS}`, why: 'Jolpica has none' },
    { what: 'standings after each round', why: 'they are computed from the results' },
  ];
}

/** What an archive tells, and where it holds nothing of a kind, what the seed does. */
function orElse(known: Known, held: Lists, seed: Known): Known {
  const ids = known.ids;
  // Results of none of its seasons are an answer, too.
  const hasResults = Object.keys(held).some((list) => resourceOf(list) === 'results');
  return {
    races: known.races.length > 0 ? known.races : seed.races,
    rows: {
      results: hasResults ? known.rows.results : seed.rows.results,
      qualifying: known.rows.qualifying,
      sprint: known.rows.sprint,
    },
    ids: {
      seasons: ids.seasons.size > 0 ? ids.seasons : seed.ids.seasons,
      circuits: ids.circuits.size > 0 ? ids.circuits : seed.ids.circuits,
      constructors: ids.constructors.size > 0 ? ids.constructors : seed.ids.constructors,
      drivers: ids.drivers.size > 0 ? ids.drivers : seed.ids.drivers,
    },
    named: known.named,
  };
}

/** The newest snapshot of an archive, or the seed's when the archive is to begin with it. */
export async function parentOf(archive: string, withSeed: boolean) {
  if (await readHead(archive)) return readSnapshot(archive);
  return withSeed ? readSnapshot(SEED_FOLDER) : undefined;
}
