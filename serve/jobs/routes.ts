import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Gate } from '../access/gate.js';
import { answerOf } from '../access/http-fault.js';
import { faultSchema } from '../api/schemas.js';
import type { App } from '../app.js';
import { jobSchema } from './job-file.js';
import { type JobQueue, unknownJob } from './job-queue.js';
import { jobRequestSchema } from './run-job.js';

const BEAT_MS = 15_000;
/** A client that reads slower than that is not waited for. */
const MOST_UNREAD_BYTES = 2 ** 20;
const idParams = z.object({ id: z.string().max(40) });
const EVENTS = {
  description: 'events `run`, whose data is the job as JSON',
  content: { 'text/event-stream': { schema: z.string() } },
};
const refusals = { 400: faultSchema, 401: faultSchema, 403: faultSchema };
const ofOne = { ...refusals, 404: faultSchema };

/** `/api/v1/runs`: jobs. They are off while there is no token. */
export function jobRoutes(app: App, jobs: JobQueue, gate: Gate) {
  const common = { tags: ['runs'], security: [{ token: [] }] };
  const allow = gate.needs;

  app.post(
    '/api/v1/runs',
    {
      onRequest: allow('run'),
      schema: {
        ...common,
        summary: 'Start a job; the answer comes at once, the job runs on',
        body: jobRequestSchema,
        response: {
          202: jobSchema,
          ...refusals,
          404: faultSchema,
          409: faultSchema,
          503: faultSchema,
        },
      },
    },
    async (request, reply) => {
      const { name } = await gate.tokenOf(request, 'run');
      // What the stage would refuse before any work is refused at once.
      const job = await answerOf(() => jobs.start(request.body, name));
      return reply.code(202).header('location', `/api/v1/runs/${job.id}`).send(job);
    },
  );
  app.get(
    '/api/v1/runs',
    {
      onRequest: allow('read'),
      schema: {
        ...common,
        summary: 'All jobs, the newest first',
        response: { 200: z.object({ runs: z.array(jobSchema) }), ...refusals },
      },
    },
    async () => ({ runs: [...jobs.list()] }),
  );
  app.get(
    '/api/v1/runs/:id',
    {
      onRequest: allow('read'),
      schema: {
        ...common,
        summary: 'One job',
        params: idParams,
        response: { 200: jobSchema, ...ofOne },
      },
    },
    async ({ params }) => {
      const job = jobs.find(params.id);
      if (!job) throw unknownJob(params.id);
      return job;
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
        response: { 202: jobSchema, ...ofOne, 409: faultSchema },
      },
    },
    async ({ params }, reply) => reply.code(202).send(jobs.cancel(params.id)),
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
      if (!jobs.find(params.id)) throw unknownJob(params.id);
      reply.type('text/event-stream').header('cache-control', 'no-store').serializer(String);
      return reply.send(eventStream(jobs, params.id) as never);
    },
  );
}

function eventStream(jobs: JobQueue, id: string): Readable {
  const gone = new AbortController();
  const stream = new Readable({ read() {} });
  const beat = setInterval(() => stream.push(': still here\n\n'), BEAT_MS);
  stream.on('close', () => {
    clearInterval(beat);
    gone.abort();
  });
  const send = async () => {
    for await (const job of jobs.follow(id, gone.signal)) {
      stream.push(`event: run\ndata: ${JSON.stringify(job)}\n\n`);
      if (stream.readableLength > MOST_UNREAD_BYTES) stream.destroy();
    }
  };
  send()
    .catch(() => {})
    .finally(() => stream.push(null));
  return stream;
}
