import type { Dimension as DimensionName } from '../../extract/archive/resource.js';
import { commaSeparated, type Page, type Window } from './page.js';
import { participations } from './participation.js';
import type { Mirror } from './read-mirror.js';
import { wantedRows } from './select-rows.js';
import { textRuns } from './texts.js';
import type { Request, Wanted } from './wanted.js';

const NAMES: Readonly<Record<DimensionName, readonly [table: string, key: string]>> = {
  seasons: ['SeasonTable', 'Seasons'],
  circuits: ['CircuitTable', 'Circuits'],
  constructors: ['ConstructorTable', 'Constructors'],
  drivers: ['DriverTable', 'Drivers'],
};

/** Seasons, circuits, constructors or drivers: those for which there is a row with all that is asked. */
export function answerDimension(
  mirror: Mirror,
  name: DimensionName,
  { wanted, criteria }: Request,
  { limit, offset }: Window,
): Page {
  const { keys, texts } = mirror.dimensions[name];
  const isWanted = keyTest(mirror, name, wanted);
  const found = [...keys.keys()].filter((index) => isWanted(keys[index] ?? ''));
  const runs = textRuns(texts, found.slice(offset, offset + limit));
  const [table, key] = NAMES[name];
  const items = commaSeparated(runs.map((run) => [run]));
  return { total: found.length, table, criteria, key, items };
}

function keyTest(mirror: Mirror, name: DimensionName, wanted: Wanted): (key: string) => boolean {
  const { season, round, circuitId, driver, team, ...entry } = wanted;
  const isOfEntry = Object.values(entry).some((value) => value !== undefined);
  const { drivers, teams } = mirror.ids;
  if (name === 'seasons') {
    const isOnlySeason = !isOfEntry && !circuitId && driver === undefined && team === undefined;
    if (isOnlySeason) return (key) => !season || key === season;
    const seasons = new Set(drivenRows(mirror, wanted).map(({ race }) => race.season));
    return (key) => seasons.has(key);
  }
  if (name === 'circuits') {
    if (isOfEntry || driver !== undefined || team !== undefined) {
      const circuits = new Set(drivenRows(mirror, wanted).map(({ race }) => race.circuitId));
      return (key) => circuits.has(key);
    }
    if (!season) return (key) => !circuitId || key === circuitId;
    const held = calendarCircuits(mirror, wanted);
    return (key) => held.has(key);
  }
  const own = name === 'drivers' ? drivers : teams;
  const numbers = takersPart(mirror, name, wanted, isOfEntry);
  return (key) => {
    const number = own.find(key);
    // Some never took part: they are known by name alone.
    if (numbers === undefined) return true;
    return number !== undefined && numbers.has(number);
  };
}

function calendarCircuits({ calendar }: Mirror, { season, round, circuitId }: Wanted): Set<string> {
  const races = calendar.filter(
    (race) =>
      race.season === season &&
      (!round || race.round === round) &&
      (!circuitId || race.circuitId === circuitId),
  );
  return new Set(races.map((race) => race.circuitId));
}

function drivenRows({ rows }: Mirror, wanted: Wanted) {
  return [...wantedRows(rows.results, wanted)];
}

/** Drivers or constructors by what they did; undefined when nothing is asked, so that all count. */
function takersPart(
  mirror: Mirror,
  name: 'drivers' | 'constructors',
  wanted: Wanted,
  isOfEntry: boolean,
): ReadonlySet<number> | undefined {
  const { season, round, circuitId, driver, team } = wanted;
  const { results } = mirror.rows;
  if (isOfEntry || round || circuitId) {
    const column = name === 'drivers' ? results.driver : results.team;
    return new Set(drivenRows(mirror, wanted).map(({ row }) => column[row] ?? -1));
  }
  const other = name === 'drivers' ? team : driver;
  const self = name === 'drivers' ? driver : team;
  if (!season && other === undefined) return self === undefined ? undefined : new Set([self]);
  const took = participations(mirror).filter(
    (one) =>
      (!season || one.season === season) &&
      (driver === undefined || one.driver === driver) &&
      (team === undefined || one.team === team),
  );
  return new Set(took.map((one) => (name === 'drivers' ? one.driver : one.team)));
}
