import type { Progress } from '../command/progress.js';
import type { DataFolder } from '../disk/data-folder.js';
import { parseBaseUrl } from '../extract/fetch/base-url.js';
import { JOLPICA_URL } from '../extract/fetch/jolpica-url.js';
import { Fault } from '../fault/fault.js';
import { commonFault } from '../fault/faults.js';
import { isLoopback } from './access/loopback.js';
import type { ReadTokens } from './access/tokens.js';
import type { ConnectionLimits } from './app.js';
import { serveFault } from './faults.js';
import { type Clock, systemClock } from './jobs/clock.js';
import { CORRECTIONS_FOLDER } from './mirror/memory/corrections.js';
import { buildServer, type ServerOptions } from './server.js';

export type ServeOptions = {
  readonly data: DataFolder;
  readonly host: string;
  /** Default: 8787, or a free port if 8787 is taken. */
  readonly port: number | undefined;
  readonly requestsPerMinute?: number | undefined;
  /** Default: Jolpica. */
  readonly baseUrl?: string | undefined;
  /** Default: the program's own. */
  readonly correctionsFolder?: string;
  /** Default: none. */
  readonly tokens?: ReadTokens;
  readonly refresh?: ServerOptions['refresh'];
  /** Default: the system's. */
  readonly clock?: Clock;
  readonly query?: ServerOptions['query'];
  /** Default: 20,000, 30 s for a request, 60 s without a byte. */
  readonly connections?: ConnectionLimits;
};

export type Serving = {
  readonly url: string;
  /** Resolves when the signal is aborted. */
  until(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
};

const DEFAULT_PORT = 8787;
const LAKE_EVERY_MS = 1_000;
const CONNECTIONS: ConnectionLimits = { most: 20_000, requestWithinMs: 30_000, idleMs: 60_000 };
const REQUESTS_PER_MINUTE = 1_200;

/**
 * Serves the lake over HTTP until it is closed.
 *
 * @throws {Fault} PORT_INVALID, PORT_IN_USE, HOST_INVALID, RATE_LIMIT_INVALID, BASE_URL_INVALID,
 *   QUERY_WITHOUT_TOKEN, QUERY_UNSUPPORTED
 */
export async function serve(options: ServeOptions, progress: Progress): Promise<Serving> {
  const { data, host, port } = options;
  const tokens = options.tokens ?? (async () => []);
  await refuseOptions(options, tokens);
  const app = await buildServer({
    data,
    correctionsFolder: options.correctionsFolder ?? CORRECTIONS_FOLDER,
    requestsPerMinute: options.requestsPerMinute ?? (isLoopback(host) ? 0 : REQUESTS_PER_MINUTE),
    isLoopback: isLoopback(host),
    connections: options.connections ?? CONNECTIONS,
    lakeEveryMs: LAKE_EVERY_MS,
    tokens,
    baseUrl: parseBaseUrl(options.baseUrl ?? JOLPICA_URL),
    refresh: options.refresh ?? { isAuto: false, loads: false },
    clock: options.clock ?? systemClock,
    query: options.query,
    onTrouble: (why) => progress.note(`serve      ${why}`),
    onBug: (error) => progress.note(`serve      ${describeError(error)}`),
  });
  try {
    await listen(app, host, port);
  } catch (error) {
    await app.close();
    throw error;
  }
  const address = app.server.address();
  const taken = typeof address === 'object' ? address?.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    until: (signal) => aborted(signal),
    close: () => app.close(),
  };
}

function describeError(error: unknown): string {
  if (error instanceof Fault) return error.message;
  return (error instanceof Error && error.stack) || String(error);
}

async function refuseOptions(options: ServeOptions, tokens: ReadTokens) {
  const { port, requestsPerMinute: limit } = options;
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw commonFault('PORT_INVALID', `'${port}' is not a port; give one from 1 to 65535`);
  }
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 0)) {
    const sentence = `'${limit}' given as --rate-limit, a whole number from 0 on was expected`;
    throw serveFault('RATE_LIMIT_INVALID', sentence);
  }
  // Also without --query: a file that cannot be read should be seen now.
  const isTokenThere = (await tokens()).length > 0;
  if (options.query) refuseQuery(isTokenThere);
}

function refuseQuery(isTokenThere: boolean) {
  if (!isTokenThere) {
    const remedy = "make one with 'npm run serve token -- --scope read'";
    const sentence = `--query needs a token and there is none; ${remedy}`;
    throw serveFault('QUERY_WITHOUT_TOKEN', sentence);
  }
  // It limits its processes with a Unix shell's ulimit.
  if (process.platform === 'win32') {
    const sentence = "--query needs Linux or macOS; use 'npm run query' here";
    throw serveFault('QUERY_UNSUPPORTED', sentence);
  }
}

async function listen(
  app: Awaited<ReturnType<typeof buildServer>>,
  host: string,
  port: number | undefined,
) {
  try {
    await app.listen({ host, port: port ?? DEFAULT_PORT });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EADDRINUSE' && port === undefined) await app.listen({ host, port: 0 });
    else throw listenFault(code, host, port);
  }
}

function listenFault(code: unknown, host: string, port: number | undefined): Fault {
  if (code === 'EADDRINUSE') {
    const remedy = 'stop that program, or choose another port with --port';
    return commonFault('PORT_IN_USE', `port '${port}' at '${host}' is taken; ${remedy}`);
  }
  const remedy =
    "give an address of this machine, like '127.0.0.1' or '0.0.0.0', and a port from 1024 on";
  return serveFault('HOST_INVALID', `cannot listen at '${host}:${port}' (${code}); ${remedy}`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
