import type { FastifyInstance } from 'fastify';
import type { DataFolder } from '../disk/data-folder.js';
import { openGate } from './access/gate.js';
import type { ReadTokens } from './access/tokens.js';
import { correctionRoutes } from './api/correction-routes.js';
import { docsRoutes } from './api/docs-routes.js';
import { healthRoutes } from './api/health-routes.js';
import { pipelineRoutes } from './api/pipeline-routes.js';
import { tableRoutes } from './api/table-routes.js';
import { targetRoutes } from './api/target-routes.js';
import { traceRoutes } from './api/trace-routes.js';
import { type AppOptions, openApp } from './app.js';
import { plotRoutes } from './dashboard/plot-routes.js';
import { dashboardRoutes } from './dashboard/routes.js';
import type { Clock } from './jobs/clock.js';
import { openJobQueue } from './jobs/job-queue.js';
import { scheduleRefresh } from './jobs/refresh-schedule.js';
import { jobRoutes } from './jobs/routes.js';
import { holdLake } from './lake/lake-holder.js';
import { lyzerRoutes } from './lyzer/routes.js';
import { mirrorRoutes } from './mirror/routes.js';
import { type QueryLimits, queryRoutes } from './query/routes.js';

export type ServerOptions = AppOptions & {
  readonly data: DataFolder;
  /** The corrections for the mirror's rows. */
  readonly correctionsFolder: string;
  /** How often to look for a newer lake. */
  readonly lakeEveryMs: number;
  /** The tokens for jobs and targets; while there is none, these are off. */
  readonly tokens: ReadTokens;
  /** Of Jolpica, or of a server that stands in for it. */
  readonly baseUrl: string;
  /** Whether to refresh after each session of the calendar, and whether a refresh loads Postgres. */
  readonly refresh: { readonly isAuto: boolean; readonly loads: boolean };
  /** Dates jobs and starts refreshes. */
  readonly clock: Clock;
  /** SQL over HTTP; off if undefined. */
  readonly query: QueryLimits | undefined;
  /** Called when a newer lake could not be opened. */
  readonly onTrouble: (why: string) => void;
};

/** Builds the HTTP server, which does not listen yet. Closing it stops jobs and closes the lake. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = await openApp(options);
  const { data, clock, onBug } = options;
  const lakes = await holdLake({
    data,
    correctionsFolder: options.correctionsFolder,
    everyMs: options.lakeEveryMs,
    onTrouble: options.onTrouble,
  });
  const jobs = await openJobQueue({
    data,
    baseUrl: options.baseUrl,
    loads: options.refresh.loads,
    clock,
    onEnd: () => lakes.refresh(),
    onBug,
  });
  const schedule = options.refresh.isAuto ? scheduleRefresh(lakes, jobs, clock, onBug) : undefined;
  app.addHook('onClose', async () => {
    schedule?.stop();
    await jobs.close();
    await lakes.close();
  });
  const gate = openGate(options.tokens, clock.now);
  healthRoutes(app, lakes, schedule);
  await tableRoutes(app, lakes);
  traceRoutes(app, data);
  correctionRoutes(app, lakes);
  queryRoutes(app, lakes, gate, options.query);
  mirrorRoutes(app, lakes);
  lyzerRoutes(app, lakes, clock);
  jobRoutes(app, jobs, gate);
  pipelineRoutes(app, data, gate, clock);
  targetRoutes(app, data, gate);
  docsRoutes(app);
  plotRoutes(app, lakes);
  dashboardRoutes(app, lakes, jobs, schedule);
  return app;
}
