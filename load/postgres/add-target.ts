import { resolve } from 'node:path';
import { loadFault } from '../faults.js';
import { parseSavedTarget, type SavedTarget } from './saved-target.js';
import { parseUrlParts } from './target.js';
import { changeTargets } from './target-file.js';

/** The options of `target add`; undefined if left out. */
export type NewTarget = {
  readonly name: string;
  readonly url: string | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly database: string | undefined;
  readonly user: string | undefined;
  readonly passwordEnv: string | undefined;
  readonly passwordFile: string | undefined;
  readonly ssl: SavedTarget['ssl'] | undefined;
  readonly sslCa: string | undefined;
  readonly production: boolean;
  readonly schemaPrefix: string;
};

/**
 * Saves a target on this device.
 *
 * @throws {Fault} TARGET_INVALID with all errors, TARGET_EXISTS, WRITE_FAILED
 */
export async function addTarget(given: NewTarget): Promise<SavedTarget> {
  const { name } = given;
  const saved = toSavedTarget(given);
  await changeTargets((targets) => {
    if (targets[name] === undefined) return { ...targets, [name]: saved };
    throw loadFault(
      'TARGET_EXISTS',
      `target '${name}' exists already; run 'npm run target -- remove ${name}' first, or choose another name`,
    );
  });
  return saved;
}

function toSavedTarget(given: NewTarget): SavedTarget {
  const { name, url, host, port, database, user, production, schemaPrefix } = given;
  const faults: string[] = [];
  const parts = [host, port, database, user];
  if (url !== undefined && parts.some((part) => part !== undefined)) {
    faults.push('--url cannot be combined with --host, --port, --database or --user');
  }
  if (given.passwordEnv !== undefined && given.passwordFile !== undefined) {
    faults.push('--password-env and --password-file are both given');
  }
  const inUrl = url === undefined ? undefined : parseUrlParts(url);
  if (inUrl !== undefined && inUrl.password !== '') {
    faults.push(
      'the URL has a password, which is never saved: give --password-env or --password-file',
    );
  }
  if (inUrl?.tls !== undefined && given.ssl !== undefined) {
    faults.push('sslmode is in the URL and --ssl is given');
  }
  const ssl = given.ssl ?? inUrl?.tls ?? 'verify-full';
  if (given.sslCa !== undefined && ssl !== 'verify-full') {
    faults.push('--ssl-ca works with verify-full only');
  }
  return parseSavedTarget(
    name,
    {
      host: inUrl?.host ?? host ?? '',
      port: inUrl?.port ?? port ?? 5432,
      database: inUrl?.database ?? database ?? '',
      user: inUrl?.user ?? user ?? '',
      password: passwordSource(given),
      ssl,
      ...(given.sslCa === undefined ? {} : { sslCa: resolve(given.sslCa) }),
      ...{ production, schemaPrefix },
    },
    faults,
  );
}

function passwordSource({ passwordEnv, passwordFile }: NewTarget): SavedTarget['password'] {
  if (passwordEnv !== undefined) return { from: 'environment', variable: passwordEnv };
  if (passwordFile !== undefined) return { from: 'file', file: resolve(passwordFile) };
  return { from: 'prompt' };
}
