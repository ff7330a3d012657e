import type { FastifyInstance } from 'fastify';
import type { DataFolder } from '../disk/data-folder.js';
import type { Token } from './access/tokens.js';
import { docsRoutes } from './api/docs-routes.js';
import { healthRoutes } from './api/health-routes.js';
import { tableRoutes } from './api/table-routes.js';
import { type AppOptions, openApp } from './app.js';
import { dashboardRoutes } from './dashboard/routes.js';
import type { Clock } from './jobs/clock.js';
import { scheduleRefresh } from './jobs/refresh-schedule.js';
import { runRoutes } from './jobs/routes.js';
import { openRunDesk } from './jobs/run-desk.js';
import { holdLake } from './lake/lake-holder.js';
import { lyzerRoutes } from './lyzer/routes.js';
import { mirrorRoutes } from './mirror/routes.js';
import { type QueryOptions, queryRoutes } from './query/routes.js';

export type ServerOptions = AppOptions & {
  readonly data: DataFolder;
  /** The ledger that the mirror's rows are corrected by. */
  readonly correctionsFolder: string;
  /** How often to look for a newer lake. */
  readonly lakeEveryMs: number;
  /** Who may use jobs; without any, jobs are off. */
  readonly tokens: readonly Token[];
  /** Whom jobs ask: Jolpica, or who stands in for it. */
  readonly baseUrl: string;
  /** Refresh after each session of the calendar, and whether that ends in Postgres too. */
  readonly refresh: { readonly isAuto: boolean; readonly loads: boolean };
  /** By which jobs are dated, and refreshes start. */
  readonly clock: Clock;
  /** Questions in SQL; off unless given. */
  readonly query: QueryOptions | undefined;
  /** Told when a newer lake could not be taken up. */
  readonly onTrouble: (why: string) => void;
};

/** Builds the HTTP server; it does not listen yet. Closing it ends all that it holds. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = await openApp(options);
  const { data, clock, onBug } = options;
  const lakes = await holdLake({
    data,
    correctionsFolder: options.correctionsFolder,
    everyMs: options.lakeEveryMs,
    onTrouble: options.onTrouble,
  });
  const desk = await openRunDesk({
    data,
    baseUrl: options.baseUrl,
    loads: options.refresh.loads,
    clock,
    onDone: () => lakes.refresh(),
    onBug,
  });
  const schedule = options.refresh.isAuto ? scheduleRefresh(lakes, desk, clock, onBug) : undefined;
  app.addHook('onClose', async () => {
    schedule?.stop();
    await desk.close();
    await lakes.close();
  });
  healthRoutes(app, lakes, schedule);
  await tableRoutes(app, lakes);
  queryRoutes(app, lakes, options.tokens, options.query);
  mirrorRoutes(app, lakes);
  lyzerRoutes(app, lakes, clock);
  runRoutes(app, desk, options.tokens);
  docsRoutes(app);
  dashboardRoutes(app, lakes, desk, schedule);
  return app;
}
