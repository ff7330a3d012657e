import { expect, test } from 'vitest';
import { prefetch } from '../../../load/write/prefetch.js';

const ITEMS = Array.from({ length: 20 }, (_, index) => index);

test('fetches in the order of items, eight ahead of the one in use', async () => {
  const fetched: number[] = [];
  const prefetched = prefetch(ITEMS, async (item) => {
    fetched.push(item);
    return `value ${item}`;
  });
  expect(fetched).toEqual(ITEMS.slice(0, 8));
  expect(await prefetched(0)).toBe('value 0');
  expect(fetched).toEqual(ITEMS.slice(0, 9));
  for (const item of ITEMS.slice(1)) expect(await prefetched(item)).toBe(`value ${item}`);
  expect(fetched).toEqual(ITEMS);
});

test('a failure rejects only the value that failed', async () => {
  const prefetched = prefetch(ITEMS, async (item) => {
    if (item > 0) throw new Error(`no ${item}`);
    return 'yes';
  });
  expect(await prefetched(0)).toBe('yes');
  await expect(prefetched(1)).rejects.toThrow('no 1');
});
