import type { Resource } from '../archive/resource.js';
import { scopeOf } from '../archive/scope.js';
import type { Lists } from '../archive/snapshot.js';
import type { RateWindow } from '../fetch/rate.js';
import type { Known, Race } from './known.js';

/** What a person asks of an extraction. */
export type Wish = {
  /** Seasons to bring up to date; all when undefined. */
  readonly seasons: ReadonlySet<number> | undefined;
  /** Resources to bring up to date; all when undefined. */
  readonly only: ReadonlySet<Resource> | undefined;
  /** Ask again for what is held. */
  readonly force: boolean;
  /** Results are asked for again until this many days after the race. */
  readonly sinceDays: number;
  readonly rate: readonly RateWindow[];
  /** Keep answers that have far fewer rows than the archive. */
  readonly acceptShrinkage: boolean;
};

export type Why =
  | 'missing'
  | 'calendar'
  | 'round driven since'
  | 're-check'
  | 'standings moved'
  | 'results corrected'
  | 'named by a race'
  | 'failed last time'
  | 'asked by --force';

/** One list that a plan asks for. */
export type Asked = {
  readonly list: string;
  readonly pages: number;
  /** False where `pages` was counted when the list was last fetched. */
  readonly isEstimate: boolean;
  readonly why: Why;
};

/** All that a plan is made of. */
export type PlanView = {
  readonly wish: Wish;
  /** Today's date, `2026-07-27`. */
  readonly today: string;
  /** What the archive holds, this run's lists included. */
  readonly held: Lists;
  /** Lists that this run has fetched: they tell today's state. */
  readonly fresh: ReadonlySet<string>;
  /** Lists that no run could have since they were first asked for. */
  readonly failed: readonly string[];
  /** What the seed holds: how many pages a list has that is not held yet. */
  readonly seed: Lists;
  /** What the archive tells of the sport. */
  readonly inArchive: Known;
  /** What the archive, or where it holds nothing the seed, tells of the sport. */
  readonly known: Known;
  /** What the seed tells: how many rows a season has that is not held yet. */
  readonly seedKnown: Known;
  /** The day up to which the snapshot that the run began with can tell of races. */
  readonly horizon: string;
};

/** Rows of a race that has no page count yet: a field of today. */
const USUAL_FIELD = 22;
const USUAL_LAP_PAGES = 12;
const PAGE_ROWS = 100;

/** Whether the wish takes in a resource. */
export function wants({ wish }: PlanView, resource: Resource): boolean {
  return wish.only === undefined || wish.only.has(resource);
}

/** The seasons to bring up to date: all known ones and those that have begun since. */
export function wantedSeasons({ wish, known, today }: PlanView): number[] {
  const all = [...known.ids.seasons].map(Number);
  const last = Math.max(...all);
  for (let season = last + 1; season <= Number(today.slice(0, 4)); season++) all.push(season);
  return all.filter((season) => wish.seasons === undefined || wish.seasons.has(season));
}

/**
 * The last day that the lists held can tell of, for a resource in a season or round;
 * undefined when no list covers it. A list tells no more than the snapshot it was in:
 * one that shows a race as not yet driven was true before that race.
 */
export function coveredUntil(
  { held, fresh, horizon, today, wish }: PlanView,
  resource: Resource,
  season: number,
  round?: number,
): string | undefined {
  let latest: string | undefined;
  for (const list of listsCovering(held, resource, season, round)) {
    const entry = held[list];
    if (!entry || (wish.force && !fresh.has(list))) continue;
    const confirmed = entry.confirmedAt.slice(0, 10);
    const day = fresh.has(list) ? today : confirmed < horizon ? confirmed : horizon;
    if (latest === undefined || day > latest) latest = day;
  }
  return latest;
}

/** When a list that covers a season was last confirmed, by the clock of who asked. */
export function confirmedAt(
  { held, fresh, wish }: PlanView,
  resource: Resource,
  season: number,
): string | undefined {
  return listsCovering(held, resource, season)
    .filter((list) => !wish.force || fresh.has(list))
    .flatMap((list) => held[list]?.confirmedAt ?? [])
    .toSorted()
    .at(-1);
}

function listsCovering(held: Lists, resource: Resource, season: number, round?: number): string[] {
  const whole = [resource, `${season}/${resource}`];
  if (round !== undefined) return [...whole, `${season}/${round}/${resource}`];
  if (whole.some((list) => held[list])) return whole;
  // A season whose list stayed broken was fetched round by round.
  return Object.keys(held).filter((list) => {
    const scope = scopeOf(list);
    return scope.resource === resource && scope.season === season;
  });
}

/** The first race after the last one driven; what an answer tells was true before that day. */
export function horizonOf(races: readonly Race[], driven: ReadonlySet<string>): string {
  const byDate = races.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const last = byDate.findLastIndex((race) => driven.has(roundName(race)));
  return byDate[last + 1]?.date ?? '9999-12-31';
}

/** `2024/5`, as rounds are named in lists and keys. */
export function roundName({ season, round }: Pick<Race, 'season' | 'round'>): string {
  return `${season}/${round}`;
}

/** A list to ask for, with the pages that it had or may have. */
export function asked(view: PlanView, list: string, why: Why, estimate?: number): Asked {
  const entry = view.held[list] ?? view.seed[list];
  const reason = view.wish.force && view.held[list] && !view.fresh.has(list);
  return {
    list,
    pages: entry?.pages ?? estimate ?? estimatePages(view, list),
    isEstimate: entry === undefined,
    why: reason ? 'asked by --force' : why,
  };
}

function estimatePages(view: PlanView, list: string): number {
  const { resource, season, round } = scopeOf(list);
  if (resource === 'laps') return USUAL_LAP_PAGES;
  if (round !== undefined || season === undefined) return 1;
  return seasonPages(view, resource, season, 0);
}

/** Pages of a season's list once so many more rounds have been driven. */
export function seasonPages(
  view: PlanView,
  resource: Resource,
  season: number,
  newRounds: number,
): number {
  const rows = rowsIn(view.known, resource, season) || rowsIn(view.seedKnown, resource, season);
  return Math.max(1, Math.ceil((rows + newRounds * USUAL_FIELD) / PAGE_ROWS));
}

function rowsIn(known: Known, resource: Resource, season: number): number {
  if (resource === 'races') return known.races.filter((race) => race.season === season).length;
  if (resource !== 'results' && resource !== 'qualifying' && resource !== 'sprint') return 0;
  let rows = 0;
  for (const [round, count] of known.rows[resource]) {
    if (round.startsWith(`${season}/`)) rows += count;
  }
  return rows;
}
