import type { WholeList } from '../../extract/fetch-list.js';
import type { Page } from '../../extract/page.js';

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
