import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { silentProgress } from '../../command/progress.js';
import type { DataFolder } from '../../disk/data-folder.js';
import { loadFault } from '../../load/faults.js';
import { readHistory } from '../../load/history.js';
import { findServer } from '../../load/postgres/embedded/embedded-postgres.js';
import { findTarget } from '../../load/postgres/find-target.js';
import { localTarget } from '../../load/postgres/reach-target.js';
import type { Target } from '../../load/postgres/target.js';
import { LOCAL } from '../../load/postgres/target.js';
import { readTargets } from '../../load/postgres/target-file.js';
import { testTarget } from '../../load/postgres/test-target.js';
import type { Gate } from '../access/gate.js';
import { answerOf } from '../access/http-fault.js';
import type { App } from '../app.js';
import { faultSchema, ofToken, savedLoadSchema } from './schemas.js';

const nameParams = z.object({ target: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/) });

const targetsSchema = z.object({
  targets: z.array(
    z.object({
      name: z.string(),
      isProduction: z.boolean().meta({ description: 'whether a load needs `"yes": true`' }),
    }),
  ),
});

const historySchema = z.object({ target: z.string(), loads: z.array(savedLoadSchema).readonly() });

const migrationsSchema = z.object({
  target: z.string(),
  applied: z.number().meta({ description: 'number of migrations that ran' }),
  pending: z.array(z.string()).readonly().meta({ description: 'those that the next load runs' }),
});

/** `/api/v1/targets`: names, loads and migrations of targets; never an address or a password. */
export function targetRoutes(app: App, data: DataFolder, gate: Gate) {
  const common = { tags: ['pipeline'], security: [{ token: [] }] };
  const onRequest = gate.needs('read');
  const refusals = { ...ofToken, 404: faultSchema, 409: faultSchema, 503: faultSchema };

  app.get(
    '/api/v1/targets',
    {
      onRequest,
      schema: {
        ...common,
        summary: 'The databases to load into: their names',
        response: { 200: targetsSchema, ...ofToken, 503: faultSchema },
      },
    },
    () =>
      answerOf(async () => {
        const saved = Object.entries(await readTargets());
        const others = saved.map(([name, { production }]) => ({ name, isProduction: production }));
        return { targets: [{ name: LOCAL, isProduction: false }, ...others] };
      }),
  );
  app.get(
    '/api/v1/targets/:target/history',
    {
      onRequest,
      schema: {
        ...common,
        summary: 'The loads into a target, the newest first',
        params: nameParams,
        response: { 200: historySchema, ...refusals },
      },
    },
    ({ params }, reply) =>
      answerOf(async () => {
        const target = await runningTarget(data, params.target);
        const options = { data, target, signal: goneSignal(reply) };
        const { loads } = await readHistory(options, silentProgress);
        return { target: target.name, loads };
      }),
  );
  app.get(
    '/api/v1/targets/:target/migrations',
    {
      onRequest,
      schema: {
        ...common,
        summary: 'Which migrations ran in a target, and which are to run',
        params: nameParams,
        response: { 200: migrationsSchema, ...refusals },
      },
    },
    ({ params }, reply) =>
      answerOf(async () => {
        const target = await runningTarget(data, params.target);
        const options = { data, target, signal: goneSignal(reply) };
        const { migrations } = await testTarget(options, silentProgress);
        return { target: target.name, ...migrations };
      }),
  );
}

/** A target to read from. Reading starts no server: a client that may only read changes nothing. */
async function runningTarget(data: DataFolder, name: string): Promise<Target> {
  const target = await findTarget(name);
  if (target !== undefined) return target;
  const server = await findServer(data.postgres);
  if (server !== undefined) return localTarget(server);
  const remedy = "start it with 'npm run db start', or load";
  throw loadFault('DB_STOPPED', `the embedded Postgres does not run; ${remedy}`);
}

/** Aborts when the client has gone. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}
