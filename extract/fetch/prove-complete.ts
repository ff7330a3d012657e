import { PAGE_ROWS, type PageSummary } from '../archive/page.js';

/**
 * Why pages are not a whole list, or undefined when they are one: the same `total` on all pages,
 * contiguous offsets, as many rows as `total`, distinct natural keys. Jolpica sorts tied rows
 * differently for each request: a page edge can repeat one row and lose another.
 */
export function incompleteness(pages: readonly PageSummary[]): string | undefined {
  const [first] = pages;
  if (!first) return 'no page';
  const keys = new Set<string>();
  let rows = 0;
  for (const [index, page] of pages.entries()) {
    if (page.total !== first.total) {
      return `total '${page.total}' at offset ${page.offset}, '${first.total}' at ${first.offset}`;
    }
    if (page.offset !== index * PAGE_ROWS) {
      return `offset ${page.offset} where ${index * PAGE_ROWS} was due`;
    }
    for (const key of page.keys) {
      if (keys.has(key)) return `'${key}' twice`;
      keys.add(key);
    }
    rows += page.keys.length;
  }
  return rows === first.total ? undefined : `${rows} rows where total says ${first.total}`;
}

/**
 * Picks one answer for each offset so that they are the whole list; undefined when there is no
 * such choice. Where edges shift, pages of different tries often fit, so fewer tries are needed.
 */
export function findWhole<Page extends PageSummary>(
  answers: readonly (readonly Page[])[],
): Page[] | undefined {
  // For each answer to the last offset so far: one chain of pages whose edges fit.
  let chains: Page[][] = [[]];
  for (const candidates of answers) {
    const before = chains;
    chains = candidates.flatMap((page) => {
      const chain = before.find((pages) => !haveKeyInCommon(pages.at(-1), page));
      return chain ? [[...chain, page]] : [];
    });
  }
  return chains.find((pages) => incompleteness(pages) === undefined);
}

function haveKeyInCommon(a: PageSummary | undefined, b: PageSummary): boolean {
  const keys = new Set(a?.keys);
  return b.keys.some((key) => keys.has(key));
}

/** Offsets of the pages that follow the first one of a list with `total` rows. */
export function furtherOffsets(total: number): number[] {
  const count = Math.max(0, Math.ceil(total / PAGE_ROWS) - 1);
  return Array.from({ length: count }, (_, index) => (index + 1) * PAGE_ROWS);
}
