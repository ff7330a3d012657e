import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import {
  jsonSchemaTransform,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { DataFolder } from '../command/data-folder.js';
import { Fault } from '../command/fault.js';
import { VERSION } from '../command/program.js';
import { docsRoutes } from './api/docs-routes.js';
import { healthRoutes } from './api/health-routes.js';
import { tableRoutes } from './api/table-routes.js';
import { dashboardRoutes } from './dashboard/routes.js';
import { HttpFault } from './http-fault.js';
import { holdLake } from './lake-holder.js';
import { mirrorRoutes } from './mirror/routes.js';
import { type QueryOptions, queryRoutes } from './query/routes.js';
import type { Clock } from './runs/clock.js';
import { scheduleRefresh } from './runs/refresh-schedule.js';
import { runRoutes } from './runs/routes.js';
import { openRunDesk } from './runs/run-desk.js';
import type { Token } from './runs/tokens.js';

export type ServerOptions = {
  readonly data: DataFolder;
  /** The ledger that the mirror's rows are corrected by. */
  readonly correctionsFolder: string;
  /** Most requests a minute from one address; 0 for no limit. */
  readonly requestsPerMinute: number;
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
  /** Where faults of our own are told. */
  readonly onBug: (error: unknown) => void;
};

const BODY_BYTES = 16 * 1024;
const REQUEST_WITHIN_MS = 30_000;
const IDLE_MS = 60_000;

/** Builds the HTTP server; it does not listen yet. Closing it ends all that it holds. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_WITHIN_MS,
    connectionTimeout: IDLE_MS,
    keepAliveTimeout: IDLE_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, _, reply) =>
      void (reply as FastifyReply).code(400).send(bodyOf(400, error)),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  // Answers are typed where they are made; checking each again would cost more than making it.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  tellFaults(app, options.onBug);

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
  await protect(app, options.requestsPerMinute);
  await app.register(swagger, { openapi: OPENAPI, transform: jsonSchemaTransform });
  healthRoutes(app, lakes, schedule);
  await tableRoutes(app, lakes);
  queryRoutes(app, lakes, options.tokens, options.query);
  mirrorRoutes(app, lakes);
  runRoutes(app, desk, options.tokens);
  docsRoutes(app);
  dashboardRoutes(app, lakes, desk, schedule);
  return app;
}

async function protect(app: FastifyInstance, requestsPerMinute: number) {
  // Plain HTTP here: whoever puts TLS in front decides on that header.
  await app.register(helmet, { contentSecurityPolicy: POLICY, strictTransportSecurity: false });
  if (requestsPerMinute > 0) {
    await app.register(rateLimit, {
      max: requestsPerMinute,
      timeWindow: '1 minute',
      errorResponseBuilder: (_, { after }) =>
        new HttpFault(429, 'RATE_LIMITED', `too many requests; try again in ${after}`),
    });
  }
}

/** The application as route groups see it. */
export type Api = ReturnType<typeof typed>;

const typed = (app: FastifyInstance) => app.withTypeProvider<ZodTypeProvider>();

const OPENAPI = {
  openapi: '3.1.0',
  info: {
    title: 'Lyzer ETL',
    version: VERSION,
    description:
      "Formula 1's history: every table and metric of the lake, and the jobs that make it. " +
      'Answers as Jolpica gives them are under `/ergast/f1/`. Data: Jolpica F1, CC BY-NC-SA 4.0.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/', description: 'this server' }],
  components: { securitySchemes: { token: { type: 'http' as const, scheme: 'bearer' } } },
  tags: [
    { name: 'tables', description: 'Tables and metrics, and questions in SQL' },
    { name: 'dashboard', description: 'What the page for people is drawn from' },
    { name: 'runs', description: 'Jobs: extract, transform, load, rollback' },
    { name: 'health', description: 'Health, readiness, metrics' },
  ],
};

const POLICY = {
  directives: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    // Helmet's default would send pages on plain HTTP to HTTPS, which this server lacks.
    upgradeInsecureRequests: null,
  },
};

function tellFaults(app: FastifyInstance, onBug: ServerOptions['onBug']) {
  app.setNotFoundHandler((_, reply) => reply.code(404).send({ detail: 'Not found.' }));
  app.setErrorHandler((error: FastifyError, _, reply) => {
    const status = error instanceof HttpFault ? error.status : (error.statusCode ?? 500);
    if (status >= 500 && !(error instanceof Fault)) onBug(error);
    const later = error instanceof HttpFault ? error.retryAfterSeconds : undefined;
    if (later !== undefined) reply.header('retry-after', later);
    return reply.code(status).send(bodyOf(status, error));
  });
}

function bodyOf(status: number, error: Error & { readonly code?: string }) {
  if (error instanceof HttpFault) return { code: error.code, detail: error.sentence };
  // What went wrong inside is nobody's business outside.
  if (status >= 500) return { code: 'INTERNAL', detail: 'the server failed; its log says more' };
  return { code: 'REQUEST_INVALID', detail: error.message };
}
