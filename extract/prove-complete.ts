import { PAGE_ROWS, type PageSummary } from './page.js';

/**
 * Why a list's pages, in order, are not the whole list, or undefined when they are:
 * one `total` on all pages, offsets contiguous, as many rows as `total`, natural keys distinct.
 * Jolpica sorts rows that tie anew for each request, so a page edge can repeat one and lose another.
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

/** Offsets of the pages that follow the first one of a list with `total` rows. */
export function furtherOffsets(total: number): number[] {
  const count = Math.max(0, Math.ceil(total / PAGE_ROWS) - 1);
  return Array.from({ length: count }, (_, index) => (index + 1) * PAGE_ROWS);
}
