import type { Mirror } from '../memory/read-mirror.js';
import type { MirrorPath, PathRefusal } from '../path/parse-path.js';
import { type MirrorRequest, requestOf } from '../path/request.js';
import type { Window } from '../path/window.js';
import { answerDimension } from './answer-dimension.js';
import { answerRaces } from './answer-races.js';
import { answerRows } from './answer-rows.js';
import { answerStandings, type RoundStandings } from './answer-standings.js';
import { answerStatus } from './answer-status.js';
import { type MirrorPage, renderPage } from './page.js';

export type MirrorAnswer = {
  readonly status: 200 | 400 | 404 | 501;
  readonly type: 'application/json' | 'text/html; charset=utf-8';
  readonly body: Buffer;
};

/** Django's page for what fits no URL pattern. */
const NOT_FOUND_PAGE = `
<!doctype html>
<html lang="en">
<head>
  <title>Not Found</title>
</head>
<body>
  <h1>Not Found</h1><p>The requested resource was not found on this server.</p>
</body>
</html>
`;

/**
 * Answers one request as Jolpica does.
 *
 * @param text the URL's whole path, decoded, as the answer repeats it
 */
export async function answer(
  mirror: Mirror,
  text: string,
  path: MirrorPath,
  window: Window,
  roundStandings: RoundStandings,
): Promise<MirrorAnswer> {
  const request = requestOf(mirror, path);
  if (!request) return refusalAnswer({ status: 404, detail: 'Race round not found' });
  const page = await pageOf(mirror, request, window, roundStandings);
  if (page) {
    return { status: 200, type: 'application/json', body: renderPage(text, window, page) };
  }
  return json(501, 'Not Implemented: this lake has final standings only.');
}

/** What Jolpica answers where there is nothing to answer. */
export function refusalAnswer({ status, detail }: PathRefusal): MirrorAnswer {
  if (detail !== undefined) return json(status, detail);
  return { status, type: 'text/html; charset=utf-8', body: Buffer.from(NOT_FOUND_PAGE) };
}

function json(status: MirrorAnswer['status'], detail: string): MirrorAnswer {
  return { status, type: 'application/json', body: Buffer.from(JSON.stringify({ detail })) };
}

async function pageOf(
  mirror: Mirror,
  request: MirrorRequest,
  window: Window,
  roundStandings: RoundStandings,
): Promise<MirrorPage | undefined> {
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
