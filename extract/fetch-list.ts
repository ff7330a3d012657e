import { Fault } from '../command/fault.js';
import { fetchPage, type Jolpica } from './fetch-page.js';
import type { Journal } from './journal.js';
import { type Page, type PageSummary, parsePage } from './page.js';
import { furtherOffsets, incompleteness } from './prove-complete.js';
import { scopeOf } from './scope.js';

/** A list of everything gives up soon: those of its seasons may tell its rows. */
const TRIES = 3;
/** Of a season with more than one page of rows that tie, few cuts fit each other. */
const TRIES_OF_SEASON = 30;

/** A list whose page edges kept shifting between requests: narrower lists may tell its rows. */
export class ListIncomplete extends Fault {
  constructor(
    readonly list: string,
    readonly total: number,
    tries: number,
    why: string,
  ) {
    super(
      'LIST_INCOMPLETE',
      `list '${list}' was not whole in ${tries} tries (${why}), each row once was expected; try again later`,
    );
  }
}

/** A list that was proven whole. Its pages wait in the journal. */
export type WholeList = {
  readonly pages: number;
  readonly rows: number;
  /** The pages' bodies in order of offset, read one by one, each with a line break. */
  lines(): AsyncIterable<Buffer>;
};

/**
 * Brings all pages of a list into the journal and proves them whole: those that
 * it has already, if not older than `maxAgeMs`, and from Jolpica the others.
 *
 * @throws {ListIncomplete} when page edges kept shifting; and as fetchPage does
 */
export async function fetchList(
  jolpica: Jolpica,
  journal: Journal,
  list: string,
  maxAgeMs: number,
): Promise<WholeList> {
  const page = async (offset: number): Promise<PageSummary> => {
    const kept = await journal.page(list, offset, maxAgeMs);
    let found = kept && parseKept(list, offset, kept);
    if (!found) {
      found = await fetchPage(jolpica, list, offset);
      journal.keepPage(list, offset, found.body);
    }
    jolpica.onPage();
    const { total, keys } = found;
    return { offset, total, keys };
  };
  const most = scopeOf(list).season === undefined ? TRIES : TRIES_OF_SEASON;
  for (let tries = 1; ; tries++) {
    const first = await page(0);
    const further = furtherOffsets(first.total);
    const why = incompleteness([first, ...(await Promise.all(further.map(page)))]);
    if (why === undefined) {
      const lines = () => journal.lines(list, [0, ...further]);
      return { pages: further.length + 1, rows: first.total, lines };
    }
    journal.dropPages(list);
    if (tries === most) throw new ListIncomplete(list, first.total, tries, why);
  }
}

/** A power cut may have left a journal whose bytes are not the page's: then it is fetched again. */
function parseKept(list: string, offset: number, body: Buffer): Page | undefined {
  try {
    return parsePage(list, offset, body);
  } catch {
    return undefined;
  }
}
