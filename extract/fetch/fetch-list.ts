import { EXIT, Fault } from '../../fault/fault.js';
import { PAGE_ROWS, type Page, type PageSummary, parsePage } from '../archive/page.js';
import { isAlpha } from '../archive/resource.js';
import { scopeOf } from '../archive/scope.js';
import type { WholeList } from '../archive/write-archive.js';
import { EXTRACT_FAULTS } from '../faults.js';
import { openAbortGroup } from './abort-group.js';
import { fetchPage, type Jolpica } from './fetch-page.js';
import type { Journal } from './journal.js';
import { findWhole, furtherOffsets, incompleteness } from './prove-complete.js';
import type { Place } from './scan-journal.js';

/**
 * A list of all seasons gives up soon: the lists of its seasons can replace it. So does one of the
 * new API, which may stay broken.
 */
const TRIES = 3;
/** A season whose rows tie across pages needs more: few pages fit each other. */
const TRIES_OF_SEASON = 30;

/** A list whose page edges kept shifting between requests: narrower lists may replace it. */
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
      EXIT[EXTRACT_FAULTS.LIST_INCOMPLETE.exit],
    );
  }
}

/**
 * Fetches all pages of a list into the journal and proves them whole. Pages that the journal
 * has, and that are not older than `maxAgeMs`, are not fetched again.
 *
 * @throws {ListIncomplete} when page edges kept shifting; and as fetchPage does
 */
export async function fetchList(
  jolpica: Jolpica,
  journal: Journal,
  list: string,
  maxAgeMs: number,
): Promise<WholeList> {
  const group = openAbortGroup(jolpica.signal);
  const answers: Answer[][] = [];
  const ask = async (offset: number) => {
    const answer = await fetchAnswer(
      { ...jolpica, signal: group.signal },
      journal,
      list,
      offset,
      maxAgeMs,
    );
    const index = offset / PAGE_ROWS;
    // An answer with another total shows another state of the list.
    const others = answers[index]?.filter(({ total }) => total === answer.total) ?? [];
    answers[index] = [answer, ...others];
    return answer;
  };
  const { resource, season } = scopeOf(list);
  const most = season === undefined || isAlpha(resource) ? TRIES : TRIES_OF_SEASON;
  for (let tries = 1; ; tries++) {
    const first = await ask(0);
    const pages = [first, ...(await group.all(furtherOffsets(first.total).map(ask)))];
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

/** After a power cut, the journal may have other bytes than the page's: fetch it again. */
function parseKept(list: string, offset: number, body: Buffer): Page | undefined {
  try {
    return parsePage(list, offset, body);
  } catch {
    return undefined;
  }
}
