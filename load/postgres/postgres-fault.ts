import postgres from 'postgres';
import { causeText, Fault } from '../../fault/fault.js';
import { type LOAD_FAULTS, loadFault } from '../faults.js';
import { nameTarget, type ShownTarget } from './target.js';

type Sentence = readonly [code: keyof typeof LOAD_FAULTS, what: string, remedy: string];

const LOST: Sentence = [
  'TARGET_LOST',
  'the connection was lost',
  'the load is there whole or not at all: look after the server and run it again',
];

// SQLSTATE, its first two letters, or the code of a network error.
const SENTENCES: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: ['TARGET_UNREACHABLE', 'nobody listens there', 'start the server or mend the URL'],
  ENOTFOUND: ['TARGET_UNREACHABLE', 'no such host', 'mend the URL'],
  EAI_AGAIN: [
    'TARGET_UNREACHABLE',
    "the host's name cannot be looked up",
    'look after the network',
  ],
  EHOSTUNREACH: ['TARGET_UNREACHABLE', 'no way to the host', 'look after the network'],
  ETIMEDOUT: ['TARGET_UNREACHABLE', 'the host does not answer', 'look after network and firewall'],
  CONNECT_TIMEOUT: [
    'TARGET_UNREACHABLE',
    'the server does not answer',
    'look after network and firewall',
  ],
  ECONNRESET: LOST,
  EPIPE: LOST,
  CONNECTION_CLOSED: LOST,
  CONNECTION_DESTROYED: LOST,
  CONNECTION_ENDED: LOST,
  '57P01': LOST,
  '57P02': LOST,
  '57P03': ['TARGET_UNREACHABLE', 'the server is starting or stopping', 'try again in a moment'],
  '25P03': LOST,
  '28': ['TARGET_LOGIN', 'the server refuses the login', 'mend user or password'],
  '3D000': ['TARGET_UNKNOWN_DATABASE', 'there is no such database', 'create it or mend the URL'],
  '42501': ['TARGET_RIGHTS', 'a right is missing', 'grant it, or use a role that has it'],
  '53100': ['TARGET_DISK_FULL', "the server's disk is full", 'free some space there'],
  '53300': ['TARGET_BUSY', 'the server takes no more connections', 'try again later'],
  '53': ['TARGET_EXHAUSTED', 'the server is out of resources', 'look after the server'],
  '55P03': [
    'TARGET_BUSY',
    'another session locks a table of ours',
    'wait until it is done, or end it, and try again',
  ],
  '57014': [
    'TARGET_TIMEOUT',
    "the server's statement_timeout ended it",
    'raise statement_timeout for this role and try again',
  ],
  '25P04': [
    'TARGET_TIMEOUT',
    "the server's transaction_timeout ended it",
    'raise it for this role',
  ],
  '40': ['TARGET_BUSY', 'other sessions got in the way', 'try again'],
  '23': [
    'ROWS_REFUSED',
    'the rows break a rule of the tables',
    "nothing was changed; 'npm run transform' must give better rows",
  ],
  '22': [
    'ROWS_REFUSED',
    'a value does not fit its column',
    "nothing was changed; 'npm run transform' must give better rows",
  ],
};

/** Turns what the database or the network throws into a fault in the target's name; keeps the rest as it is. */
export function toTargetFault(error: unknown, target: ShownTarget): unknown {
  if (error instanceof Fault || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const fault = tlsFault(error, target);
  if (fault !== undefined) return fault;
  const sentence = SENTENCES[code] ?? SENTENCES[code.slice(0, 2)];
  if (sentence === undefined) return error;
  const [faultCode, what, remedy] = sentence;
  const text = `target ${nameTarget(target)}: ${what} (${quote(error)}); ${remedy}`;
  return loadFault(faultCode, text, { cause: error });
}

function quote(error: Error): string {
  if (!(error instanceof postgres.PostgresError)) {
    // What a name with several addresses fails with has no message of its own.
    return causeText(error) || ('code' in error ? String(error.code) : error.name);
  }
  const { message, detail, table_name: table } = error;
  const place = table === undefined ? '' : ` in '${table}'`;
  return causeText(`${message}${place}${detail === undefined ? '' : `: ${detail}`}`);
}

function tlsFault(error: Error, target: ShownTarget): Fault | undefined {
  if (error instanceof postgres.PostgresError) return undefined;
  if (!/certificate|self.signed|SSL|TLS|altnames/i.test(error.message)) return undefined;
  return loadFault(
    'TARGET_TLS',
    `target ${nameTarget(target)}: no TLS connection that can be trusted (${causeText(error)}); mend the certificate, or choose another way by --ssl (sslmode in a URL)`,
  );
}
