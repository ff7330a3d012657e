import type { Lists } from '../archive/snapshot.js';
import { type Race, readArchiveFacts, roundName } from './archive-facts.js';
import { isDriven, isDue } from './coverage.js';
import { EVERYTHING } from './extract-request.js';
import { stateBefore } from './plan-state.js';

/** The races of an archive's calendar that matter to a refresh. */
export type RacesSoFar = {
  /** The newest race with results. */
  readonly lastRace: Race | undefined;
  /** Races before today without results that may still come, oldest first. */
  readonly due: readonly Race[];
  /** Races with results whose sprint qualifying was not fetched, oldest first. */
  readonly withoutSprintQualifying: readonly Race[];
};

/** Finds the newest race with results, and those that the next extraction asks for. */
export async function findDueRaces(archive: string, lists: Lists, now: Date): Promise<RacesSoFar> {
  const facts = await readArchiveFacts(archive, lists, new Set(['races', 'results']));
  const state = stateBefore(EVERYTHING, now, lists, facts);
  const calendar = facts.races.toSorted((a, b) => a.date.localeCompare(b.date));
  return {
    lastRace: calendar.findLast((race) => isDriven(state, race)),
    due: calendar.filter((race) => race.date < state.today && isDue(state, race)),
    withoutSprintQualifying: calendar.filter(
      (race) =>
        race.hasSprintQualifying &&
        isDriven(state, race) &&
        lists[`${roundName(race)}/sprintqualifying`] === undefined,
    ),
  };
}
