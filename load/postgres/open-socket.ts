import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, isIP, type Socket } from 'node:net';
import { join } from 'node:path';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { causeText, type Fault } from '../../fault/fault.js';
import { loadFault } from '../faults.js';
import { isSocket, nameTarget, type Target } from './target.js';

/** Postgres's message that asks for TLS: its length and a code. */
const TLS_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const KEEP_ALIVE_MS = 30_000;

/**
 * Returns a connected socket, encrypted if the target says so: npm postgres hides that a server
 * offers no TLS behind a connection that breaks.
 *
 * @throws {Fault} TARGET_TLS, TARGET_UNREACHABLE without the socket's file; errors of the network
 */
export async function openSocket(
  target: Target,
  { timeoutMs, stallMs }: { readonly timeoutMs: number; readonly stallMs: number },
): Promise<Socket> {
  const options = await tlsOptions(target);
  const socket = await openPlain(target);
  endIfIdle(socket, timeoutMs, 'ETIMEDOUT', 'no answer');
  await settled(socket, 'connect').catch((error) => {
    throw isSocket(target.host) ? socketFault(target, error) : error;
  });
  const opened = options === undefined ? socket : await encrypt(socket, target, options);
  endIfIdle(socket, 0, '', '');
  endIfIdle(opened, stallMs, 'STALLED', `no byte came or went for ${stallMs / 1000} s`);
  const { host, port } = target;
  return Object.assign(opened, { host, port });
}

/** Ends a socket that is idle for so long; 0 lifts the limit. */
function endIfIdle(socket: Socket, idleMs: number, code: string, words: string) {
  socket.removeAllListeners('timeout').setTimeout(idleMs);
  if (idleMs === 0) return;
  socket.once('timeout', () => socket.destroy(Object.assign(new Error(words), { code })));
}

// With TCP_NODELAY. Without it, npm postgres waits for the server's delayed ACK: 40 ms at the end
// of every COPY.
function openPlain({ host, port }: Target): Socket {
  if (isSocket(host)) return connect({ path: join(host, `.s.PGSQL.${port}`) });
  return connect({
    ...{ host, port, noDelay: true },
    ...{ keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS },
  });
}

async function encrypt(
  socket: Socket,
  target: Target,
  options: ConnectionOptions,
): Promise<Socket> {
  socket.write(TLS_REQUEST);
  const [answer] = await settled<[Buffer]>(socket, 'data');
  // More than one letter would be sent by somebody between us and the server.
  if (answer.toString('latin1') !== 'S') {
    if (answer.toString('latin1') === 'N' && target.tls === 'prefer') return socket;
    socket.destroy();
    throw tlsFault(
      target,
      `the server offers no TLS, which sslmode '${target.tls}' needs; turn 'ssl' on there or, if you trust the network, give sslmode=disable in the URL, '--ssl disable' for a saved target`,
    );
  }
  const secure = connectTls({ ...options, socket });
  await settled(secure, 'secureConnect');
  return secure;
}

/** Waits for an event, or throws the error that the socket ends with. */
async function settled<Values extends unknown[]>(socket: Socket, event: string): Promise<Values> {
  const ended = new AbortController();
  const closed = () => ended.abort();
  socket.once('close', closed);
  try {
    return (await once(socket, event, { signal: ended.signal })) as Values;
  } catch (error) {
    const isClosed = ended.signal.aborted && !socket.errored;
    throw isClosed ? Object.assign(new Error('it was closed'), { code: 'ECONNRESET' }) : error;
  } finally {
    socket.off('close', closed);
  }
}

/** Node.js's options for the target's mode of TLS; undefined: no TLS. */
async function tlsOptions(target: Target): Promise<ConnectionOptions | undefined> {
  const { tls, host, tlsCaFile, tlsCertFile, tlsKeyFile } = target;
  if (tls === 'disable' || isSocket(host)) return undefined;
  const read = (file: string | undefined, what: string) =>
    file === undefined
      ? undefined
      : readFile(file).catch((error) => {
          const sentence = `the file of ${what} cannot be read (${causeText(error)})`;
          throw tlsFault(target, `${sentence}; fix that`);
        });
  const ca = await read(tlsCaFile, 'the certificate authority, --ssl-ca or sslrootcert,');
  const cert = await read(tlsCertFile, 'our certificate, --ssl-cert or sslcert,');
  const key = await read(tlsKeyFile, "our certificate's key, --ssl-key or sslkey,");
  return {
    // `host` is needed to compare a certificate for an IP address.
    ...(isIP(host) === 0 ? { host, servername: host } : { host }),
    rejectUnauthorized: tls === 'verify-full',
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
  };
}

function tlsFault(target: Target, what: string): Fault {
  return loadFault('TARGET_TLS', `target ${nameTarget(target)}: ${what}`);
}

// By a code of its own: a file that is missing is not always the socket's.
function socketFault(target: Target, error: unknown): Fault {
  const remedy = 'start the server, or correct the folder of its socket and the port';
  return loadFault(
    'TARGET_UNREACHABLE',
    `target ${nameTarget(target)}: no server answers at its socket (${causeText(error)}); ${remedy}`,
  );
}
