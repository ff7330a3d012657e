import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { httpFault } from '../access/http-fault.js';
import { faultSchema, round } from '../api/schemas.js';
import type { App } from '../app.js';
import type { Clock } from '../jobs/clock.js';
import { type LakeHolder, useLake } from '../lake/lake-holder.js';
import { PUBLIC_HEADERS } from '../mirror/routes.js';
import { askMirror, withSessions } from './jolpica-json.js';
import {
  constructorStandingsSchema,
  driverStandingsSchema,
  overviewSchema,
  racesSchema,
  resultsSchema,
} from './schemas.js';

const OVERVIEW = readFileSync(join(PROGRAM_FOLDER, 'serve', 'lyzer', 'overview.sql'), 'utf8');

/** The five routes of Lyzer's own API, so that its frontend may ask this server instead. */
export function lyzerRoutes(app: App, lakes: LakeHolder, clock: Clock) {
  app.get(
    '/api/v1/races/current',
    { schema: schemaOf('The calendar of the current season', racesSchema) },
    async (_, reply) => {
      const races = await useLake(lakes, (view) => askMirror(view, '/current/races/'));
      const [first] = refuseNone(races, 'no season is there');
      const body = { season: first.season, races: races.map(withSessions) };
      return reply.headers(HEADERS).send(racesSchema.parse(body));
    },
  );
  app.get(
    '/api/v1/drivers/standings/current',
    { schema: schemaOf("Drivers' standings of the current season", driverStandingsSchema) },
    async (_, reply) => {
      const lists = await useLake(lakes, (view) => askMirror(view, '/current/driverstandings/'));
      const [list] = refuseNone(lists, 'the season has no standings yet');
      return reply.headers(HEADERS).send(driverStandingsSchema.parse(list));
    },
  );
  app.get(
    '/api/v1/constructors/standings/current',
    { schema: schemaOf("Constructors' standings of the season", constructorStandingsSchema) },
    async (_, reply) => {
      const lists = await useLake(lakes, (view) =>
        askMirror(view, '/current/constructorstandings/'),
      );
      const [list] = refuseNone(lists, 'the season has no standings yet');
      return reply.headers(HEADERS).send(constructorStandingsSchema.parse(list));
    },
  );
  app.get(
    '/api/v1/results/current/:round',
    {
      schema: {
        ...schemaOf('Results of a race of the current season', resultsSchema),
        params: z.object({ round }),
      },
    },
    async ({ params }, reply) => {
      const races = await useLake(lakes, (view) =>
        askMirror(view, `/current/${params.round}/results/`),
      );
      const [race] = refuseNone(races, `round '${params.round}' has no results`);
      return reply.headers(HEADERS).send(resultsSchema.parse(race));
    },
  );
  app.get(
    '/api/v1/lyzer/overview',
    { schema: schemaOf('The coming race weekend and how far the season is', overviewSchema) },
    async (_, reply) => {
      const moment = clock.now().toISOString().replace('Z', '');
      const rows = await useLake(lakes, (view) => view.query(OVERVIEW, { moment }));
      const [row] = refuseNone(rows, 'No upcoming race.');
      return reply.headers(HEADERS).send(overviewSchema.parse(row));
    },
  );
}

const HEADERS = { ...PUBLIC_HEADERS, 'cache-control': 'no-cache' };

function schemaOf<Body extends z.ZodType>(summary: string, body: Body) {
  const response = { 200: body, 404: faultSchema, 503: faultSchema };
  return { summary, tags: ['lyzer'], response };
}

/** As Lyzer answers where there is nothing: 404. */
function refuseNone<Row>(rows: readonly Row[], sentence: string): readonly [Row, ...Row[]] {
  const [first, ...others] = rows;
  if (first === undefined) throw httpFault('NOTHING_YET', sentence);
  return [first, ...others];
}
