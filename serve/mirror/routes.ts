import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isHeld } from '../access/etag.js';
import type { LakeHolder } from '../lake/lake-holder.js';
import { answer } from './answer/answer.js';
import { lakeStandings } from './answer/lake-standings.js';
import { windowOf } from './answer/page.js';

const BASE = '/ergast/f1';
const ENDING = /(\/|\.json)$/;

/** The data are Jolpica's: their licence asks that whoever passes them on says so. Pages of any site may read them. */
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
  const [path = '', query = ''] = (request.raw.url ?? '').split(/\?(.*)/s, 2);
  reply.headers(PUBLIC_HEADERS);
  if (!ENDING.test(path)) {
    const search = query === '' ? '' : `?${query}`;
    return reply.code(301).header('location', `${path}/${search}`).send('');
  }
  const asked = path
    .replace(ENDING, '')
    .replace(/\/$/, '')
    .slice(BASE.length + 1);
  const answered = await lakes.use(async (view) => {
    const { mirror, answers, etag } = view;
    if (isHeld(request, etag)) return { status: 304, body: undefined, etag };
    const window = windowOf(new URLSearchParams(query));
    const standings = lakeStandings(view);
    const { limit, offset } = window;
    const key = `${path}?${limit}&${offset}`;
    const make = () => answer(mirror, path, asked, window, standings);
    return { etag, ...(await answers(key, make)) };
  });
  if (!answered) return unready(lakes, reply);
  const { status, body, etag } = answered;
  if (status < 400) reply.header('etag', etag).header('cache-control', 'no-cache');
  return reply.code(status).type('application/json').send(body);
}

function unready(lakes: LakeHolder, reply: FastifyReply) {
  return reply.code(503).send({ detail: `Service Unavailable: ${lakes.trouble()}` });
}

// The words are those of the recorded server.
function refuseMethod(reply: FastifyReply) {
  return reply.code(405).header('allow', 'GET, HEAD').send({ detail: 'Not found.' });
}
