import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { faultSchema, round, season } from '../api/schemas.js';
import type { App } from '../app.js';
import type { JobQueue } from '../jobs/job-queue.js';
import type { RefreshSchedule } from '../jobs/refresh-schedule.js';
import { refreshOf, refreshSchema } from '../jobs/refresh-state.js';
import { type LakeHolder, useLake } from '../lake/lake-holder.js';
import type { LakeView } from '../lake/lake-view.js';

const FOLDER = join(PROGRAM_FOLDER, 'serve', 'dashboard');
const SQL = {
  coverage: sqlOf('coverage'),
  calendar: sqlOf('calendar'),
  progress: sqlOf('progress'),
  gaps: sqlOf('gaps'),
};
const MOST_JOBS = 8;
/** What draws the pages' plots; see docs/decisions.md. Each is one file of its package. */
const LIBRARIES = [scriptOf('d3', 'd3.min.js'), scriptOf('@observablehq/plot', 'plot.umd.min.js')];

const line = z.record(z.string(), z.unknown());
const rowsSchema = z.object({ rows: z.array(line) });

const checkSchema = z.object({
  name: z.string(),
  description: z.string(),
  severity: z.string(),
  faults: z.number(),
});

const overviewSchema = z.object({
  snapshot: z.string(),
  builtAt: z.string(),
  fetchedAt: z.string().meta({ description: 'when the newest list was last confirmed' }),
  coverage: z
    .array(line)
    .meta({ description: 'per season, the number of races with each resource' }),
  calendar: z.array(line).meta({ description: 'the last race with results, and the next' }),
  checks: z.array(checkSchema),
  runs: z
    .array(line)
    .meta({ description: 'the last jobs: kind, state, times and the code of a fault' }),
  refresh: refreshSchema,
});

/** `/`: the dashboard, and the routes of its data. */
export function dashboardRoutes(
  app: App,
  lakes: LakeHolder,
  jobs: JobQueue,
  schedule: RefreshSchedule | undefined,
) {
  // `/race` is `race.html`: addresses of pages name what they show.
  app.register(fastifyStatic, { root: join(FOLDER, 'page'), extensions: ['html'] });
  for (const file of LIBRARIES) {
    app.get(`/vendor/${basename(file)}`, { schema: { hide: true } }, (_, reply) =>
      reply.sendFile(basename(file), dirname(file)),
    );
  }
  const tags = ['dashboard'];
  app.get(
    '/api/v1/overview',
    {
      schema: {
        summary: 'Coverage, freshness, checks and the last jobs',
        tags,
        response: { 200: overviewSchema, 503: faultSchema },
      },
    },
    () =>
      useLake(lakes, async (view) => ({
        ...(await overviewOf(view, jobs)),
        refresh: await refreshOf(schedule),
      })),
  );
  app.get(
    '/api/v1/seasons/:season/progress',
    {
      schema: {
        summary: "The first ten drivers' points after each round of a season",
        tags,
        params: z.object({ season }),
        response: { 200: rowsSchema, 400: faultSchema, 503: faultSchema },
      },
    },
    ({ params }) => useLake(lakes, ({ query }) => rowsOf(query(SQL.progress, params))),
  );
  app.get(
    '/api/v1/seasons/:season/rounds/:round/gaps',
    {
      schema: {
        summary: "The first ten drivers' gap to the winner at the end of each lap of a race",
        tags,
        params: z.object({ season, round }),
        response: { 200: rowsSchema, 400: faultSchema, 503: faultSchema },
      },
    },
    ({ params }) => useLake(lakes, ({ query }) => rowsOf(query(SQL.gaps, params))),
  );
}

async function overviewOf({ lake, snapshot, query }: LakeView, jobs: JobQueue) {
  const [coverage, calendar] = await Promise.all([query(SQL.coverage), query(SQL.calendar)]);
  const confirmed = Object.values(snapshot.lists).map(({ confirmedAt }) => confirmedAt);
  const { data: checked } = z.object({ checks: z.array(checkSchema) }).safeParse(lake);
  return {
    snapshot: lake.snapshot,
    builtAt: lake.builtAt,
    fetchedAt: confirmed.sort().at(-1) ?? snapshot.createdAt,
    coverage,
    calendar,
    checks: checked?.checks ?? [],
    // Options and results need a token, so they are not shown here.
    runs: jobs
      .list()
      .slice(0, MOST_JOBS)
      .map(({ kind, state, startedAt, endedAt, fault }) => {
        return { kind, state, startedAt, endedAt, code: fault?.code };
      }),
  };
}

async function rowsOf(rows: ReturnType<LakeView['query']>) {
  return { rows: await rows };
}

function sqlOf(name: string): string {
  return readFileSync(join(FOLDER, `${name}.sql`), 'utf8');
}

function scriptOf(name: string, file: string): string {
  const entry = createRequire(import.meta.url).resolve(name);
  return join(dirname(entry), '..', 'dist', file);
}
