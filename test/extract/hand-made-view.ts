import type { ListEntry, Lists } from '../../extract/archive/snapshot.js';
import type { ByRace, Known, Race } from '../../extract/plan/known.js';
import type { Asked, PlanView } from '../../extract/plan/plan-view.js';
import { EVERYTHING } from '../../extract/plan/wish.js';

/** A race on a day of a season, like `2024-03-02`. */
export function race(round: number, date: string, hasSprint = false): Race {
  return { season: Number(date.slice(0, 4)), round, date, hasSprint };
}

/** What is held of a list that was confirmed on a day. */
export function entry(day: string, pages = 1, rows = 20): ListEntry {
  const time = `${day}T12:00:00Z`;
  const file = { version: '20240101T000000Z-00000000', sha256: '0'.repeat(64), bytes: 1 };
  return { ...file, pages, rows, fetchedAt: time, confirmedAt: time };
}

/** Lists that were all confirmed on one day. */
export function heldSince(day: string, ...lists: readonly string[]): Lists {
  return Object.fromEntries(lists.map((list) => [list, entry(day)]));
}

/** A sport with a calendar, of which some rounds (`2024/1`) have results of 20 rows each. */
export function known(races: readonly Race[], driven: readonly string[]): Known {
  const rows = new Map(driven.map((round) => [round, 20]));
  const none = () => ({
    seasons: new Map<string, number>(),
    circuits: new Map<string, number>(),
    constructors: new Map<string, number>(),
    drivers: new Map<string, number>(),
  });
  const ids = { circuits: new Set(['monza']), constructors: new Set(['ferrari']) };
  const byRace: Record<ByRace, Map<string, number>> = {
    results: rows,
    qualifying: rows,
    sprint: new Map(),
  };
  return {
    races,
    rows: byRace,
    ids: {
      ...ids,
      seasons: new Set(races.map(({ season }) => String(season))),
      drivers: new Set(['moss']),
    },
    named: { races: none(), results: none(), qualifying: none(), sprint: none() },
  };
}

export function view(of: Known, more: Partial<PlanView> = {}): PlanView {
  const about = { wish: EVERYTHING, today: '2024-03-20', horizon: '9999-12-31' };
  const told = { inArchive: of, known: of, seedKnown: of };
  return { ...about, held: {}, fresh: new Set(), failed: [], seed: {}, ...told, ...more };
}

/** The view once all that was asked for has come. */
export function fetched(before: PlanView, asked: readonly Asked[]): PlanView {
  const names = asked.map(({ list }) => list);
  return {
    ...before,
    held: { ...before.held, ...heldSince(before.today, ...names) },
    fresh: new Set([...before.fresh, ...names]),
  };
}

export const namesOf = (lists: readonly Asked[]) => lists.map(({ list }) => list).toSorted();

export const pagesOf = (lists: readonly Asked[]) =>
  lists.reduce((sum, { pages }) => sum + pages, 0);
