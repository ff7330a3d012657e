import { Fault } from '../../fault/fault.js';
import { PAGE_ROWS, type Page, type PageSummary, parsePage } from '../archive/page.js';
import { scopeOf } from '../archive/scope.js';
import { allOrStop, stoppable } from './all-or-stop.js';
import { fetchPage, type Jolpica } from './fetch-page.js';
import type { Journal } from './journal.js';
import { findWhole, furtherOffsets, incompleteness } from './prove-complete.js';
import type { Place } from './scan-journal.js';

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
  const { stop, signal } = stoppable(jolpica.signal);
  const answers: Answer[][] = [];
  const ask = async (offset: number) => {
    const answer = await fetchAnswer({ ...jolpica, signal }, journal, list, offset, maxAgeMs);
    const index = offset / PAGE_ROWS;
    // An answer that counts another total is of another state of the list.
    const others = answers[index]?.filter(({ total }) => total === answer.total) ?? [];
    answers[index] = [answer, ...others];
    return answer;
  };
  const most = scopeOf(list).season === undefined ? TRIES : TRIES_OF_SEASON;
  for (let tries = 1; ; tries++) {
    const first = await ask(0);
    const pages = [first, ...(await allOrStop(furtherOffsets(first.total).map(ask), stop))];
    const whole = findWhole(answers.slice(0, pages.length));
    if (whole) {
      const lines = () => journal.lines(whole.map(({ place }) => place));
      return { pages: whole.length, rows: first.total, lines };
    }
    journal.dropPages(list);
    const why = incompleteness(pages) ?? 'pages of several tries do not fit';
    if (tries === most) throw new ListIncomplete(list, first.total, tries, why);
  }
}

type Answer = PageSummary & { readonly place: Place };

async function fetchAnswer(
  jolpica: Jolpica,
  journal: Journal,
  list: string,
  offset: number,
  maxAgeMs: number,
): Promise<Answer> {
  const kept = await journal.page(list, offset, maxAgeMs);
  const parsed = kept && parseKept(list, offset, kept.body);
  const { body, total, keys } = parsed ?? (await fetchPage(jolpica, list, offset));
  const place = parsed && kept ? kept.place : journal.keepPage(list, offset, body);
  jolpica.onPage();
  return { offset, total, keys, place };
}

/** A power cut may have left a journal whose bytes are not the page's: then it is fetched again. */
function parseKept(list: string, offset: number, body: Buffer): Page | undefined {
  try {
    return parsePage(list, offset, body);
  } catch {
    return undefined;
  }
}
