import type { Json } from '../../../extract/archive/page.js';
import {
  type Mirror,
  STANDINGS,
  type Standing,
  type StandingsResource,
} from '../memory/read-mirror.js';
import type { MirrorRequest } from '../path/request.js';
import type { Window } from '../path/window.js';
import { commaSeparated, type MirrorPage } from './page.js';

/** Gives the standings after any round, or undefined where the lake has none. */
export type RoundStandings = (
  mirror: Mirror,
  resource: StandingsResource,
  season: string,
  round: string,
) => Promise<Standing | undefined>;

/** @returns undefined where the lake has no standings after that round */
export async function answerStandings(
  mirror: Mirror,
  resource: StandingsResource,
  request: MirrorRequest,
  { limit, offset }: Window,
  roundStandings: RoundStandings,
): Promise<MirrorPage | undefined> {
  const { season = '', round } = request.wanted;
  const standing = await standingOf(mirror, resource, season, round, roundStandings);
  if (standing === undefined) return undefined;
  const rows = standing.rows.filter((row) => isWanted(row, request));
  const criteria = {
    ...request.criteria,
    round: request.criteria.round ?? (standing.round || null),
  };
  const cut = rows.slice(offset, offset + limit).map((row) => [JSON.stringify(row)]);
  const list = JSON.stringify({ season: request.criteria.season, round: criteria.round });
  const head = `${list.slice(0, -1)},"${STANDINGS[resource]}":[`;
  return {
    total: rows.length,
    table: 'StandingsTable',
    criteria,
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
  const found = await roundStandings(mirror, resource, season, round ?? final.round);
  const isFinal = round === undefined || round === final.round;
  // Before there was a championship Jolpica has a table all the same, and clients ask for it.
  if (isFinal && (found === undefined || found.rows.length === 0)) return final;
  return found;
}

function isWanted(row: Json, { filters, last }: MirrorRequest): boolean {
  const driver = row.Driver as { driverId: string } | undefined;
  const team = row.Constructor as { constructorId: string } | undefined;
  return (
    (!filters.has('drivers') || driver?.driverId === filters.get('drivers')) &&
    (!filters.has('constructors') || team?.constructorId === filters.get('constructors')) &&
    (last === undefined || Number(row.position) === Number(last))
  );
}
