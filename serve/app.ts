import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import {
  jsonSchemaTransform,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { VERSION } from '../command/program.js';
import { HttpFault, httpFault } from './access/http-fault.js';
import { refuseStrangers } from './access/loopback.js';

export type AppOptions = {
  /** Maximum requests per minute from one address; 0 for no limit. */
  readonly requestsPerMinute: number;
  /** Whether only this machine can reach the server: then others' names for it are refused. */
  readonly isLoopback: boolean;
  readonly connections: ConnectionLimits;
  /** Called with errors that no client can mend: bugs of ours, and what is wrong here. */
  readonly onBug: (error: unknown) => void;
};

/** What clients may hold, however slow they are. */
export type ConnectionLimits = {
  /** Further ones are closed at once. */
  readonly most: number;
  /** From the first byte of a request to its last. */
  readonly requestWithinMs: number;
  readonly idleMs: number;
};

/** The application that routes are added to. */
export type App = Awaited<ReturnType<typeof openApp>>;

const BODY_BYTES = 16 * 1024;
/** Node looks for requests that take too long so many times while one may take. */
const LOOKS = 4;

/** A Fastify application without routes: limits, headers, error answers. */
export async function openApp({ connections, onBug, ...limits }: AppOptions) {
  const { requestWithinMs, idleMs } = connections;
  const app = fastify({
    bodyLimit: BODY_BYTES,
    requestTimeout: requestWithinMs,
    connectionTimeout: idleMs,
    keepAliveTimeout: idleMs,
    http: { connectionsCheckingInterval: requestWithinMs / LOOKS },
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, _, reply) =>
      void (reply as FastifyReply).code(400).send(bodyOf(400, error)),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  // Answers are typed where they are made; checking one again costs more than making it.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  answerFaults(app, onBug);
  app.server.maxConnections = connections.most;
  if (limits.isLoopback) app.addHook('onRequest', refuseStrangers);
  await protect(app, limits.requestsPerMinute);
  await app.register(swagger, { openapi: OPENAPI, transform: jsonSchemaTransform });
  return app;
}

async function protect(app: FastifyInstance, requestsPerMinute: number) {
  // No HSTS here: a TLS proxy in front sets that header.
  await app.register(helmet, { contentSecurityPolicy: POLICY, strictTransportSecurity: false });
  if (requestsPerMinute > 0) {
    await app.register(rateLimit, {
      max: requestsPerMinute,
      timeWindow: '1 minute',
      errorResponseBuilder: (_, { after }) =>
        httpFault('RATE_LIMITED', `too many requests; try again in ${after}`),
    });
  }
}

const OPENAPI = {
  openapi: '3.1.0',
  info: {
    title: 'Lyzer ETL',
    version: VERSION,
    description:
      "Formula 1's history: every table and metric of the lake, and the jobs that make it. " +
      "Jolpica's own answers are under `/ergast/f1/`. Data: Jolpica F1, CC BY-NC-SA 4.0.",
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/', description: 'this server' }],
  components: { securitySchemes: { token: { type: 'http' as const, scheme: 'bearer' } } },
  tags: [
    { name: 'tables', description: 'Tables, metrics and SQL' },
    { name: 'lyzer', description: "What Lyzer's own API answers" },
    { name: 'dashboard', description: 'Data of the dashboard' },
    { name: 'runs', description: 'Jobs: extract, transform, plan, load, rollback' },
    { name: 'pipeline', description: 'The state of archive, lake and targets' },
    { name: 'health', description: 'Health, readiness, metrics' },
  ],
};

const POLICY = {
  directives: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    // Helmet's default would redirect the page's requests to HTTPS, which this server lacks.
    upgradeInsecureRequests: null,
  },
};

function answerFaults(app: FastifyInstance, onBug: AppOptions['onBug']) {
  app.setNotFoundHandler((_, reply) => reply.code(404).send({ detail: 'Not found.' }));
  app.setErrorHandler((error: FastifyError, _, reply) => {
    const status = error instanceof HttpFault ? error.status : (error.statusCode ?? 500);
    if (status >= 500 && !(error instanceof HttpFault)) onBug(error);
    const later = error instanceof HttpFault ? error.retryAfterSeconds : undefined;
    if (later !== undefined) reply.header('retry-after', later);
    return reply.code(status).send(bodyOf(status, error));
  });
}

function bodyOf(status: number, error: Error & { readonly code?: string }) {
  if (error instanceof HttpFault) return { code: error.code, detail: error.sentence };
  // Clients get no details of internal errors.
  if (status >= 500) return { code: 'INTERNAL', detail: 'the server failed; see its log' };
  return { code: 'REQUEST_INVALID', detail: error.message };
}
