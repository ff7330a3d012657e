import type { Fault } from '../../fault/fault.js';
import { loadFault } from '../faults.js';

/** How a saved target's connection is made safe. */
export const SAVED_TLS_MODES = ['verify-full', 'require', 'disable'] as const;

/** `prefer` is for `--url` only, where no mode was named. */
const TLS_MODES = [...SAVED_TLS_MODES, 'prefer'] as const;

/** A database to load into. */
export type Target = {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: (typeof TLS_MODES)[number];
  /** The file of the certificate authority to trust; those that Node.js knows when undefined. */
  readonly tlsCaFile: string | undefined;
  /** Before the names of all our schemas: `dev_` makes `lyzer` `dev_lyzer`. */
  readonly schemaPrefix: string;
  /** Whether a load must be confirmed. */
  readonly isProduction: boolean;
};

/** What may be shown of a target: all but its password. */
export type ShownTarget = Pick<Target, 'name' | 'host' | 'port' | 'database' | 'user'>;

/** The target as it may be printed and logged. */
export function showTarget({ name, host, port, database, user }: ShownTarget): ShownTarget {
  return { name, host, port, database, user };
}

/** The target in one phrase, for messages; without its password. */
export function nameTarget({ name, host, port, database, user }: ShownTarget): string {
  return `'${name}' (${user}@${host}:${port}/${database})`;
}

/** What of a target a URL tells; `tls` is undefined when it names no sslmode. */
export type UrlParts = Pick<Target, 'host' | 'port' | 'database' | 'user' | 'password'> & {
  readonly tls: Target['tls'] | undefined;
};

/**
 * The target that `--url` names. A password may be left out of the URL, where lists of
 * processes show it, and be in PGPASSWORD.
 *
 * @throws {Fault} TARGET_INVALID, quoting the URL without its password.
 */
export function parseTargetUrl(text: string): Target {
  const { tls = 'prefer', ...parts } = parseUrlParts(text);
  return {
    ...parts,
    name: 'url',
    password: parts.password || (process.env.PGPASSWORD ?? ''),
    tls,
    tlsCaFile: undefined,
    schemaPrefix: '',
    isProduction: false,
  };
}

/**
 * Reads `postgres://user:password@host:port/database?sslmode=…`.
 *
 * @throws {Fault} TARGET_INVALID, quoting the URL without its password.
 */
export function parseUrlParts(text: string): UrlParts {
  let url: URL;
  try {
    url = new URL(text);
    if (!/^postgres(ql)?:$/.test(url.protocol)) throw new Error('not a postgres URL');
    if (url.hostname === '') throw new Error('no host');
  } catch {
    throw targetFault(text, 'a URL like postgres://user:password@host:5432/database was expected');
  }
  const { sslmode, ...unknown } = Object.fromEntries(url.searchParams);
  const [surplus] = Object.keys(unknown);
  if (surplus !== undefined) {
    throw targetFault(text, `'${surplus}' is unknown there, only sslmode may follow the '?'`);
  }
  const tls = TLS_MODES.find((mode) => mode === sslmode);
  if (tls === undefined && sslmode !== undefined) {
    throw targetFault(text, `sslmode is '${sslmode}', one of ${TLS_MODES.join(', ')} was expected`);
  }
  const parts = [url.username, url.password, url.pathname.slice(1)].map(decode);
  const [user, password, database] = parts;
  if (user === undefined || password === undefined || database === undefined) {
    throw targetFault(text, "a '%' in it is not followed by two hex digits; write '%' as '%25'");
  }
  if (user === '' || database === '') {
    throw targetFault(text, 'user and database must be named');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { host, port: Number(url.port || 5432), database, user, password, tls };
}

/** An URL with its password made unreadable; whatever text it is, no part that may be one stays. */
export function maskUrl(text: string): string {
  return text
    .replace(/(:\/\/[^:/?#@]*):.*@/s, '$1:***@')
    .replace(/([?&](?!sslmode=)[^=&#]*=)[^&#]*/gi, '$1***');
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function targetFault(text: string, expected: string): Fault {
  return loadFault('TARGET_INVALID', `'${maskUrl(text)}' given as --url, ${expected}`);
}
