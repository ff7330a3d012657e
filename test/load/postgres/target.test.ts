import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXIT, Fault } from '../../../fault/fault.js';
import { maskUrl, nameTarget, parseTargetUrl } from '../../../load/postgres/target.js';

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
      schemaPrefix: '',
      isProduction: false,
    });
  });

  test('takes port 5432 and TLS where the server has it for granted', () => {
    expect(parseTargetUrl('postgres://ann@[::1]/f1')).toMatchObject({
      host: '::1',
      port: 5432,
      tls: 'prefer',
      password: '',
    });
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

test('no password of any URL is readable after masking', () => {
  const password = fc
    .string({ unit: 'grapheme-ascii', minLength: 6 })
    .filter((text) => !/^\**$/.test(text));
  fc.assert(
    fc.property(password, (secret) => {
      expect(maskUrl(`postgres://ann:${secret}@host:5432/f1`)).toBe(
        'postgres://ann:***@host:5432/f1',
      );
    }),
  );
});
