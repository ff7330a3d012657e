import type { Mirror } from '../memory/read-mirror.js';
import { wantedRows } from '../memory/select-rows.js';
import type { Request, Wanted } from '../path/wanted.js';
import { commaSeparated, type Page, type Window } from './page.js';

/** Races of the calendar; with a filter on cars, those in which one fits. */
export function answerRaces(
  mirror: Mirror,
  { wanted, criteria }: Request,
  { limit, offset }: Window,
): Page {
  const { season, round, circuitId, ...entry } = wanted;
  const driven = Object.values(entry).some((value) => value !== undefined)
    ? drivenRaces(mirror, wanted)
    : undefined;
  const races = mirror.calendar.filter(
    (race) =>
      (!season || race.season === season) &&
      (!round || race.round === round) &&
      (!circuitId || race.circuitId === circuitId) &&
      (!driven || driven.has(`${race.season}/${race.round}`)),
  );
  const items = commaSeparated(races.slice(offset, offset + limit).map(({ text }) => [text]));
  return { total: races.length, table: 'RaceTable', criteria, key: 'Races', items };
}

function drivenRaces({ rows }: Mirror, wanted: Wanted): Set<string> {
  const found = [...wantedRows(rows.results, wanted)];
  return new Set(found.map(({ race }) => `${race.season}/${race.round}`));
}
