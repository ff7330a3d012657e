import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../../extract/archive/page.js';
import type { LakeView, Row } from '../../lake/lake-view.js';
import type { Mirror, StandingsResource } from '../memory/read-mirror.js';
import { sliceTexts } from '../memory/texts.js';
import type { RoundStandings } from './answer-standings.js';

const SOURCES = {
  driverstandings: { table: 'driver_standing', sql: sqlOf('driver-standings') },
  constructorstandings: { table: 'constructor_standing', sql: sqlOf('constructor-standings') },
} as const;

/**
 * Standings after any round from the lake's own championship engine, in Jolpica's form. A final
 * table on which both agree is Jolpica's own, word for word.
 *
 * @returns undefined while the lake's tables hold Jolpica's final standings only
 */
export function lakeStandings({ lake, query }: LakeView): RoundStandings {
  return async (mirror, resource, season, round) => {
    const { table, sql } = SOURCES[resource];
    const columns = lake.tables.find(({ name }) => name === table)?.columns ?? [];
    // Only the engine's tables tell Jolpica's way to list those who share a place.
    if (!columns.some(({ name }) => name === 'list_position')) return undefined;
    const rows = await query(sql, { season: Number(season), round: Number(round) });
    const final = mirror.standings[resource].get(season);
    const order = new Map(final?.rows.map((row, index) => [refOf(row), index]));
    const told = rows
      .toSorted((a, b) => Number(a.list_rank) - Number(b.list_rank) || placeOf(a) - placeOf(b))
      .map((row) => formOf(mirror, resource, season, round, row));
    return final?.round === round && isSame(final.rows, told)
      ? final
      : { season, round, rows: told };

    function placeOf({ ref }: Row): number {
      return order.get(String(ref)) ?? order.size;
    }
  };
}

function sqlOf(name: string): string {
  return readFileSync(join(import.meta.dirname, `${name}.sql`), 'utf8');
}

function formOf(
  mirror: Mirror,
  resource: StandingsResource,
  season: string,
  round: string,
  row: Row,
): Json {
  const ref = String(row.ref);
  const teams = () =>
    teamsOf(mirror, season, round, ref).map((team) => itemOf(mirror, 'constructors', team));
  return {
    ...(row.list_position !== null && { position: String(row.list_position) }),
    positionText: String(row.list_position ?? row.position_text),
    points: String(row.points),
    wins: String(row.wins),
    ...(resource === 'driverstandings'
      ? { Driver: itemOf(mirror, 'drivers', ref), Constructors: teams() }
      : { Constructor: itemOf(mirror, 'constructors', ref) }),
  };
}

/** Whether both say the same of the same competitors, in whatever order. */
function isSame(theirs: readonly Json[], ours: readonly Json[]): boolean {
  const say = (row: Json) => `${refOf(row)} ${row.positionText} ${row.points} ${row.wins}`;
  return theirs.map(say).sort().join() === ours.map(say).sort().join();
}

function refOf(row: Json): string {
  const driver = row.Driver as { readonly driverId: string } | undefined;
  const team = row.Constructor as { readonly constructorId: string } | undefined;
  return driver?.driverId ?? team?.constructorId ?? '';
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
  const final = standings.driverstandings.get(season)?.rows.find((row) => refOf(row) === driverId);
  const all = (final?.Constructors ?? []) as readonly { readonly constructorId: string }[];
  const { races, driver: drivers, team: teams } = rows.results;
  const driver = ids.drivers.find(driverId);
  const first = new Map<number, number>();
  for (const race of races.filter((one) => one.season === season)) {
    for (let row = race.from; row < race.to; row += 1) {
      const team = teams[row] ?? -1;
      if (drivers[row] === driver && !first.has(team)) first.set(team, Number(race.round));
    }
  }
  return all
    .map(({ constructorId }) => constructorId)
    .filter((team) => (first.get(ids.teams.find(team) ?? -1) ?? 0) <= Number(round));
}
