import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXIT, Fault } from '../../../fault/fault.js';
import { nameTarget } from '../../../load/postgres/target.js';
import { parseTargetUrl } from '../../../load/postgres/target-url.js';

describe('a target given as URL', () => {
  test('is read with its parts decoded', () => {
    expect(
      parseTargetUrl('postgresql://ann:p%40ss%3A%2F@db.example:6543/f1?sslmode=verify-full'),
    ).toEqual({
      name: 'url',
      host: 'db.example',
      port: 6543,
      database: 'f1',
      user: 'ann',
      password: 'p@ss:/',
      tls: 'verify-full',
      tlsCaFile: undefined,
      tlsCertFile: undefined,
      tlsKeyFile: undefined,
      schemaPrefix: '',
      isProduction: false,
    });
  });

  test.each([
    ['postgres://ann@[::1]/f1', '::1', 'prefer'],
    ['postgres://ann@127.0.0.1/f1', '127.0.0.1', 'prefer'],
    ['postgres://ann@localhost/f1?sslmode=require', 'localhost', 'require'],
    ['postgres://ann@localhost/f1?sslrootcert=ca.pem', 'localhost', 'verify-full'],
    ['postgres://ann@db.example/f1', 'db.example', 'verify-full'],
    ['postgres://ann@localhost.example/f1', 'localhost.example', 'verify-full'],
    ['postgres://ann@10.0.0.1/f1', '10.0.0.1', 'verify-full'],
    ['postgres://ann@db.example/f1?sslmode=disable', 'db.example', 'disable'],
    ['postgres://ann@%2Fvar%2Frun%2Fpostgresql/f1', '/var/run/postgresql', 'disable'],
  ])('%s is reached at %s with %s', (url, host, tls) => {
    expect(parseTargetUrl(url)).toMatchObject({ host, port: 5432, tls, password: '' });
  });

  test.each([
    'postgres://ann:s3cret@/f1',
    'postgres://ann:s3cret@host',
    'postgres://:s3cret@host/f1',
    'mysql://ann:s3cret@host/f1',
    'postgres://ann:s3cret@host:port/f1',
    'postgres://ann:s3cret@host/f1?sslmode=maybe',
    'postgres://ann:s3cret@host/f1?pasword=s3cret',
    'postgres://ann:s3cret%@host/f1',
    'postgres://ann:s3cret/with@slash@host/f1',
    'postgres://ann:s3cret@host/f1?password=s3cret',
    'ann:s3cret@host/f1',
    'postgres:/ann:s3cret@host/f1',
    'postgres:ann:s3cret@host/f1',
    'host=db.example user=ann password=s3cret dbname=f1',
    'jdbc:postgresql://host/f1?user=ann&password=s3cret',
    'postgres//ann:s3cret@host/f1',
    'postgres://ann@host:s3cret/f1',
    'postgres://ann@server:12/s3cret@host/f1',
    'postgres://ann@server:12?s3cret@host/f1',
    'postgres://ann@server/f1#s3cret',
    'postgres://ann:s3cret@host:99999/f1',
  ])('%s is refused, its password unseen', (url) => {
    let fault: unknown;
    try {
      parseTargetUrl(url);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(Fault);
    expect(fault).toMatchObject({ code: 'TARGET_INVALID', exitCode: EXIT.usage });
    expect(String(fault)).not.toContain('s3cret');
  });

  test('is named without its password', () => {
    expect(nameTarget(parseTargetUrl('postgres://ann:s3cret@host/f1'))).toBe(
      "'url' (ann@host:5432/f1)",
    );
  });
});

/** What is told of a text that is given as URL: the target's name, or the fault. */
function toldOf(text: string): string {
  try {
    return nameTarget(parseTargetUrl(text));
  } catch (error) {
    return String(error);
  }
}

test('whatever is wrong with a URL, no part of its password is told', () => {
  const secret = fc
    .string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 30 })
    .map((text) => text.replace(/[a-z ]/g, 'Z'));
  const shape = fc.constantFrom(
    (password: string) => `postgres://ann:${password}@host:5432/f1`,
    (password: string) => `postgres://ann@server:${password}@host:5432/f1`,
    (password: string) => `ann:${password}@host/f1`,
    (password: string) => `postgres:/ann:${password}@host/f1`,
    (password: string) => `postgresql:ann:${password}@host/f1`,
    (password: string) => `postgres:///ann:${password}@host/f1`,
    (password: string) => `mysql://ann:${password}@host/f1`,
    (password: string) => `host=h user=ann password=${password}`,
    (password: string) => `postgres://ann@host/f1?password=${password}`,
    (password: string) => `postgres://ann@host/f1?sslmode=${password}`,
    (password: string) => `postgres://ann@host:${password}/f1`,
    (password: string) => `postgres://ann:${password}@host:port/f1`,
    (password: string) => password,
  );
  fc.assert(
    fc.property(shape, secret, (toUrl, password) => {
      const told = toldOf(toUrl(password));
      const parts = Array.from(password.slice(3), (_, at) => password.slice(at, at + 4));
      expect(parts.filter((part) => told.includes(part))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});
