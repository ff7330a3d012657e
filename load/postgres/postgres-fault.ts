import postgres from 'postgres';
import { causeText, Fault } from '../../fault/fault.js';
import { type LOAD_FAULTS, loadFault } from '../faults.js';
import { nameTarget, type ShownTarget } from './target.js';

type Sentence = readonly [code: keyof typeof LOAD_FAULTS, what: string, remedy: string];

const LOST: Sentence = [
  'TARGET_LOST',
  'the connection was lost',
  'the load was done whole or not at all: check the server and run it again',
];

const STATEMENT_TIMEOUT: Sentence = [
  'TARGET_TIMEOUT',
  "the server's statement_timeout stopped the load",
  'raise statement_timeout for this role and try again',
];

const ROW_SECURITY: Sentence = [
  'TARGET_RIGHTS',
  'row level security hides rows from this role',
  'give it bypassrls, or use the role that owns the tables',
];

// SQLSTATE, its first two letters, or the code of a network error.
const SENTENCES: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: ['TARGET_UNREACHABLE', 'nothing listens there', 'start the server or fix the URL'],
  ENOTFOUND: ['TARGET_UNREACHABLE', 'no such host', 'fix the URL'],
  EAI_AGAIN: ['TARGET_UNREACHABLE', "the host's name cannot be looked up", 'check the network'],
  EHOSTUNREACH: ['TARGET_UNREACHABLE', 'there is no route to the host', 'check the network'],
  ETIMEDOUT: ['TARGET_UNREACHABLE', 'the host does not answer', 'check network and firewall'],
  CONNECT_TIMEOUT: [
    'TARGET_UNREACHABLE',
    'the server does not answer',
    'check network and firewall',
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
  '28': ['TARGET_LOGIN', 'the server refuses the login', 'fix user or password'],
  '3D000': ['TARGET_UNKNOWN_DATABASE', 'there is no such database', 'create it or fix the URL'],
  '42501': ['TARGET_RIGHTS', 'a right is missing', 'grant it, or use a role that has it'],
  '53100': ['TARGET_DISK_FULL', "the server's disk is full", 'free some space there'],
  '53300': ['TARGET_BUSY', 'the server accepts no more connections', 'try again later'],
  '53': ['TARGET_EXHAUSTED', 'the server is out of resources', 'check the server'],
  '55P03': [
    'TARGET_BUSY',
    'another session has locked a table',
    'wait until it is done, or end it, and try again',
  ],
  '57014': [
    'TARGET_CANCELLED',
    'an administrator or a limit of the server cancelled the work',
    'nothing was changed: ask there, then try again',
  ],
  '25006': [
    'TARGET_READ_ONLY',
    'the database is read-only there',
    'name the primary server, or end default_transaction_read_only for this role',
  ],
  P0: [
    'TARGET_TRIGGER',
    'a trigger of the database refuses the change',
    'nothing was changed: exempt this role there, or remove it',
  ],
  STALLED: [
    'TARGET_STALLED',
    'the connection stalled',
    'the load was done whole or not at all: check the network, or give a slow server a longer --stall-timeout',
  ],
  '25P04': [
    'TARGET_TIMEOUT',
    "the server's transaction_timeout stopped the load",
    'raise it for this role',
  ],
  '40': ['TARGET_BUSY', 'it conflicted with another session', 'try again'],
  '23': [
    'ROWS_REFUSED',
    'the rows break a constraint of the tables',
    "nothing was changed; 'npm run transform' must give better rows",
  ],
  '22': [
    'ROWS_REFUSED',
    'a value does not fit its column',
    "nothing was changed; 'npm run transform' must give better rows",
  ],
};

/** Turns an error of the database or network into a fault that names the target. Returns others as they are. */
export function toTargetFault(error: unknown, target: ShownTarget): unknown {
  if (error instanceof Fault || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const fault = tlsFault(error, target);
  if (fault !== undefined) return fault;
  const sentence = sentenceOf(error, code);
  if (sentence === undefined) return error;
  const [faultCode, what, remedy] = sentence;
  const text = `target ${nameTarget(target)}: ${what} (${quote(error)}); ${remedy}`;
  return loadFault(faultCode, text, { cause: error });
}

// Of one SQLSTATE, which may have several causes, the server's words or function say which.
function sentenceOf(error: Error, code: string): Sentence | undefined {
  if (code === '57014' && error.message.includes('statement timeout')) return STATEMENT_TIMEOUT;
  const isHidden = error instanceof postgres.PostgresError && error.routine === 'check_enable_rls';
  if (isHidden) return ROW_SECURITY;
  return SENTENCES[code] ?? SENTENCES[code.slice(0, 2)];
}

function quote(error: Error): string {
  if (!(error instanceof postgres.PostgresError)) {
    // An AggregateError, for a name with several addresses, has no message.
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
    `target ${nameTarget(target)}: no trusted TLS connection (${causeText(error)}); fix the certificate, or choose another mode with --ssl (sslmode in a URL)`,
  );
}
