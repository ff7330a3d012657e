import { z } from 'zod';
import { resourceOf } from './resource.js';
import { scopeOf } from './scope.js';

/** The rows of each page of the new API; it takes no other number. */
const PAGE_ROWS = 100;

const NO_SESSION = z.strictObject({ error: z.literal('Invalid session filter for this round') });

const count = z.number().int().nonnegative();

const listHead = z.looseObject({
  metadata: z.looseObject({
    count,
    page_size: count,
    current_page: count,
    total_pages: count,
  }),
  data: z.array(z.unknown()),
});

const resultHead = z.looseObject({
  data: z.looseObject({
    code: z.string(),
    season: z.looseObject({ year: z.number() }),
    round: z.looseObject({ number: z.number() }),
    results: z.array(z.unknown()),
  }),
});

/** Whether an answer of the new API, with status 404, says that a round has no such session. */
export function isNoSession(json: unknown): boolean {
  return NO_SESSION.safeParse(json).success;
}

/** The offset of a page of the new API within its list. */
export function alphaOffset(json: unknown): number {
  const head = listHead.safeParse(json);
  return head.success ? (head.data.metadata.current_page - 1) * PAGE_ROWS : 0;
}

/**
 * Checks the head of a page of the new API, and returns the number of rows in the whole list.
 * Results come without a count: there, it is the number of rows.
 *
 * @throws {Error} with a few words on what is wrong
 */
export function alphaTotal(list: string, offset: number, json: unknown): number {
  if (resourceOf(list) === 'sprintqualifying') return resultTotal(list, json);
  const head = listHead.safeParse(json);
  if (!head.success) throw new Error("no 'data' with 'metadata' of its pages");
  const {
    count: total,
    page_size: size,
    current_page: page,
    total_pages: pages,
  } = head.data.metadata;
  const due = offset / PAGE_ROWS + 1;
  if (size !== PAGE_ROWS) throw new Error(`page_size '${size}' instead of '${PAGE_ROWS}'`);
  if (page !== due) throw new Error(`page '${page}' instead of '${due}'`);
  if (pages !== Math.max(1, Math.ceil(total / PAGE_ROWS))) {
    throw new Error(`total_pages '${pages}' beside a count of '${total}'`);
  }
  return total;
}

function resultTotal(list: string, json: unknown): number {
  if (isNoSession(json)) return 0;
  const head = resultHead.safeParse(json);
  if (!head.success) throw new Error("no 'data' with code, season, round and results");
  const { code, season, round, results } = head.data.data;
  const scope = scopeOf(list);
  if (code !== 'SQ' || season.year !== scope.season || round.number !== scope.round) {
    throw new Error(`'${code}' of '${season.year}/${round.number}' instead of '${list}'`);
  }
  return results.length;
}

/** What says of a page whether it changed: all but the time of the answer. */
export function withoutTimestamp(body: Buffer): string {
  const { metadata, ...page } = JSON.parse(body.toString('utf8'));
  const { timestamp: _, ...others } = metadata ?? {};
  return JSON.stringify({ ...page, metadata: others });
}
