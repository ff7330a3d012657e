import { wantedEntries } from '../memory/entries.js';
import type { Mirror } from '../memory/read-mirror.js';
import type { MirrorRequest, Wanted } from '../path/request.js';
import type { Window } from '../path/window.js';
import { commaSeparated, type MirrorPage } from './page.js';

/** Races of the calendar; with a filter on cars, those that have an entry that fits. */
export function answerRaces(
  mirror: Mirror,
  { wanted, criteria }: MirrorRequest,
  { limit, offset }: Window,
): MirrorPage {
  const { season, round, circuitId, ...others } = wanted;
  const entered = Object.values(others).some((value) => value !== undefined)
    ? enteredRaces(mirror, wanted)
    : undefined;
  const races = mirror.calendar.filter(
    (race) =>
      (!season || race.season === season) &&
      (!round || race.round === round) &&
      (!circuitId || race.circuitId === circuitId) &&
      (!entered || entered.has(`${race.season}/${race.round}`)),
  );
  const items = commaSeparated(races.slice(offset, offset + limit).map(({ text }) => [text]));
  return { total: races.length, table: 'RaceTable', criteria, key: 'Races', items };
}

function enteredRaces(mirror: Mirror, wanted: Wanted): Set<string> {
  const found = [...wantedEntries(mirror, wanted)];
  return new Set(found.map(({ season, round }) => `${season}/${round}`));
}
