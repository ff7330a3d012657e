import { Agent as HttpAgent, get as httpGet, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, get as httpsGet } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/**
 * Sends GET requests over connections that stay open. Not fetch(): it registers every answer
 * for finalization and so keeps it until the next full garbage collection. At some hundred
 * answers a second that doubled the memory of a run.
 */
export type HttpClient = {
  /** @throws {Error} when no answer begins, or with the signal's reason */
  get(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<Answer>;
  close(): void;
};

/** An answer whose head has come. */
export type Answer = {
  readonly status: number;
  /** Returns a header's value; the name is lower-case. */
  header(name: string): string | undefined;
  /**
   * Reads the whole body, unpacked; works once.
   *
   * @throws {Error} when the connection breaks before its end, or with the signal's reason
   */
  body(): Promise<Buffer>;
};

/** Servers keep idle connections longer: no request meets one that is just closing. */
const IDLE_MS = 4_000;

/** Opens a client for one server; the caller closes it. */
export function openHttpClient(baseUrl: string): HttpClient {
  const isSecure = new URL(baseUrl).protocol === 'https:';
  const options = { keepAlive: true, timeout: IDLE_MS };
  const agent = isSecure ? new HttpsAgent(options) : new HttpAgent(options);
  const send = isSecure ? httpsGet : httpGet;
  return {
    get(url, headers, signal) {
      return new Promise((resolve, reject) => {
        const all = { ...headers, 'Accept-Encoding': 'gzip' };
        send(url, { agent, headers: all, signal })
          .on('response', (response) => resolve(answerOf(response, signal)))
          .on('error', (error) => reject(reasonOf(error, signal)));
      });
    },
    close: () => agent.destroy(),
  };
}

function answerOf(response: IncomingMessage, signal: AbortSignal): Answer {
  const header = (name: string) => response.headers[name]?.toString();
  return {
    status: response.statusCode ?? 0,
    header,
    async body() {
      try {
        const bytes = await buffer(response);
        return header('content-encoding') === 'gzip' ? await promisify(gunzip)(bytes) : bytes;
      } catch (error) {
        throw reasonOf(error, signal);
      }
    },
  };
}

/** The error that a person understands best. */
function reasonOf(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  // A host with several addresses, and none of them answered.
  return error instanceof AggregateError ? (error.errors[0] ?? error) : error;
}
