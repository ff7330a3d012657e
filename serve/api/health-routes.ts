import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { z } from 'zod';
import { VERSION } from '../../command/program.js';
import type { App } from '../app.js';
import type { RefreshSchedule } from '../jobs/refresh-schedule.js';
import { refreshOf, refreshSchema } from '../jobs/refresh-state.js';
import { type LakeHolder, useLake } from '../lake/lake-holder.js';
import { faultSchema } from './schemas.js';

const TEXT = {
  description: 'in the format of Prometheus',
  content: { 'text/plain': { schema: z.string() } },
};
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** Health, readiness and Prometheus metrics. */
export function healthRoutes(app: App, lakes: LakeHolder, schedule: RefreshSchedule | undefined) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'time from request to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  });
  const built = new Gauge({
    name: 'lyzer_lake_built_seconds',
    help: 'when the served lake was built, in seconds since 1970',
    labelNames: ['snapshot'],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    // The route's pattern, not the URL: there are endless URLs.
    const labels = { method: request.method, route: request.routeOptions.url ?? 'none' };
    durations.observe({ ...labels, status: reply.statusCode }, reply.elapsedTime / 1000);
  });

  const tags = ['health'];
  app.get(
    '/health',
    {
      schema: {
        summary: 'Whether the server runs, and the state of its refreshes',
        tags,
        response: {
          200: z.object({ status: z.literal('ok'), version: z.string(), refresh: refreshSchema }),
        },
      },
    },
    async () => ({ status: 'ok' as const, version: VERSION, refresh: await refreshOf(schedule) }),
  );
  app.get(
    '/ready',
    {
      schema: {
        summary: 'Whether all can be served; answers when the mirror has been read',
        tags,
        response: {
          200: z.object({ snapshot: z.string(), builtAt: z.string() }),
          503: faultSchema,
        },
      },
    },
    () =>
      useLake(lakes, async ({ lake: { snapshot, builtAt }, mirror }) => {
        await mirror;
        return { snapshot, builtAt };
      }),
  );
  app.get(
    '/metrics',
    { schema: { summary: 'Metrics for Prometheus', tags, response: { 200: TEXT } } },
    async (_, reply) => {
      const lake = await lakes.use(({ lake }) => lake);
      built.reset();
      if (lake) built.set({ snapshot: lake.snapshot }, Date.parse(lake.builtAt) / 1000);
      reply.type(registry.contentType).serializer(String);
      return registry.metrics();
    },
  );
}
