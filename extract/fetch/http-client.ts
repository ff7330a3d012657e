import { Agent as HttpAgent, get as httpGet, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, get as httpsGet } from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { causeText } from '../../fault/fault.js';

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
   * @throws {Error} when the connection breaks before its end or is quiet for too long, when the
   *   body is longer than any of Jolpica's, packed or unpacked; or with the signal's reason
   */
  body(): Promise<Buffer>;
};

/** Servers keep idle connections longer: no request meets one that is just closing. */
const IDLE_MS = 4_000;
/** A body of which nothing comes for so long will not come. */
const QUIET_MS = 10_000;
/** The longest answer of Jolpica's has 65 KB. */
const MOST_BODY_BYTES = 250_000;
const FIRST_BODY_BYTES = 65_536;

/** Opens a client for one server; the caller closes it. */
export function openHttpClient(baseUrl: string, quietMs = QUIET_MS): HttpClient {
  const isSecure = new URL(baseUrl).protocol === 'https:';
  const options = { keepAlive: true, timeout: IDLE_MS };
  const agent = isSecure ? new HttpsAgent(options) : new HttpAgent(options);
  const send = isSecure ? httpsGet : httpGet;
  return {
    get(url, headers, signal) {
      return new Promise((resolve, reject) => {
        const all = { ...headers, 'Accept-Encoding': 'gzip' };
        send(url, { agent, headers: all, signal })
          .on('response', (response) => resolve(answerOf(response, signal, quietMs)))
          .on('error', (error) => reject(reasonOf(error, signal)));
      });
    },
    close: () => agent.destroy(),
  };
}

function answerOf(response: IncomingMessage, signal: AbortSignal, quietMs: number): Answer {
  const header = (name: string) => response.headers[name]?.toString();
  return {
    status: response.statusCode ?? 0,
    header,
    async body() {
      try {
        const bytes = await readBody(response, quietMs);
        return header('content-encoding') === 'gzip' ? await unpackBody(bytes) : bytes;
      } catch (error) {
        throw reasonOf(error, signal);
      }
    },
  };
}

/** Copies what comes: a chunk of one byte may keep a whole buffer of the socket in memory. */
async function readBody(response: IncomingMessage, quietMs: number): Promise<Buffer> {
  const quiet = () => response.destroy(new Error(`nothing came for ${quietMs / 1000} s`));
  const timer = setTimeout(quiet, quietMs);
  let body = Buffer.alloc(FIRST_BODY_BYTES);
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      timer.refresh();
      const end = length + chunk.length;
      if (end > MOST_BODY_BYTES) throw tooLong();
      if (end > body.length) body = Buffer.concat([body], Math.max(end, 2 * body.length));
      chunk.copy(body, length);
      length = end;
    }
  } finally {
    clearTimeout(timer);
  }
  return body.subarray(0, length);
}

async function unpackBody(bytes: Buffer): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MOST_BODY_BYTES });
  } catch (error) {
    const isTooLong = error instanceof RangeError;
    throw isTooLong ? tooLong() : new Error(`a body that is not gzip (${causeText(error)})`);
  }
}

function tooLong(): Error {
  return new Error(`a body of more than ${MOST_BODY_BYTES.toLocaleString('en')} bytes`);
}

/** The error that a person understands best. */
function reasonOf(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  // A host with several addresses, and none of them answered.
  return error instanceof AggregateError ? (error.errors[0] ?? error) : error;
}
