import type { Json } from '../../extract/page.js';
import type { LakeView, Row } from '../lake-view.js';
import type { RoundStandings } from './answer-standings.js';
import type { Mirror, StandingsResource } from './read-mirror.js';
import { sliceTexts } from './texts.js';

/** Where the championship engine puts the standings after every round. */
const TABLES = {
  driverstandings: { name: 'driver_championship', dimension: 'driver' },
  constructorstandings: { name: 'constructor_championship', dimension: 'constructor' },
} as const;

/**
 * Standings after rounds from the lake's own championship engine, in Jolpica's form. Needs of the
 * table `lyzer_metrics.driver_championship` (and so of the constructors') the columns season,
 * round, driver_id, position (null for those not classified), position_text, points and wins.
 *
 * @returns undefined while the lake has no such table
 */
export function lakeRoundStandings({ lake, query }: LakeView): RoundStandings {
  return async (mirror, resource, season, round) => {
    const { name, dimension } = TABLES[resource];
    const isThere = lake.tables.some(
      (table) => table.schema === 'lyzer_metrics' && table.name === name,
    );
    if (!isThere) return undefined;
    const rows = await query(
      `select ${dimension}.ref, position, position_text, points, wins
      from lyzer_metrics.${name}
      join lyzer.${dimension} using (${dimension}_id)
      where season = $1 and round = $2
      order by position nulls last, points desc, ref`,
      [Number(season), Number(round)],
    );
    return { season, round, rows: rows.map((row) => formOf(mirror, resource, season, round, row)) };
  };
}

function formOf(
  mirror: Mirror,
  resource: StandingsResource,
  season: string,
  round: string,
  row: Row,
): Json {
  const ref = String(row.ref);
  const who =
    resource === 'driverstandings'
      ? {
          Driver: itemOf(mirror, 'drivers', ref),
          Constructors: teamsOf(mirror, season, round, ref).map((team) =>
            itemOf(mirror, 'constructors', team),
          ),
        }
      : { Constructor: itemOf(mirror, 'constructors', ref) };
  return {
    ...(row.position !== null && { position: String(row.position) }),
    positionText: String(row.position_text),
    points: String(row.points),
    wins: String(row.wins),
    ...who,
  };
}

function itemOf({ dimensions }: Mirror, name: 'drivers' | 'constructors', key: string): Json {
  const { keys, texts } = dimensions[name];
  const index = keys.indexOf(key);
  if (index === -1) throw new Error(`no '${key}' among the ${name}`);
  return JSON.parse(sliceTexts(texts, index, index + 1).toString('utf8')) as Json;
}

/**
 * The constructors a driver had entered for until a round, in order: the season's final table
 * names all of them, also those for which he never qualified; the results tell when each began.
 */
function teamsOf(mirror: Mirror, season: string, round: string, driverId: string): string[] {
  const { standings, rows, ids } = mirror;
  const driver = ids.drivers.find(driverId);
  const final = standings.driverstandings.get(season)?.rows.find((row) => isOf(row, driverId));
  const all = (final?.Constructors ?? []) as readonly { readonly constructorId: string }[];
  const { races, driver: drivers, team: teams } = rows.results;
  const isLater = (team: number | undefined) => {
    let first = 0;
    for (const race of races) {
      if (race.season !== season || first > 0) continue;
      for (let row = race.from; row < race.to; row += 1) {
        if (drivers[row] === driver && teams[row] === team) first = Number(race.round);
      }
    }
    return first > Number(round);
  };
  return all
    .map(({ constructorId }) => constructorId)
    .filter((constructorId) => !isLater(ids.teams.find(constructorId)));
}

function isOf(row: Json, driverId: string): boolean {
  return (row.Driver as { readonly driverId?: string } | undefined)?.driverId === driverId;
}
