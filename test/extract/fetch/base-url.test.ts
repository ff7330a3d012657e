import { expect, test } from 'vitest';
import { alphaUrlOf, parseBaseUrl } from '../../../extract/fetch/base-url.js';

test('an address is taken without the slashes at its end', () => {
  expect(parseBaseUrl('http://127.0.0.1:8787/ergast/f1//')).toBe('http://127.0.0.1:8787/ergast/f1');
});

test.each([
  ['https://api.jolpi.ca/ergast/f1', 'https://api.jolpi.ca/f1/alpha'],
  ['http://127.0.0.1:8800/mirror/ergast/f1', 'http://127.0.0.1:8800/mirror/f1/alpha'],
  ['http://127.0.0.1:8800/f1', undefined],
  ['http://127.0.0.1:8800/ergast/f1/x', undefined],
])('beside %s the new API is %s', (baseUrl, expected) => {
  expect(alphaUrlOf(baseUrl)).toBe(expected);
});

test.each([
  '',
  'jolpi.ca',
  'ftp://jolpi.ca',
  'https://jolpi.ca/f1?limit=30',
  'https://jolpi.ca/#f1',
])("'%s' is refused", (text) => {
  expect(() => parseBaseUrl(text)).toThrow(
    `BASE_URL_INVALID: '${text}' given as --base-url, an address like 'https://api.jolpi.ca/`,
  );
});

test.each(['https://me:secret@jolpi.ca/f1', 'me:secret@jolpi.ca'])(
  "of '%s' the login is refused, and not shown",
  (text) => {
    const refusal = /^BASE_URL_INVALID: a login is within --base-url, (?!.*secret)/;
    expect(() => parseBaseUrl(text)).toThrow(refusal);
  },
);
