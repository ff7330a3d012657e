import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isUnchanged } from '../access/etag.js';
import type { LakeHolder } from '../lake/lake-holder.js';
import { answer, type MirrorAnswer, refusalAnswer } from './answer/answer.js';
import { lakeStandings } from './answer/lake-standings.js';
import { lacksSlash, parsePath } from './path/parse-path.js';
import { windowOf } from './path/window.js';

const BASE = '/ergast/f1';
const HTML = 'text/html; charset=utf-8';

/** Jolpica's licence asks to name the source. Pages of any site may read the answers. */
export const PUBLIC_HEADERS = {
  'x-attribution': 'Data: Jolpica F1, https://github.com/jolpica/jolpica-f1, CC BY-NC-SA 4.0',
  link: '<https://creativecommons.org/licenses/by-nc-sa/4.0/>; rel="license"',
  'access-control-allow-origin': '*',
} as const;

/** `/ergast/f1/...`: answers as Jolpica does, from the lake. */
export function mirrorRoutes(app: FastifyInstance, lakes: LakeHolder) {
  const options = { schema: { hide: true } };
  const handler = (request: FastifyRequest, reply: FastifyReply) => handle(lakes, request, reply);
  for (const url of [BASE, `${BASE}.json`, `${BASE}/`, `${BASE}/*`]) {
    app.get(url, options, handler);
    const methods = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
    app.route({ method: methods, url, ...options, handler: (_, reply) => refuseMethod(reply) });
  }
}

async function handle(lakes: LakeHolder, request: FastifyRequest, reply: FastifyReply) {
  // Not by URL, which would take `..` and its disguises as a way up.
  const [path = '', queryText = ''] = (request.raw.url ?? '').split(/\?(.*)/s, 2);
  const query = new URLSearchParams(queryText);
  const text = decodePath(path);
  const asked = text.slice(BASE.length);
  reply.headers(PUBLIC_HEADERS);
  if (lacksSlash(asked)) {
    const search = queryText === '' ? '' : `?${queryText}`;
    return reply.code(301).type(HTML).header('location', `${path}/${search}`).send('');
  }
  // Django counts the last value of a name, and takes an empty format for none.
  const parsed = parsePath(asked, query.getAll('format').at(-1) || undefined);
  if ('refusal' in parsed) return send(reply, refusalAnswer(parsed.refusal));
  const answered = await lakes.use(async (view) => {
    const { answers, etag } = view;
    if (isUnchanged(request, etag)) return { etag };
    const window = windowOf(query);
    const key = `${text}?${window.limit}&${window.offsetText}`;
    const make = async () =>
      answer(await view.mirror, text, parsed.path, window, lakeStandings(view));
    return { etag, made: await answers(key, make) };
  });
  if (!answered) return unready(lakes, reply);
  const { etag, made } = answered;
  if (!made || made.status < 400) reply.header('etag', etag).header('cache-control', 'no-cache');
  return made ? send(reply, made) : reply.code(304).send();
}

function send(reply: FastifyReply, { status, type, body }: MirrorAnswer) {
  return reply.code(status).type(type).send(body);
}

/** A path that is no UTF-8 fits no pattern as it is. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function unready(lakes: LakeHolder, reply: FastifyReply) {
  return reply.code(503).send({ detail: `Service Unavailable: ${lakes.trouble()}` });
}

// The words are those of the recorded server.
function refuseMethod(reply: FastifyReply) {
  return reply.code(405).header('allow', 'GET, HEAD').send({ detail: 'Not found.' });
}
