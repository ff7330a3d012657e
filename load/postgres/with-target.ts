import type { Socket } from 'node:net';
import postgres from 'postgres';
import { openSocket } from './open-socket.js';
import { toTargetFault } from './postgres-fault.js';
import type { Target } from './target.js';

const CONNECT_SECONDS = 10;

/** No statement of ours should be silent for so long. */
export const STALL_MS = 300_000;

/** A target's only connection. */
export type Sql = postgres.Sql;

/**
 * Connects to a target, runs `work`, and always disconnects. A connection on which no byte comes or
 * goes for `stallMs` ends.
 *
 * @throws {Fault} TARGET_* for what the server or the network refuses
 */
export async function withTarget<Result>(
  target: Target,
  work: (sql: Sql) => Promise<Result>,
  stallMs = STALL_MS,
): Promise<Result> {
  const { host, port, user, password, database } = target;
  let isClosed = false;
  let socket: Socket | undefined;
  const options = {
    ...{ host, port, user, password, database },
    // The socket is encrypted already.
    ssl: false,
    max: 1,
    connect_timeout: CONNECT_SECONDS,
    max_lifetime: null,
    fetch_types: false,
    // A pooler passes the connection to others, with its named statements.
    prepare: false,
    onnotice: () => {},
    onclose: () => {
      isClosed = true;
    },
    connection: { application_name: 'lyzer-etl' },
    // Missing in the package's types.
    socket: async () => {
      socket = await openSocket(target, { timeoutMs: CONNECT_SECONDS * 1000, stallMs });
      return socket;
    },
  };
  // A socket is destroyed before it emits 'close'. A query that npm postgres sends in between
  // never gets an answer or an error.
  const isLost = () => isClosed || socket?.destroyed === true;
  const connection = postgres(options);
  try {
    await connect(connection);
    return await work(neverReconnecting(connection, isLost));
  } catch (error) {
    throw toTargetFault(error, target);
  } finally {
    await connection.end({ timeout: 1 });
  }
}

// npm postgres 3.4.9 waits forever when a server goes down during login.
async function connect(connection: Sql) {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error('no answer'), { code: 'CONNECT_TIMEOUT' });
    timer = setTimeout(() => reject(error), CONNECT_SECONDS * 1000);
  });
  const answer = connection`select 1`;
  // After a timeout nothing awaits the answer: avoid an unhandled rejection.
  answer.catch(() => {});
  await Promise.race([answer, silence]).finally(() => clearTimeout(timer));
}

// npm postgres reconnects for the next query. In a transaction, that query would run outside it.
function neverReconnecting(connection: Sql, isLost: () => boolean): Sql {
  const refuse = () => {
    if (isLost()) throw Object.assign(new Error('it was closed'), { code: 'CONNECTION_CLOSED' });
  };
  return new Proxy(connection, {
    apply(target, self, args) {
      refuse();
      return Reflect.apply(target, self, args);
    },
    get(target, name) {
      if (name === 'unsafe') refuse();
      return Reflect.get(target, name);
    },
  });
}
