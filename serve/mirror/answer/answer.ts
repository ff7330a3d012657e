import type { Mirror } from '../memory/read-mirror.js';
import { type Filter, type MirrorPath, parsePath } from '../path/parse-path.js';
import { type Request, requestOf } from '../path/wanted.js';
import { answerDimension } from './answer-dimension.js';
import { answerRaces } from './answer-races.js';
import { answerRows } from './answer-rows.js';
import { answerStandings, type RoundStandings } from './answer-standings.js';
import { answerStatus } from './answer-status.js';
import { type Page, renderPage, type Window } from './page.js';

export type Answer = { readonly status: 200 | 400 | 501; readonly body: Buffer };

const NO_FINAL_FILTER = 'Bad Request: Endpoint does not support final filter.';
const NO_FILTER = 'Bad Request: Unsupported filter for endpoint.';

/** Filters that only some resources know; all others are for all but standings. */
const ONLY_FILTER: Readonly<Partial<Record<MirrorPath['resource'], Filter>>> = {
  driverstandings: 'drivers',
  constructorstandings: 'constructors',
};

/**
 * Answers one request as Jolpica does.
 *
 * @param path the URL's whole path, as Jolpica repeats it
 * @param asked the part of it between `/ergast/f1/` and the ending
 */
export async function answer(
  mirror: Mirror,
  path: string,
  asked: string,
  window: Window,
  roundStandings: RoundStandings,
): Promise<Answer> {
  const parsed = parsePath(asked);
  if (!parsed) return refusal(400, NO_FINAL_FILTER);
  const request = requestOf(mirror, parsed);
  const refused = refuse(request);
  if (refused) return refusal(400, refused);
  const page = await pageOf(mirror, request, window, roundStandings);
  if (page) return { status: 200, body: renderPage(path, window, page) };
  return refusal(501, 'Not Implemented: this lake holds final standings only.');
}

function refuse({ resource, season, round, path, last }: Request): string | undefined {
  const lacks = (...names: string[]) =>
    `Bad Request: Missing one of the required parameters [${names.map((name) => `'${name}'`).join(', ')}].`;
  if (last !== undefined && (resource === 'seasons' || resource === 'races'))
    return NO_FINAL_FILTER;
  if (resource === 'laps' || resource === 'pitstops') {
    return season && round ? undefined : lacks('season_year', 'race_round');
  }
  const only = ONLY_FILTER[resource];
  if (only && !season) return lacks('season_year');
  const known = [...path.filters.keys()].every((name) => (only ? name === only : name !== 'laps'));
  return known ? undefined : NO_FILTER;
}

async function pageOf(
  mirror: Mirror,
  request: Request,
  window: Window,
  roundStandings: RoundStandings,
): Promise<Page | undefined> {
  const { resource } = request;
  switch (resource) {
    case 'races':
      return answerRaces(mirror, request, window);
    case 'status':
      return answerStatus(mirror, request, window);
    case 'seasons':
    case 'circuits':
    case 'constructors':
    case 'drivers':
      return answerDimension(mirror, resource, request, window);
    case 'driverstandings':
    case 'constructorstandings':
      return answerStandings(mirror, resource, request, window, roundStandings);
    default:
      return answerRows(mirror, resource, request, window);
  }
}

function refusal(status: 400 | 501, detail: string): Answer {
  return { status, body: Buffer.from(JSON.stringify({ detail })) };
}
