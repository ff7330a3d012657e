import type { Fault } from '../../fault/fault.js';
import { commonFault } from '../../fault/faults.js';
import { loadFault } from '../faults.js';
import { ambientPassword } from './pass-file.js';
import { readPassword } from './password.js';
import { isTargetName, parseSchemaPrefix } from './saved-target.js';
import { ENVIRONMENT, isSamePlace, LOCAL, type Target } from './target.js';
import { readTargets } from './target-file.js';
import { parseTargetUrl } from './target-url.js';

/**
 * Returns the target with a name and its password; undefined for `local`, the embedded Postgres.
 * `env` is the database of DATABASE_URL: only by that name, since other programs set the variable too.
 *
 * @throws {Fault} TARGET_UNKNOWN, TARGET_PASSWORD, TARGETS_DAMAGED
 */
export async function findTarget(name: string): Promise<Target | undefined> {
  if (name === LOCAL) return undefined;
  if (name === ENVIRONMENT) return targetOfEnvironment();
  const targets = await readTargets();
  const saved = targets[name];
  if (saved === undefined) throw unknownTarget(name, Object.keys(targets));
  const { host, port, database, user, ssl, sslCa, sslCert, sslKey } = saved;
  const { schemaPrefix, production } = saved;
  return {
    ...{ name, host, port, database, user, schemaPrefix },
    password: await readPassword(name, saved),
    ...{ tls: ssl, tlsCaFile: sslCa, tlsCertFile: sslCert, tlsKeyFile: sslKey },
    isProduction: production,
  };
}

function targetOfEnvironment(): Promise<Target> {
  const { DATABASE_URL } = process.env;
  if (DATABASE_URL) return targetAt(DATABASE_URL);
  throw loadFault('TARGET_UNKNOWN', `target '${ENVIRONMENT}' is what DATABASE_URL names; set it`);
}

/**
 * Returns the target that a command names with --url or --target.
 *
 * @throws {Fault} USAGE if both are given; as parseTargetUrl and findTarget do
 */
export async function targetOf(args: {
  readonly target: string;
  readonly url?: string | undefined;
  readonly 'schema-prefix'?: string | undefined;
}): Promise<Target | undefined> {
  const { target: name, url, 'schema-prefix': prefix } = args;
  if (url !== undefined && name !== LOCAL) {
    throw commonFault('USAGE', '--target and --url both name a target; leave one out');
  }
  if (prefix === undefined) return url === undefined ? findTarget(name) : targetAt(url);
  if (url === undefined && name !== ENVIRONMENT) {
    throw commonFault('USAGE', '--schema-prefix goes with --url; a saved target has its own');
  }
  const target = url === undefined ? await targetOfEnvironment() : await targetAt(url);
  return { ...target, schemaPrefix: parseSchemaPrefix(prefix) };
}

/**
 * The target at a URL. Lists of processes show a password in it, so the password may come from
 * where libpq looks. A database that is saved as production is production by its URL too.
 */
async function targetAt(url: string): Promise<Target> {
  const target = parseTargetUrl(url);
  const saved = Object.entries(await readTargets());
  const [name] = saved.find(([, one]) => one.production && isSamePlace(one, target)) ?? [];
  return {
    ...target,
    ...(name !== undefined && { name, isProduction: true }),
    password: target.password || (await ambientPassword(target)),
  };
}

/** Makes the fault for an unknown name. A text that cannot be one is not repeated: it may be a URL. */
export function unknownTarget(name: string, known: readonly string[]): Fault {
  const all = `known: ${[LOCAL, ...known].join(', ')}`;
  const sentence = isTargetName(name)
    ? `no target '${name}' (${all}); 'npm run target -- add ${name}' adds it`
    : `what is given is no name of a target (${all}); a URL is given with --url`;
  return loadFault('TARGET_UNKNOWN', sentence);
}
