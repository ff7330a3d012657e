import type { Page } from '../../extract/archive/page.js';
import type { WholeList } from '../../extract/archive/write-archive.js';

/** Pages as writeVersion takes them. */
export function wholeList(pages: readonly Page[]): WholeList {
  return {
    pages: pages.length,
    rows: pages[0]?.total ?? 0,
    async *lines() {
      for (const { body } of pages) yield Buffer.concat([body, Buffer.from('\n')]);
    },
  };
}
