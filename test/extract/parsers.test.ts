import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePage } from '../../extract/archive/page.js';
import { RESOURCES } from '../../extract/archive/resource.js';
import { parseBaseUrl } from '../../extract/fetch/base-url.js';
import { parseRate } from '../../extract/fetch/rate.js';
import { parseOnly, parseSeasons } from '../../extract/plan/extract-request.js';
import { Fault } from '../../fault/fault.js';
import { smallWorld } from './replay-server.js';

// Whatever is typed or sent: a parsed value, or one line that says what was expected.

const someWords = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[\d,/shm-]{0,12}$/),
  fc.stringMatching(/^https?:[/@?#a-z0-9.:[\]%-]{0,20}$/),
);

test.each([
  ['--seasons', parseSeasons],
  ['--only', parseOnly],
  ['--rate', parseRate],
  ['--base-url', parseBaseUrl],
] as const)('any text as %s is parsed, or a fault of usage', (_, parse) => {
  fc.assert(
    fc.property(someWords, (text) => {
      try {
        parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
        expect(error).toMatchObject({ exitCode: 2 });
      }
    }),
    { numRuns: 1_000 },
  );
});

test('a rate that is parsed has windows of some length', () => {
  fc.assert(
    fc.property(someWords, (text) => {
      let windows: ReturnType<typeof parseRate> = [];
      try {
        windows = parseRate(text);
      } catch {}
      for (const { max, windowMs } of windows) expect(Math.min(max, windowMs)).toBeGreaterThan(0);
    }),
    { numRuns: 1_000 },
  );
});

/** Parses a body that may be anything; what is taken must be provable. */
function expectPageOrReason(list: string, body: Buffer) {
  try {
    const { keys, total, offset } = parsePage(list, 0, body);
    expect(offset).toBe(0);
    expect(Number.isSafeInteger(total)).toBe(true);
    expect(keys.length).toBeLessThanOrEqual(Math.min(100, total));
    for (const key of keys) expect(key.length).toBeLessThanOrEqual(100);
  } catch (error) {
    // A TypeError is a bug of ours, and nothing that a person can read.
    expect(error).toMatchObject({ name: 'Error' });
    expect((error as Error).message.length).toBeLessThan(300);
  }
}

const someList = fc.constantFrom(...RESOURCES, '2024/1/laps', '2024/results');

test('any bytes are a page or not, with a reason', () => {
  fc.assert(
    fc.property(someList, fc.uint8Array({ maxLength: 300 }), (list, bytes) =>
      expectPageOrReason(list, Buffer.from(bytes)),
    ),
    { numRuns: 500 },
  );
});

const worldPages = Object.entries(smallWorld()).flatMap(([list, pages]) =>
  pages.slice(0, 1).map((page) => ({ list, page })),
);

test('a page with one value replaced by any other is a page or not, with a reason', () => {
  fc.assert(
    fc.property(fc.constantFrom(...worldPages), fc.nat(), fc.jsonValue(), (made, at, value) => {
      const json = JSON.parse(made.page);
      const places = placesIn(json);
      const [holder, name] = places[at % places.length] ?? [json, 'MRData'];
      holder[name] = value;
      expectPageOrReason(made.list, Buffer.from(JSON.stringify(json)));
    }),
    { numRuns: 3_000 },
  );
});

test('a page with any byte replaced is a page or not, with a reason', () => {
  fc.assert(
    fc.property(fc.constantFrom(...worldPages), fc.nat(), fc.nat(255), (made, at, byte) => {
      const body = Buffer.from(made.page);
      body[at % body.length] = byte;
      expectPageOrReason(made.list, body);
    }),
    { numRuns: 3_000 },
  );
});

type Holder = Record<string, unknown>;

/** Every place of a value within a JSON document. */
function placesIn(value: unknown): [Holder, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Holder;
  return Object.keys(holder).flatMap((name) => [
    [holder, name] as [Holder, string],
    ...placesIn(holder[name]),
  ]);
}
