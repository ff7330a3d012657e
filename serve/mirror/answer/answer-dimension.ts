import type { Dimension } from '../../../extract/archive/resource.js';
import { wantedEntries } from '../memory/entries.js';
import { participations } from '../memory/participation.js';
import type { Mirror } from '../memory/read-mirror.js';
import { textRuns } from '../memory/texts.js';
import { type MirrorRequest, NONE, type Wanted } from '../path/request.js';
import type { Window } from '../path/window.js';
import { commaSeparated, type MirrorPage } from './page.js';

const NAMES: Readonly<Record<Dimension, readonly [table: string, key: string]>> = {
  seasons: ['SeasonTable', 'Seasons'],
  circuits: ['CircuitTable', 'Circuits'],
  constructors: ['ConstructorTable', 'Constructors'],
  drivers: ['DriverTable', 'Drivers'],
};

/** Seasons, circuits, constructors or drivers: those that have an entry with all that is asked. */
export function answerDimension(
  mirror: Mirror,
  name: Dimension,
  { wanted, criteria }: MirrorRequest,
  { limit, offset }: Window,
): MirrorPage {
  const { keys, texts } = mirror.dimensions[name];
  const isWanted = keyTest(mirror, name, wanted);
  const found = [...keys.keys()].filter((index) => isWanted(keys[index] ?? ''));
  const runs = textRuns(texts, found.slice(offset, offset + limit));
  const [table, key] = NAMES[name];
  const items = commaSeparated(runs.map((run) => [run]));
  return { total: found.length, table, criteria, key, items };
}

function keyTest(mirror: Mirror, name: Dimension, wanted: Wanted): (key: string) => boolean {
  switch (name) {
    case 'seasons':
      return seasonTest(mirror, wanted);
    case 'circuits':
      return circuitTest(mirror, wanted);
    default:
      return takerTest(mirror, name, wanted);
  }
}

/** With any filter but the season, a season needs an entry that fits. */
function seasonTest(mirror: Mirror, wanted: Wanted): (key: string) => boolean {
  const { season, ...others } = wanted;
  if (isEmpty(others)) return (key) => !season || key === season;
  const seasons = new Set([...wantedEntries(mirror, wanted)].map((entry) => entry.season));
  return (key) => seasons.has(key);
}

/** Without a driver, a constructor or a result, the calendar says which circuits. */
function circuitTest(mirror: Mirror, wanted: Wanted): (key: string) => boolean {
  const { season, round, circuitId, ...others } = wanted;
  if (!season && isEmpty(others)) return (key) => !circuitId || key === circuitId;
  const races = isEmpty(others)
    ? mirror.calendar.filter(
        (race) =>
          race.season === season &&
          (!round || race.round === round) &&
          (!circuitId || race.circuitId === circuitId),
      )
    : [...wantedEntries(mirror, wanted)];
  const circuits = new Set(races.map((race) => race.circuitId));
  return (key) => circuits.has(key);
}

/** Drivers or constructors; some never took part, and are found only where nothing is asked. */
function takerTest(
  mirror: Mirror,
  name: 'drivers' | 'constructors',
  wanted: Wanted,
): (key: string) => boolean {
  const { season, round, circuitId, driver, team, ...others } = wanted;
  const isDriver = name === 'drivers';
  const ids = isDriver ? mirror.ids.drivers : mirror.ids.teams;
  const self = isDriver ? driver : team;
  const other = isDriver ? team : driver;
  if (!season && !circuitId && other === undefined && isEmpty(others)) {
    return (key) => self === undefined || ids.find(key) === self;
  }
  const took =
    round || circuitId || !isEmpty(others)
      ? [...wantedEntries(mirror, wanted)]
      : participations(mirror).filter(
          (one) =>
            (!season || one.season === season) &&
            (driver === undefined || one.driver === driver) &&
            (team === undefined || one.team === team),
        );
  const numbers = new Set(took.map((one) => (isDriver ? one.driver : one.team)));
  return (key) => numbers.has(ids.find(key) ?? NONE);
}

function isEmpty(wanted: Wanted): boolean {
  return Object.values(wanted).every((value) => value === undefined);
}
