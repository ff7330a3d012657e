import type { ListEntry, Lists } from '../../extract/archive/snapshot.js';
import { type ArchiveFacts, NO_FACTS, type Race } from '../../extract/plan/archive-facts.js';
import { EVERYTHING } from '../../extract/plan/extract-request.js';
import type { ListRequest } from '../../extract/plan/list-request.js';
import type { PlanState } from '../../extract/plan/plan-state.js';

/** A race on a day of a season, like `2024-03-02`. */
export function race(round: number, date: string, hasSprint = false): Race {
  return {
    season: Number(date.slice(0, 4)),
    round,
    date,
    hasSprint,
    hasSprintQualifying: hasSprint && date >= '2023',
  };
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
export function factsOf(races: readonly Race[], driven: readonly string[]): ArchiveFacts {
  const rows = new Map(driven.map((round) => [round, 20]));
  return {
    races,
    rows: { results: rows, qualifying: rows, sprint: new Map() },
    ids: {
      circuits: new Set(['monza']),
      constructors: new Set(['ferrari']),
      seasons: new Set(races.map(({ season }) => String(season))),
      drivers: new Set(['moss']),
    },
    named: NO_FACTS.named,
    alpha: NO_FACTS.alpha,
  };
}

export function stateOf(facts: ArchiveFacts, more: Partial<PlanState> = {}): PlanState {
  const about = { request: EVERYTHING, today: '2024-03-20', horizon: '9999-12-31' };
  const run = { asked: new Set<string>(), fresh: new Set<string>(), failed: [] };
  return { ...about, ...run, lists: {}, facts, seed: { lists: {}, facts }, ...more };
}

/** The state once all that was asked for has come. */
export function fetched(before: PlanState, asked: readonly ListRequest[]): PlanState {
  const names = asked.map(({ list }) => list);
  return {
    ...before,
    lists: { ...before.lists, ...heldSince(before.today, ...names) },
    asked: new Set([...before.asked, ...names]),
    fresh: new Set([...before.fresh, ...names]),
  };
}

export const namesOf = (lists: readonly ListRequest[]) => lists.map(({ list }) => list).toSorted();

export const pagesOf = (lists: readonly ListRequest[]) =>
  lists.reduce((sum, { pages }) => sum + pages, 0);
