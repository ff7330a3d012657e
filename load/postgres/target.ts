/** The name of the embedded Postgres, which needs no setup. */
export const LOCAL = 'local';

/** The name of the database that the environment variable DATABASE_URL names. */
export const ENVIRONMENT = 'env';

/** Modes of TLS of a saved target. */
export const SAVED_TLS_MODES = ['verify-full', 'require', 'disable'] as const;

/** `prefer` encrypts where the server can: for a `--url` to this machine. */
export const TLS_MODES = [...SAVED_TLS_MODES, 'prefer'] as const;

/** A database to load into. */
export type Target = {
  readonly name: string;
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Empty where the server asks for none. */
  readonly password: string;
  readonly tls: (typeof TLS_MODES)[number];
  /** The file of the trusted certificate authority; undefined: those of Node.js. */
  readonly tlsCaFile: string | undefined;
  /** The files of our own certificate and its key; undefined: none is shown. */
  readonly tlsCertFile: string | undefined;
  readonly tlsKeyFile: string | undefined;
  /** Prefix of all our schemas: `dev_` turns `lyzer` into `dev_lyzer`. */
  readonly schemaPrefix: string;
  /** Whether a load must be confirmed. */
  readonly isProduction: boolean;
};

/** A target without its password. */
export type ShownTarget = Pick<Target, 'name' | 'host' | 'port' | 'database' | 'user'>;

/** Where a database is. */
export type Place = Pick<Target, 'host' | 'port' | 'database'>;

/** Returns the target without its password, for output and logs. */
export function showTarget({ name, host, port, database, user }: ShownTarget): ShownTarget {
  return { name, host, port, database, user };
}

/** Names the target in messages, without its password. */
export function nameTarget({ name, host, port, database, user }: ShownTarget): string {
  return `'${name}' (${user}@${host}:${port}/${database})`;
}

/** Whether the host is the folder of a Unix socket. */
export function isSocket(host: string): boolean {
  return host.startsWith('/');
}

/** Whether nobody else can listen between us and the host. */
export function isThisMachine(host: string): boolean {
  return isSocket(host) || /^(localhost\.?|127(\.\d+){3}|::1)$/i.test(host);
}

/** Whether two places are one database, as far as their names tell. */
export function isSamePlace(one: Place, other: Place): boolean {
  const [a, b] = [one, other].map(({ host, port, database }) => {
    const name = isThisMachine(host) ? 'localhost' : host.toLowerCase().replace(/\.$/, '');
    return JSON.stringify([name, port, database]);
  });
  return a === b;
}
