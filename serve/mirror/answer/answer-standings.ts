import type { Json } from '../../../extract/archive/page.js';
import {
  type Mirror,
  STANDINGS,
  type Standing,
  type StandingsResource,
} from '../memory/read-mirror.js';
import type { Request } from '../path/wanted.js';
import { commaSeparated, type Page, type Window } from './page.js';

/** Tells standings after any round, or undefined where it cannot. */
export type RoundStandings = (
  mirror: Mirror,
  resource: StandingsResource,
  season: string,
  round: string,
) => Promise<Standing | undefined>;

/** @returns undefined where the standings after that round cannot be told */
export async function answerStandings(
  mirror: Mirror,
  resource: StandingsResource,
  request: Request,
  { limit, offset }: Window,
  roundStandings: RoundStandings,
): Promise<Page | undefined> {
  const { season = '', round } = request;
  const standing = await standingOf(mirror, resource, season, round, roundStandings);
  if (standing === undefined) return undefined;
  const rows = standing.rows.filter((row) => isWanted(row, request));
  const told = { season, round: round ?? standing.round };
  const cut = rows.slice(offset, offset + limit).map((row) => [JSON.stringify(row)]);
  const head = `${JSON.stringify(told).slice(0, -1)},"${STANDINGS[resource]}":[`;
  return {
    total: rows.length,
    table: 'StandingsTable',
    criteria: { ...request.criteria, round: told.round || null },
    key: 'StandingsLists',
    items: cut.length === 0 ? [] : [head, ...commaSeparated(cut), ']}'],
  };
}

async function standingOf(
  mirror: Mirror,
  resource: StandingsResource,
  season: string,
  round: string | undefined,
  roundStandings: RoundStandings,
): Promise<Standing | undefined> {
  const final = mirror.standings[resource].get(season) ?? { season, round: '', rows: [] };
  const isDriven = mirror.rows.results.races.some(
    (race) => race.season === season && race.round === (round ?? final.round),
  );
  if (!isDriven) return { season, round: round ?? final.round, rows: [] };
  const told = await roundStandings(mirror, resource, season, round ?? final.round);
  const isFinal = round === undefined || round === final.round;
  // Before there was a championship Jolpica has a table all the same, and clients ask for it.
  if (isFinal && (told === undefined || told.rows.length === 0)) return final;
  return told;
}

function isWanted(row: Json, { filters, last }: Request): boolean {
  const driver = row.Driver as { driverId: string } | undefined;
  const team = row.Constructor as { constructorId: string } | undefined;
  return (
    (!filters.has('drivers') || driver?.driverId === filters.get('drivers')) &&
    (!filters.has('constructors') || team?.constructorId === filters.get('constructors')) &&
    (last === undefined || row.position === last)
  );
}
