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
  const warnings = describeWarnings(result.warnings);
  if (!result.isNew) {
    const nothing = `Nothing is missing: snapshot ${snapshot} stays the newest (${cost}).`;
    return [nothing, ...warnings].join('\n');
  }
  return [
    `Snapshot ${snapshot} holds ${countOf(result.lists, 'list')}.`,
    `Asked for ${countOf(result.fetchedLists, 'list')}, of which ${result.changedLists} new or changed, in ${cost}.`,
    ...warnings,
  ].join('\n');
}

const MOST_WARNINGS = 3;

function describeWarnings(warnings: readonly string[]): string[] {
  if (warnings.length === 0) return [];
  const more =
    warnings.length > MOST_WARNINGS ? ` and ${warnings.length - MOST_WARNINGS} more` : '';
  const shown = warnings.slice(0, MOST_WARNINGS).join(', ');
  return [
    `Warning: ${countOf(warnings.length, 'list')} of Jolpica's new API could not be fetched: ${shown}${more}.`,
    'All else is up to date; the next run asks for them again.',
  ];
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
