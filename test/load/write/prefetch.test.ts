import { expect, test } from 'vitest';
import { askAhead } from '../../../load/write/ask-ahead.js';

const THINGS = Array.from({ length: 20 }, (_, index) => index);

test('asks about things in their order, eight ahead of the one that is waited for', async () => {
  const asked: number[] = [];
  const answer = askAhead(THINGS, async (thing) => {
    asked.push(thing);
    return `answer ${thing}`;
  });
  expect(asked).toEqual(THINGS.slice(0, 8));
  expect(await answer(0)).toBe('answer 0');
  expect(asked).toEqual(THINGS.slice(0, 9));
  for (const thing of THINGS.slice(1)) expect(await answer(thing)).toBe(`answer ${thing}`);
  expect(asked).toEqual(THINGS);
});

test('tells of a failure only the one who waits for that answer', async () => {
  const answer = askAhead(THINGS, async (thing) => {
    if (thing > 0) throw new Error(`no ${thing}`);
    return 'yes';
  });
  expect(await answer(0)).toBe('yes');
  await expect(answer(1)).rejects.toThrow('no 1');
});
