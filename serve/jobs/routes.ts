import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Fault } from '../../fault/fault.js';
import { bearerOf } from '../access/bearer.js';
import { HttpFault } from '../access/http-fault.js';
import type { Scope, Token } from '../access/tokens.js';
import { faultSchema } from '../api/schemas.js';
import type { App } from '../app.js';
import { type RunDesk, unknownRun } from './run-desk.js';
import { runSchema } from './run-file.js';
import { runRequestSchema } from './run-stages.js';

const BEAT_MS = 15_000;
const idParams = z.object({ id: z.string().max(40) });
const EVENTS = {
  description: 'events `run`, whose data is the job as JSON',
  content: { 'text/event-stream': { schema: z.string() } },
};
const refusals = { 400: faultSchema, 401: faultSchema, 403: faultSchema };
const ofOne = { ...refusals, 404: faultSchema };

/** `/api/v1/runs`: jobs. Without any token they are off: there is no one who might ask. */
export function runRoutes(app: App, desk: RunDesk, tokens: readonly Token[]) {
  const common = { tags: ['runs'], security: [{ token: [] }] };
  const allow = (scope: Scope) => async (request: FastifyRequest) => {
    bearerOf(request, tokens, scope);
  };

  app.post(
    '/api/v1/runs',
    {
      onRequest: allow('run'),
      schema: {
        ...common,
        summary: 'Start a job; it goes on behind the answer',
        body: runRequestSchema,
        response: { 202: runSchema, ...refusals, 409: faultSchema },
      },
    },
    async (request, reply) => {
      const run = await startRun(desk, request.body, bearerOf(request, tokens, 'run').name);
      return reply.code(202).header('location', `/api/v1/runs/${run.id}`).send(run);
    },
  );
  app.get(
    '/api/v1/runs',
    {
      onRequest: allow('read'),
      schema: {
        ...common,
        summary: 'All jobs, the newest first',
        response: { 200: z.object({ runs: z.array(runSchema) }), ...refusals },
      },
    },
    async () => ({ runs: [...desk.list()] }),
  );
  app.get(
    '/api/v1/runs/:id',
    {
      onRequest: allow('read'),
      schema: {
        ...common,
        summary: 'One job',
        params: idParams,
        response: { 200: runSchema, ...ofOne },
      },
    },
    async ({ params }) => {
      const run = desk.find(params.id);
      if (!run) throw unknownRun(params.id);
      return run;
    },
  );
  app.delete(
    '/api/v1/runs/:id',
    {
      onRequest: allow('run'),
      schema: {
        ...common,
        summary: 'Cancel a job; everything is left whole',
        params: idParams,
        response: { 202: runSchema, ...ofOne, 409: faultSchema },
      },
    },
    async ({ params }, reply) => reply.code(202).send(desk.cancel(params.id)),
  );
  app.get(
    '/api/v1/runs/:id/events',
    {
      onRequest: allow('read'),
      schema: {
        ...common,
        summary: "A job's progress as server-sent events, each the whole job, until it ends",
        params: idParams,
        response: { 200: EVENTS, ...ofOne },
      },
    },
    async ({ params }, reply) => {
      if (!desk.find(params.id)) throw unknownRun(params.id);
      reply.type('text/event-stream').header('cache-control', 'no-store').serializer(String);
      return reply.send(eventStream(desk, params.id) as never);
    },
  );
}

/** Options that a stage refuses were sent wrongly. */
async function startRun(desk: RunDesk, ...asked: Parameters<RunDesk['start']>) {
  try {
    return await desk.start(...asked);
  } catch (error) {
    if (error instanceof HttpFault || !(error instanceof Fault)) throw error;
    throw new HttpFault(400, error.code, error.message.slice(error.code.length + 2));
  }
}

function eventStream(desk: RunDesk, id: string): Readable {
  const gone = new AbortController();
  const stream = new Readable({ read() {} });
  const beat = setInterval(() => stream.push(': still here\n\n'), BEAT_MS);
  stream.on('close', () => {
    clearInterval(beat);
    gone.abort();
  });
  const send = async () => {
    for await (const run of desk.follow(id, gone.signal)) {
      stream.push(`event: run\ndata: ${JSON.stringify(run)}\n\n`);
    }
  };
  send()
    .catch(() => {})
    .finally(() => stream.push(null));
  return stream;
}
