import { countOf } from '../command/count-of.js';
import { table } from '../command/table.js';
import type { ExtractResult } from './extract.js';
import type { RequestReason } from './plan/list-request.js';
import type { Plan } from './plan/plan.js';

const WORDS: Readonly<Record<RequestReason, string>> = {
  missing: 'missing',
  calendar: 'calendar',
  'round-driven': 'round driven since',
  're-check': 're-check',
  'standings-moved': 'standings moved',
  'results-corrected': 'results corrected',
  'named-by-race': 'named by a race',
  'failed-before': 'failed before',
  forced: '--force',
};

/** Says what an extraction did. */
export function describeExtract(result: ExtractResult): string {
  const { snapshot, requests, seconds } = result;
  const cost = `${countOf(requests, 'request')} and ${duration(seconds)}`;
  if (!result.isNew) return `Nothing is missing: snapshot ${snapshot} stays the newest (${cost}).`;
  return [
    `Snapshot ${snapshot} holds ${countOf(result.lists, 'list')}.`,
    `Asked for ${countOf(result.fetchedLists, 'list')}, of which ${result.changedLists} new or changed, in ${cost}.`,
  ].join('\n');
}

/** Prints a plan as a table. */
export function describePlan(plan: Plan): string {
  const rows = plan.resources.map(({ resource, why, lists, requests }) => [
    resource,
    WORDS[why],
    String(lists),
    String(requests),
  ]);
  const cost = [
    table(['resource', 'why', 'lists', 'requests'], rows),
    '',
    describeRequests(plan),
    `At most ${duration(plan.seconds)} at the given rate, if answers take no time.`,
  ];
  return [
    ...(rows.length === 0 ? ['Nothing to ask for.'] : cost),
    '',
    'Left out:',
    ...plan.skipped.map(({ what, why }) => `  ${what}: ${why}`),
  ].join('\n');
}

/** A number, or a range and what it hangs on. */
function describeRequests({
  requests,
  leastRequests,
  lowerBound,
  isExact,
  dueRounds,
}: Plan): string {
  if (leastRequests < requests) {
    const why = `${countOf(dueRounds, 'round')} ${dueRounds === 1 ? 'is' : 'are'} due, and only their results tell which were driven`;
    return `${leastRequests.toLocaleString('en')} to ${countOf(requests, 'request')}: ${why}.`;
  }
  const about = isExact ? '' : 'About ';
  return `${about}${countOf(requests, 'request')} (no plan could do with fewer than ${lowerBound}).`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
