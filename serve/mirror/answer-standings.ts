import type { Json } from '../../extract/page.js';
import { commaSeparated, type Page, type Window } from './page.js';
import { type Mirror, STANDINGS, type Standing, type StandingsResource } from './read-mirror.js';
import type { Request } from './wanted.js';

/** The standings after rounds that are not a season's last, which Jolpica's archive lacks. */
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
  if (round === undefined || round === final.round) return final;
  const isDriven = mirror.rows.results.races.some(
    (race) => race.season === season && race.round === round,
  );
  if (!isDriven) return { season, round, rows: [] };
  return roundStandings(mirror, resource, season, round);
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
