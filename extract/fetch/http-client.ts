import { Agent as HttpAgent, get as httpGet, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, get as httpsGet } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/**
 * Sends GET requests over connections that stay open between them. It is there because
 * fetch() registers every answer for finalization, which keeps it in memory until the next
 * full collection: at some hundred answers a second that doubled the memory of a run.
 */
export type HttpClient = {
  /** @throws {Error} when no answer begins, or with the signal's reason */
  get(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<Answer>;
  close(): void;
};

/** An answer of which the head has come. */
export type Answer = {
  readonly status: number;
  /** Value of a header by its lower-case name. */
  header(name: string): string | undefined;
  /**
   * The whole body, unpacked; to be read once.
   *
   * @throws {Error} when the connection breaks before its end, or with the signal's reason
   */
  body(): Promise<Buffer>;
};

/** Shorter than servers keep idle connections, or a request could meet one that is just closing. */
const IDLE_MS = 4_000;

/** A client for one server; the caller closes it. */
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

/** What a person can make something of. */
function reasonOf(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  // A name with several addresses, none of which answered.
  return error instanceof AggregateError ? (error.errors[0] ?? error) : error;
}
