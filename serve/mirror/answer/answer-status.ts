import type { Mirror } from '../memory/read-mirror.js';
import { wantedRows } from '../memory/select-rows.js';
import type { MirrorRequest } from '../path/request.js';
import type { Window } from '../path/window.js';
import { commaSeparated, type MirrorPage } from './page.js';

/** How often cars ended how, the most frequent first. */
export function answerStatus(
  mirror: Mirror,
  { wanted, criteria }: MirrorRequest,
  { limit, offset }: Window,
): MirrorPage {
  const isAll = Object.values(wanted).every((value) => value === undefined);
  const texts = isAll ? mirror.statuses.map(({ text }) => text) : counted(mirror, wanted);
  const items = commaSeparated(texts.slice(offset, offset + limit).map((text) => [text]));
  return { total: texts.length, table: 'StatusTable', criteria, key: 'Status', items };
}

function counted({ rows, ids, statuses }: Mirror, wanted: MirrorRequest['wanted']): string[] {
  const counts = new Map<number, number>();
  const { status } = rows.results.entries;
  for (const { row } of wantedRows(rows.results, wanted)) {
    const number = status[row] ?? -1;
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  const named = statuses.map((one) => ({ ...one, number: ids.statuses.find(one.status) ?? -1 }));
  return [...counts]
    .map(([number, count]) => ({ count, ...named.find((one) => one.number === number) }))
    .toSorted((a, b) => b.count - a.count || ((a.status ?? '') < (b.status ?? '') ? -1 : 1))
    .map(({ id, count, status }) => JSON.stringify({ statusId: id, count: `${count}`, status }));
}
