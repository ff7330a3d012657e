import type { Wanted } from '../path/request.js';
import type { Mirror } from './read-mirror.js';
import { NO_NUMBER } from './row-table.js';
import { wantedRows } from './select-rows.js';

/** That a driver was entered for a race with a constructor, whether he then raced or not. */
export type Entry = {
  readonly season: string;
  readonly round: string;
  readonly circuitId: string;
  readonly driver: number;
  readonly team: number;
};

/** Whether rows must have more than a race, a driver and a constructor. */
export function asksForResult(wanted: Wanted): boolean {
  const { grid, position, fastestRank, status } = wanted;
  return [grid, position, fastestRank, status].some((value) => value !== undefined);
}

/**
 * Entries that fit. With a grid place, a result, a fastest lap or a status only those who raced
 * can fit; without, those in qualifying, a sprint or the entry list do too.
 */
export function* wantedEntries(mirror: Mirror, wanted: Wanted): Generator<Entry> {
  const { rows } = mirror;
  const isResult = asksForResult(wanted);
  const tables = isResult ? [rows.results] : [rows.results, rows.qualifying, rows.sprint];
  for (const table of tables) {
    for (const { race, row } of wantedRows(table, wanted)) {
      const { season, round, circuitId } = race;
      const driver = table.driver[row] ?? NO_NUMBER;
      yield { season, round, circuitId, driver, team: table.team[row] ?? NO_NUMBER };
    }
  }
  if (!isResult) yield* extraEntries(mirror).filter((entry) => fits(entry, wanted));
}

/** The entries that no list has, as far as their races and drivers are in the archive. */
export function extraEntries({ calendar, extraEntries, ids }: Mirror): Entry[] {
  return extraEntries.flatMap(({ season, race_name, driver_ref, constructor_ref }) => {
    const race = calendar.find((one) => one.season === season && one.raceName === race_name);
    const driver = ids.drivers.find(driver_ref);
    const team = ids.teams.find(constructor_ref);
    if (!race || driver === undefined || team === undefined) return [];
    return [{ season, round: race.round, circuitId: race.circuitId, driver, team }];
  });
}

function fits(entry: Entry, { season, round, circuitId, driver, team }: Wanted): boolean {
  return (
    (season === undefined || entry.season === season) &&
    (round === undefined || entry.round === round) &&
    (circuitId === undefined || entry.circuitId === circuitId) &&
    (driver === undefined || entry.driver === driver) &&
    (team === undefined || entry.team === team)
  );
}
