import type { Fault } from '../../fault/fault.js';
import { commonFault } from '../../fault/faults.js';
import { loadFault } from '../faults.js';
import { readPassword } from './password.js';
import { parseTargetUrl, type Target } from './target.js';
import { readTargets } from './target-file.js';

/** The name of the embedded Postgres, which needs no setup. */
export const LOCAL = 'local';

/**
 * Returns the target with a name and its password; undefined for `local`, the embedded Postgres.
 *
 * @throws {Fault} TARGET_UNKNOWN, TARGET_PASSWORD, TARGETS_DAMAGED
 */
export async function findTarget(name: string): Promise<Target | undefined> {
  if (name === LOCAL) return undefined;
  const targets = await readTargets();
  const saved = targets[name];
  if (saved === undefined) throw unknownTarget(name, Object.keys(targets));
  const { host, port, database, user, ssl, sslCa, schemaPrefix, production } = saved;
  return {
    ...{ name, host, port, database, user, schemaPrefix },
    password: await readPassword(name, saved.password),
    tls: ssl,
    tlsCaFile: sslCa,
    isProduction: production,
  };
}

/**
 * Returns the target that a command names with --url or --target.
 *
 * @throws {Fault} USAGE if both are given; as parseTargetUrl and findTarget do
 */
export async function targetOf(args: {
  readonly target: string;
  readonly url?: string | undefined;
}): Promise<Target | undefined> {
  if (args.url === undefined) return findTarget(args.target);
  if (args.target === LOCAL) return parseTargetUrl(args.url);
  throw commonFault('USAGE', '--target and --url both name a target; leave one out');
}

/** Makes the fault for an unknown name. */
export function unknownTarget(name: string, known: readonly string[]): Fault {
  return loadFault(
    'TARGET_UNKNOWN',
    `no target '${name}' (known: ${[LOCAL, ...known].join(', ')}); 'npm run target -- add ${name}' adds it`,
  );
}
