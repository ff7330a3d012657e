import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { silentProgress } from '../../../command/progress.js';
import { extract } from '../../../extract/extract.js';
import { isJolpica } from '../../../extract/fetch/base-url.js';
import { JOLPICA_URL } from '../../../extract/fetch/jolpica-url.js';
import { leastMs, openLimiter, waitMs } from '../../../extract/fetch/limiter.js';
import { isWithinLimits, parseRate, refuseFaster } from '../../../extract/fetch/rate.js';
import { EVERYTHING } from '../../../extract/plan/extract-request.js';
import { tempData } from '../../temp-folder.js';

async function someFile(): Promise<string> {
  const { root } = await tempData();
  return join(root, 'limiter.log');
}

const never = new AbortController().signal;

/** As the limiter reads the clock. */
const nowMs = () => performance.timeOrigin + performance.now();

/** Sends requests one after another as waitMs allows; tells when the server counted each. */
function simulate(windows: ReturnType<typeof parseRate>, journeys: readonly [number, number][]) {
  const countedAtMs: number[] = [];
  const endedAtMs: number[] = [];
  let nowMs = 0;
  for (const [thereMs, backMs] of journeys) {
    nowMs += waitMs(windows, endedAtMs, 0, nowMs) ?? 0;
    countedAtMs.push(nowMs + thereMs);
    nowMs += thereMs + backMs;
    endedAtMs.push(nowMs);
  }
  return { countedAtMs, nowMs };
}

const someWindows = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 60 })), {
    minLength: 1,
    maxLength: 3,
  })
  .map((pairs) => parseRate(pairs.map(([max, seconds]) => `${max}/${seconds}s`).join()));

test('no window of the server holds more than it allows, however long requests travel', () => {
  const journeys = fc.array(fc.tuple(fc.nat(3000), fc.nat(3000)), { maxLength: 80 });
  fc.assert(
    fc.property(someWindows, journeys, (windows, travel) => {
      const { countedAtMs } = simulate(windows, travel);
      for (const { max, windowMs } of windows) {
        for (const [index, atMs] of countedAtMs.entries()) {
          const later = countedAtMs[index + max];
          if (later !== undefined) expect(later - atMs).toBeGreaterThanOrEqual(windowMs);
        }
      }
    }),
  );
});

test('requests that take no time are as fast as the windows allow', () => {
  const { nowMs } = simulate(parseRate('4/s,10/10s'), Array(21).fill([0, 0]));
  expect(nowMs).toBe(20_000);
});

test('a request under way holds its place until it ends', () => {
  expect(waitMs(parseRate('2/s'), [], 2, 0)).toBeUndefined();
  expect(waitMs(parseRate('2/s'), [900], 1, 1000)).toBe(900);
});

test('the least time for many requests is told beforehand', () => {
  expect(Math.round(leastMs(parseRate('4/s,500/h'), 1001))).toBe(7_200_000);
  expect(leastMs([], 1001)).toBe(0);
});

test('a later process waits for the requests of an earlier one', async () => {
  const file = await someFile();
  const startMs = nowMs();
  const first = await openLimiter(file, parseRate('2/s'));
  await first.run(async () => {}, never);
  await first.run(async () => {}, never);
  const second = await openLimiter(file, parseRate('2/s'));
  expect(second.nextAtMs()).toBeGreaterThanOrEqual(startMs + 1_000);
});

test('a request that kill -9 cut off counts until now', async () => {
  const file = await someFile();
  await writeFile(file, `=1000\n+2000\n-2100\n+3000\n`);
  const startMs = nowMs();
  const limiter = await openLimiter(file, parseRate('1/10s'));
  expect(limiter.nextAtMs()).toBeGreaterThanOrEqual(startMs + 10_000);
  expect((await readFile(file, 'utf8')).match(/^=/gm)).toHaveLength(3);
});

test('a clock that was set back does not make us wait for the future', async () => {
  const file = await someFile();
  await writeFile(file, `=${Math.ceil(nowMs()) + 3_600_000}\n`);
  const limiter = await openLimiter(file, parseRate('1/s'));
  const nextMs = limiter.nextAtMs();
  // The time at which the limiter was opened is rounded up.
  expect(nextMs).toBeLessThanOrEqual(nowMs() + 1_001);
});

test('a request that fails gives its place back and hands on its error', async () => {
  const limiter = await openLimiter(await someFile(), parseRate('1/s'));
  await expect(limiter.run(() => Promise.reject(new Error('lost')), never)).rejects.toThrow('lost');
  expect(await limiter.run(async () => 'next', never)).toBe('next');
});

test('one that gives up while waiting leaves the queue to the others', async () => {
  // So long that the next one waits still when it gives up, on a busy machine too.
  const limiter = await openLimiter(await someFile(), parseRate('1/5s'));
  await limiter.run(async () => 'first', never);
  const gone = limiter.run(async () => 'gone', AbortSignal.timeout(20));
  const next = limiter.run(async () => 'next', never);
  await expect(gone).rejects.toThrow();
  expect(await next).toBe('next');
});

test.each(['', '4', '0/s', '4/x', '4/s;500/h', 'fast'])("'%s' is no rate", (text) => {
  expect(() => parseRate(text)).toThrow(/RATE_INVALID/);
});

test('a rate names its windows', () => {
  expect(parseRate('4/s, 60/10s,500/h')).toEqual([
    { max: 4, windowMs: 1000 },
    { max: 60, windowMs: 10_000 },
    { max: 500, windowMs: 3_600_000 },
  ]);
  expect(parseRate('off')).toEqual([]);
});

test.each(['4/s,500/h', '1/h', '1/s,500/h', '1/2s,2/m,400/h', '40/10s,4/s,500/2h', '1/8s', '4/m'])(
  "'%s' is within Jolpica's limits",
  (text) => expect(isWithinLimits(parseRate(text))).toBe(true),
);

test.each(['off', '5/s,500/h', '4/s,501/h', '4/s', '500/h', '1/7s', '8/2s,500/h', '2/800ms'])(
  "'%s' is above Jolpica's limits, or no rate",
  (text) => expect(() => refuseFaster(parseRate(text), 'there')).toThrow(/^RATE_/),
);

test('a rate within the limits never lets a server count more than they allow', () => {
  const limits = parseRate('4/s,500/h');
  const slow = someWindows.filter(isWithinLimits);
  fc.assert(
    fc.property(slow, (windows) => {
      const { countedAtMs } = simulate(windows, Array(600).fill([0, 0]));
      for (const { max, windowMs } of limits) {
        const isOver = countedAtMs.some(
          (ms, at) => ms - (countedAtMs[at - max] ?? -1e9) < windowMs,
        );
        expect(isOver).toBe(false);
      }
    }),
  );
});

test.each([
  ['https://api.jolpi.ca/ergast/f1', true],
  ['http://JOLPI.CA./f1', true],
  ['https://api.jolpi.ca.example.org/f1', false],
  ['https://notjolpi.ca/f1', false],
  ['http://127.0.0.1:8000/jolpi.ca', false],
])("'%s' is Jolpica's own address: %s", (baseUrl, is) => expect(isJolpica(baseUrl)).toBe(is));

test("an extraction from Jolpica's own address is refused before it asks anything", async () => {
  const data = await tempData();
  const options = { data, source: { baseUrl: JOLPICA_URL }, request: EVERYTHING, concurrency: 1 };
  // Should it ask after all, it is stopped before.
  const signal = AbortSignal.abort(new Error('it began'));
  await expect(extract({ ...options, seed: false, signal }, silentProgress)).rejects.toThrow(
    /^RATE_TOO_FAST: --rate is above '4\/s,500\/h', the most that 'https:\/\/api.jolpi.ca\/ergast\/f1' allows; /,
  );
});
