import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROGRAM_FOLDER } from '../../../disk/data-folder.js';
import type { Json } from '../../../extract/archive/page.js';
import type { LakeView, Row } from '../../lake/lake-view.js';
import { wantedEntries } from '../memory/entries.js';
import { findItem, type Mirror, type StandingsResource } from '../memory/read-mirror.js';
import { NONE } from '../path/request.js';
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
    // Only the engine's tables have Jolpica's way to list those who share a place.
    if (!columns.some(({ name }) => name === 'list_position')) return undefined;
    const rows = await query(sql, { season: Number(season), round: Number(round) });
    const final = mirror.standings[resource].get(season);
    const order = new Map(final?.rows.map((row, index) => [refOf(row), index]));
    const ours = rows
      .toSorted((a, b) => Number(a.list_rank) - Number(b.list_rank) || placeOf(a) - placeOf(b))
      .map((row) => formOf(mirror, resource, season, round, row));
    return final?.round === round && isSame(final.rows, ours)
      ? final
      : { season, round, rows: ours };

    function placeOf({ ref }: Row): number {
      return order.get(String(ref)) ?? order.size;
    }
  };
}

function sqlOf(name: string): string {
  return readFileSync(join(PROGRAM_FOLDER, 'serve', 'mirror', 'answer', `${name}.sql`), 'utf8');
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
      ? { Driver: driverOf(mirror, row), Constructors: teams() }
      : { Constructor: itemOf(mirror, 'constructors', ref) }),
  };
}

/** Whether both have the same places, points and wins, in whatever order. */
function isSame(theirs: readonly Json[], ours: readonly Json[]): boolean {
  const text = (row: Json) => `${refOf(row)} ${row.positionText} ${row.points} ${row.wins}`;
  return theirs.map(text).sort().join() === ours.map(text).sort().join();
}

function refOf(row: Json): string {
  const driver = row.Driver as { readonly driverId: string } | undefined;
  const team = row.Constructor as { readonly constructorId: string } | undefined;
  return driver?.driverId ?? team?.constructorId ?? '';
}

/** A driver whom only the corrections have, such as Perrot in 1969, is as the lake has him. */
function driverOf({ dimensions }: Mirror, row: Row): Json {
  const ref = String(row.ref);
  const known = findItem(dimensions.drivers, ref);
  if (known) return known;
  const { date_of_birth: born, nationality, url } = row;
  return {
    driverId: ref,
    givenName: String(row.given_name),
    familyName: String(row.family_name),
    ...(born !== null && { dateOfBirth: String(born) }),
    ...(nationality !== null && { nationality: String(nationality) }),
    ...(url !== null && { url: String(url) }),
  };
}

function itemOf({ dimensions }: Mirror, name: 'constructors', key: string): Json {
  const item = findItem(dimensions[name], key);
  if (!item) throw new Error(`no '${key}' among the ${name}`);
  return item;
}

/**
 * The constructors that a driver drove for up to a round, in the order of the season's final
 * table, which is the order in which each began. Entries say when. Who did not qualify is in no
 * list: such a constructor counts from when the next one began, the last from the final round.
 */
function teamsOf(mirror: Mirror, season: string, round: string, driverId: string): string[] {
  const { standings, ids } = mirror;
  const final = standings.driverstandings.get(season);
  const row = final?.rows.find((one) => refOf(one) === driverId);
  const all = (row?.Constructors ?? []) as readonly { readonly constructorId: string }[];
  const firstRounds = firstRoundsOf(mirror, season, ids.drivers.find(driverId) ?? NONE);
  let began = Number(final?.round);
  return all
    .toReversed()
    .filter(({ constructorId }) => {
      began = Math.min(began, firstRounds.get(ids.teams.find(constructorId) ?? NONE) ?? began);
      return began <= Number(round);
    })
    .map(({ constructorId }) => constructorId)
    .reverse();
}

function firstRoundsOf(mirror: Mirror, season: string, driver: number): Map<number, number> {
  const first = new Map<number, number>();
  for (const { team, round } of wantedEntries(mirror, { season, driver })) {
    first.set(team, Math.min(first.get(team) ?? Number.POSITIVE_INFINITY, Number(round)));
  }
  return first;
}
