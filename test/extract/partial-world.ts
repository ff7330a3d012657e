import { resourceOf, SHAPES } from '../../extract/archive/resource.js';
import { answer, type Misbehaviour, pagesOf } from './replay-server.js';

/**
 * A source with a calendar of two rounds for each season, and with results for some seasons
 * only; of all else it has one row or none.
 */
export function partialWorld(
  seasons: readonly number[],
  withResults: readonly number[],
): Record<string, string[]> {
  const races = seasons.flatMap((season) => [race(season, 1), race(season, 2)]);
  const driven = withResults.flatMap((season) => [race(season, 1), race(season, 2)]);
  const world: Record<string, string[]> = {
    seasons: pagesOf(
      'SeasonTable',
      'Seasons',
      seasons.map((season) => ({ season: `${season}` })),
    ),
    circuits: pagesOf('CircuitTable', 'Circuits', [{ circuitId: 'monza' }]),
    constructors: pagesOf('ConstructorTable', 'Constructors', [{ constructorId: 'ferrari' }]),
    drivers: pagesOf('DriverTable', 'Drivers', [{ driverId: 'leclerc' }]),
    status: pagesOf('StatusTable', 'Status', [{ statusId: '1', status: 'Finished' }]),
    races: pagesOf('RaceTable', 'Races', races),
    results: pagesOf('RaceTable', 'Races', driven.map(withResult)),
    qualifying: pagesOf('RaceTable', 'Races', []),
    sprint: pagesOf('RaceTable', 'Races', []),
  };
  for (const season of seasons) {
    const isOfSeason = (one: { season: string }) => one.season === `${season}`;
    world[`${season}/races`] = pagesOf('RaceTable', 'Races', races.filter(isOfSeason));
    const results = driven.filter(isOfSeason).map(withResult);
    world[`${season}/results`] = pagesOf('RaceTable', 'Races', results);
    for (const one of results) {
      world[`${season}/${one.round}/results`] = pagesOf('RaceTable', 'Races', [one]);
    }
  }
  return world;
}

/** Answers, as Jolpica does, an empty list to what a world does not have. */
export function emptyElsewhere(world: Record<string, string[]>): Misbehaviour {
  return (request, response) => {
    const list = new URL(request.url ?? '', 'http://localhost').pathname.slice('/f1/'.length, -1);
    if (world[list]) return false;
    const { root, path } = SHAPES[resourceOf(list)];
    response.writeHead(200).end(answer(0, 0, root[1] ?? '', { [path[0] ?? '']: [] }));
    return true;
  };
}

function race(season: number, round: number) {
  const Circuit = { circuitId: 'monza' };
  return {
    season: `${season}`,
    round: `${round}`,
    raceName: '',
    Circuit,
    date: day(season, round),
  };
}

const day = (season: number, round: number) => `${season}-06-0${round}`;

function withResult(of: ReturnType<typeof race>) {
  const Driver = { driverId: 'leclerc' };
  const row = { number: '16', position: '1', Driver, Constructor: { constructorId: 'ferrari' } };
  return { ...of, Results: [row] };
}
