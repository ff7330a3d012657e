import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cacheAnswers } from '../../../serve/mirror/answer/answer-cache.js';

const answerOf = (key: string, size: number) =>
  ({ status: 200, type: 'application/json', body: Buffer.from(key.padEnd(size)) }) as const;

test('whatever is asked in whatever order, each gets its own answer', async () => {
  const asked = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(asked, async (keys) => {
      const cached = cacheAnswers(8_000);
      for (const key of keys) {
        const { body } = await cached(`${key}`, async () => answerOf(`${key}`, key * 100));
        expect(body.toString().trim()).toBe(`${key}`);
      }
    }),
    { numRuns: 50 },
  );
});

test('what was asked for lately is held, and what was not goes when there is no room', async () => {
  const cached = cacheAnswers(3_000);
  let made = 0;
  const ask = (key: string) =>
    cached(key, async () => {
      made += 1;
      return answerOf(key, 500);
    });
  for (const key of ['a', 'b', 'a', 'c', 'a']) await ask(key);
  expect(made).toBe(3);
  for (const key of ['a', 'c']) await ask(key);
  expect(made).toBe(3);
  // There is room for two: b had gone when c came.
  await ask('b');
  expect(made).toBe(4);
});

test('an answer larger than all the room is given, not held', async () => {
  const cached = cacheAnswers(100);
  let made = 0;
  const make = async () => {
    made += 1;
    return answerOf('a', 1_000);
  };
  for (let count = 0; count < 2; count += 1)
    expect((await cached('a', make)).body).toHaveLength(1_000);
  expect(made).toBe(2);
});
