import type { WholeList } from '../../extract/fetch-list.js';
import type { Page } from '../../extract/page.js';
import { readBodies } from '../../extract/read-pages.js';

/** All bodies of a list's version at once. */
export async function allBodies(archive: string, list: string, version = ''): Promise<Buffer[]> {
  const bodies: Buffer[] = [];
  for await (const body of readBodies(archive, list, version)) bodies.push(body);
  return bodies;
}

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
