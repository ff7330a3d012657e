import { Fault } from '../command/fault.js';
import { fetchPage, type Jolpica } from './fetch-page.js';
import type { Page } from './page.js';
import { furtherOffsets, incompleteness } from './prove-complete.js';

const TRIES = 3;

/**
 * Asks for all pages of a list and gives them back when they are proven whole.
 *
 * @throws {Fault} LIST_INCOMPLETE when page edges kept shifting, or as fetchPage does
 */
export async function fetchList(jolpica: Jolpica, list: string): Promise<readonly Page[]> {
  let why: string | undefined;
  for (let tries = 0; tries < TRIES; tries++) {
    const first = await fetchPage(jolpica, list, 0);
    const others = furtherOffsets(first.total).map((offset) => fetchPage(jolpica, list, offset));
    const pages = [first, ...(await Promise.all(others))];
    why = incompleteness(pages);
    if (why === undefined) return pages;
  }
  throw new Fault(
    'LIST_INCOMPLETE',
    `list '${list}' was not whole in ${TRIES} tries (${why}), each row once was expected; try again later`,
  );
}
