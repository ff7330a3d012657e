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
import { Fault } from '../fault/fault.js';
import { HttpFault, httpFault } from './access/http-fault.js';

export type AppOptions = {
  /** Most requests a minute from one address; 0 for no limit. */
  readonly requestsPerMinute: number;
  /** Where faults of our own are told. */
  readonly onBug: (error: unknown) => void;
};

/** What routes are added to. */
export type App = Awaited<ReturnType<typeof openApp>>;

const BODY_BYTES = 16 * 1024;
const REQUEST_WITHIN_MS = 30_000;
const IDLE_MS = 60_000;

/** A Fastify application without routes: its limits, its headers, how faults are told. */
export async function openApp({ requestsPerMinute, onBug }: AppOptions) {
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
  tellFaults(app, onBug);
  await protect(app, requestsPerMinute);
  await app.register(swagger, { openapi: OPENAPI, transform: jsonSchemaTransform });
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
      'Answers as Jolpica gives them are under `/ergast/f1/`. Data: Jolpica F1, CC BY-NC-SA 4.0.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/', description: 'this server' }],
  components: { securitySchemes: { token: { type: 'http' as const, scheme: 'bearer' } } },
  tags: [
    { name: 'tables', description: 'Tables and metrics, and questions in SQL' },
    { name: 'lyzer', description: "What Lyzer's own API answers" },
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

function tellFaults(app: FastifyInstance, onBug: AppOptions['onBug']) {
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
