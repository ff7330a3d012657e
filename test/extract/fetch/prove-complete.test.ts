import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGE_ROWS, type Page } from '../../../extract/archive/page.js';
import {
  findWhole,
  furtherOffsets,
  incompleteness,
} from '../../../extract/fetch/prove-complete.js';

function pagesFor(total: number): Page[] {
  return [0, ...furtherOffsets(total)].map((offset) => ({
    body: Buffer.alloc(0),
    offset,
    total,
    keys: Array.from(
      { length: Math.min(PAGE_ROWS, total - offset) },
      (_, i) => `row ${offset + i}`,
    ),
  }));
}

const someTotal = fc.integer({ min: 1, max: 1050 });
const picked = <T>(all: readonly T[], seed: number): [T, number] => {
  const index = seed % all.length;
  return [all[index] as T, index];
};

test('a list cut into pages is whole, and needs total / 100 of them, rounded up', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1050 }), (total) => {
      const pages = pagesFor(total);
      expect(pages).toHaveLength(Math.max(1, Math.ceil(total / 100)));
      expect(incompleteness(pages)).toBeUndefined();
    }),
  );
});

test('a row that is lost, doubled or swapped for another is found', () => {
  fc.assert(
    fc.property(someTotal, fc.nat(), fc.nat(), (total, a, b) => {
      const pages = pagesFor(total);
      const [page, index] = picked(pages, a);
      const [row] = picked(page.keys, b);
      const lost = pages.with(index, { ...page, keys: page.keys.filter((key) => key !== row) });
      const doubled = pages.with(index, { ...page, keys: [...page.keys, row] });
      expect(incompleteness(lost)).toBeDefined();
      expect(incompleteness(doubled)).toMatch(/twice/);
    }),
  );
});

test('a page that is missing, or counted at another moment, is found', () => {
  fc.assert(
    fc.property(fc.integer({ min: 101, max: 1050 }), fc.nat(), (total, a) => {
      const pages = pagesFor(total);
      const [page, index] = picked(pages, a);
      expect(incompleteness(pages.toSpliced(index, 1))).toBeDefined();
      expect(incompleteness(pages.with(index, { ...page, total: total + 1 }))).toMatch(/total/);
    }),
  );
});

test('no page at all is not a list', () => {
  expect(incompleteness([])).toBe('no page');
});

/** A list whose rows `first` and the next two tie, so that each answer has them in another order. */
function shiftingPage(total: number, offset: number, order: readonly number[], first: number) {
  const keys = Array.from({ length: total }, (_, i) => `row ${i}`);
  keys.splice(first, 3, ...order.map((place) => `row ${first + place}`));
  return { offset, total, keys: keys.slice(offset, offset + PAGE_ROWS) };
}

test('of the answers of several tries those that fit are found, if any do', () => {
  const total = 250;
  const someOrder = fc.shuffledSubarray([0, 1, 2], { minLength: 3 });
  // The tied rows lie over the first edge.
  const tries = fc.array(fc.tuple(someOrder, someOrder), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(tries, fc.integer({ min: 98, max: 99 }), (orders, first) => {
      const answers = [
        orders.map(([order]) => shiftingPage(total, 0, order, first)),
        orders.map(([, order]) => shiftingPage(total, 100, order, first)),
        orders.map(([order]) => shiftingPage(total, 200, order, first)),
      ];
      const before = (order: readonly number[]) => `${order.slice(0, 100 - first).toSorted()}`;
      const fits = orders.some(([one]) =>
        orders.some(([, other]) => before(one) === before(other)),
      );
      const whole = findWhole(answers);
      expect(whole !== undefined).toBe(fits);
      if (whole) expect(incompleteness(whole)).toBeUndefined();
    }),
  );
});
