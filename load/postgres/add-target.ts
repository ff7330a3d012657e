import { resolve } from 'node:path';
import { loadFault } from '../faults.js';
import { unknownTarget } from './find-target.js';
import { parseSavedTarget, type SavedTarget } from './saved-target.js';
import { isSocket } from './target.js';
import { changeTargets, readTargets } from './target-file.js';
import { parseUrlParts, type UrlParts } from './target-url.js';

/** The options of `target add` and `target set`; undefined if left out. */
export type NewTarget = {
  readonly name: string;
  readonly url: string | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly database: string | undefined;
  readonly user: string | undefined;
  readonly passwordEnv: string | undefined;
  readonly passwordFile: string | undefined;
  /** Never ask for a password: the server wants none, or libpq's file of passwords has it. */
  readonly neverAsk: boolean;
  readonly ssl: SavedTarget['ssl'] | undefined;
  readonly sslCa: string | undefined;
  readonly sslCert: string | undefined;
  readonly sslKey: string | undefined;
  readonly production: boolean | undefined;
  readonly schemaPrefix: string | undefined;
};

/**
 * Saves a new target on this device.
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
      `target '${name}' exists already; change it with 'npm run target -- set ${name}', or choose another name`,
    );
  });
  return saved;
}

/**
 * Changes a saved target; what is left out stays as it is.
 *
 * @throws {Fault} TARGET_UNKNOWN, TARGET_INVALID with all errors, WRITE_FAILED
 */
export async function setTarget(given: NewTarget): Promise<SavedTarget> {
  const { name } = given;
  const targets = await readTargets();
  const former = targets[name];
  if (former === undefined) throw unknownTarget(name, Object.keys(targets));
  const saved = toSavedTarget(given, former);
  await changeTargets((others) => ({ ...others, [name]: saved }));
  return saved;
}

function toSavedTarget(given: NewTarget, former?: SavedTarget): SavedTarget {
  const { name, url, host, port, database, user, production, schemaPrefix } = given;
  const inUrl = url === undefined ? undefined : parseUrlParts(url);
  const parts = [host, port, database, user];
  const isTwice = inUrl !== undefined && parts.some((part) => part !== undefined);
  const place = inUrl?.host ?? host ?? former?.host ?? '';
  const tls = {
    ssl: given.ssl ?? inUrl?.tls ?? former?.ssl ?? (isSocket(place) ? 'disable' : 'verify-full'),
    sslCa: given.sslCa ?? inUrl?.tlsCaFile ?? former?.sslCa,
    sslCert: given.sslCert ?? inUrl?.tlsCertFile ?? former?.sslCert,
    sslKey: given.sslKey ?? inUrl?.tlsKeyFile ?? former?.sslKey,
  };
  const { ssl, ...files } = tls;
  return parseSavedTarget(
    name,
    {
      host: place,
      port: inUrl?.port ?? port ?? former?.port ?? 5432,
      database: inUrl?.database ?? database ?? former?.database ?? '',
      user: inUrl?.user ?? user ?? former?.user ?? '',
      password: passwordSource(given) ?? former?.password ?? { from: 'prompt' },
      ssl,
      ...givenFiles(files),
      production: production ?? former?.production ?? false,
      schemaPrefix: schemaPrefix ?? former?.schemaPrefix ?? '',
    },
    [
      ...(isTwice ? ['--url cannot be combined with --host, --port, --database or --user'] : []),
      ...passwordFaults(given, inUrl),
      ...tlsFaults(given, inUrl, tls),
    ],
  );
}

function passwordFaults({ passwordEnv, passwordFile, neverAsk }: NewTarget, inUrl?: UrlParts) {
  const sources = [passwordEnv !== undefined, passwordFile !== undefined, neverAsk];
  const isTwice = sources.filter(Boolean).length > 1;
  const isInUrl = inUrl !== undefined && inUrl.password !== '';
  return [
    ...(isTwice
      ? ['of --password-env, --password-file and --never-ask only one can be given']
      : []),
    ...(isInUrl
      ? [
          'the URL or its service has a password, which is never saved: give --password-env or --password-file',
        ]
      : []),
  ];
}

type Tls = Readonly<Record<'ssl' | 'sslCa' | 'sslCert' | 'sslKey', string | undefined>>;

function tlsFaults(given: NewTarget, inUrl: UrlParts | undefined, tls: Tls) {
  const isTwice = inUrl?.tls !== undefined && given.ssl !== undefined;
  const isHalf = (tls.sslCert === undefined) !== (tls.sslKey === undefined);
  const isIdle = tls.sslCa !== undefined && tls.ssl !== 'verify-full';
  return [
    ...(isTwice ? ['sslmode is in the URL and --ssl is given'] : []),
    ...(isHalf ? ['--ssl-cert and --ssl-key are given together'] : []),
    ...(isIdle ? ['--ssl-ca works with verify-full only'] : []),
  ];
}

function givenFiles(files: Readonly<Record<string, string | undefined>>) {
  const given = Object.entries(files).flatMap(([name, file]) =>
    file === undefined ? [] : [[name, resolve(file)] as const],
  );
  return Object.fromEntries(given);
}

function passwordSource(given: NewTarget): SavedTarget['password'] | undefined {
  const { passwordEnv, passwordFile, neverAsk } = given;
  if (neverAsk) return { from: 'none' };
  if (passwordEnv !== undefined) return { from: 'environment', variable: passwordEnv };
  if (passwordFile !== undefined) return { from: 'file', file: resolve(passwordFile) };
  return undefined;
}
