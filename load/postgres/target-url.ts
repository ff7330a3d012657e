import type { Fault } from '../../fault/fault.js';
import { loadFault } from '../faults.js';
import { readService } from './service-file.js';
import { isSocket, isThisMachine, type Target, TLS_MODES } from './target.js';

/** The parts of a target that a URL has; `tls` is undefined without sslmode. */
export type UrlParts = Pick<Target, 'host' | 'port' | 'database' | 'user' | 'password'> &
  Pick<Target, 'tlsCaFile' | 'tlsCertFile' | 'tlsKeyFile'> & {
    readonly tls: Target['tls'] | undefined;
  };

/** By libpq's names, which URLs and the file of services share. */
type Keywords = Readonly<Record<string, string>>;

/** What may follow the `?` of a URL. */
const PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'service'];
const EXAMPLE = 'a URL like postgres://user@host:5432/database was expected';

/**
 * Parses `--url`. Without sslmode, a server elsewhere must prove who it is.
 *
 * @throws {Fault} TARGET_INVALID, which quotes nothing of the URL: any part may be a password.
 */
export function parseTargetUrl(text: string): Target {
  const parts = parseUrlParts(text);
  return {
    ...parts,
    name: 'url',
    tls: parts.tls ?? defaultTls(parts),
    schemaPrefix: '',
    isProduction: false,
  };
}

/**
 * Reads `postgres://user:password@host:port/database?sslmode=…`; what it leaves out comes from the
 * service that it names, or PGSERVICE if it has no host.
 *
 * @throws {Fault} TARGET_INVALID, which quotes nothing of the URL: any part may be a password.
 */
export function parseUrlParts(text: string): UrlParts {
  const { service, ...inUrl } = readUrl(text);
  const name = service ?? (inUrl.host === undefined ? process.env.PGSERVICE : undefined);
  const all: Keywords = { ...(name === undefined ? {} : readService(name)), ...inUrl };
  const { host, dbname: database, user, password = '', sslmode, port = '5432' } = all;
  if (host === undefined) throw urlFault(EXAMPLE);
  if (user === undefined || database === undefined) {
    throw urlFault('user and database must be named');
  }
  const tls = TLS_MODES.find((mode) => mode === sslmode);
  if (tls === undefined && sslmode !== undefined) {
    throw urlFault(`sslmode must be one of ${TLS_MODES.join(', ')}`);
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw urlFault('a port is a number from 1 to 65535');
  }
  if ((all.sslcert === undefined) !== (all.sslkey === undefined)) {
    throw urlFault('sslcert and sslkey are given together');
  }
  return {
    ...{ host, port: Number(port), database, user, password, tls },
    ...{ tlsCaFile: all.sslrootcert, tlsCertFile: all.sslcert, tlsKeyFile: all.sslkey },
  };
}

function defaultTls({ host, tlsCaFile }: UrlParts): Target['tls'] {
  if (isSocket(host)) return 'disable';
  return isThisMachine(host) && tlsCaFile === undefined ? 'prefer' : 'verify-full';
}

function readUrl(text: string): Keywords {
  const url = parseUrl(text);
  // A '@', '/' or '#' of a password that is not escaped would end up in another part.
  const isAmbiguous = /@.*@/s.test(text.split('?')[0] ?? '') || /[/@]/.test(url.pathname.slice(1));
  if (isAmbiguous || url.hash !== '') {
    throw urlFault("'@', '/' and '#' within a part are written as %40, %2F and %23");
  }
  if (Array.from(url.searchParams.keys()).some((name) => !PARAMETERS.includes(name))) {
    throw urlFault(`only ${PARAMETERS.join(', ')} may follow the '?'`);
  }
  const host = decode(url.hostname).replace(/^\[|\]$/g, '');
  const named = {
    ...{ host, port: url.port, dbname: decode(url.pathname.slice(1)) },
    ...{ user: decode(url.username), password: decode(url.password) },
    ...Object.fromEntries(url.searchParams),
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== ''));
}

function parseUrl(text: string): URL {
  try {
    if (/^postgres(ql)?:\/\//.test(text)) return new URL(text);
  } catch {}
  throw urlFault(EXAMPLE);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw urlFault("a '%' in it is not followed by two hex digits; write '%' as '%25'");
  }
}

// Quotes nothing: a URL that is not as expected may have its password anywhere.
function urlFault(expected: string): Fault {
  return loadFault('TARGET_INVALID', `the text given as --url does not name a target: ${expected}`);
}
