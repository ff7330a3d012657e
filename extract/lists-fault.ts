import { countOf } from '../command/count-of.js';
import type { Fault } from '../fault/fault.js';
import { isAlpha, resourceOf } from './archive/resource.js';
import { extractFault } from './faults.js';
import type { FetchOutcome } from './fetch/fetch-lists.js';

const MOST_NAMED = 5;

/** Why lists are not in a snapshot: those that failed or shrank. */
export function sentencesOf(outcomes: readonly FetchOutcome[]): Record<string, string> {
  return { ...broken(outcomes), ...shrunk(outcomes) };
}

/** Lists of the new API that failed or shrank, and why: only warnings. */
export function alphaWarnings(outcomes: readonly FetchOutcome[]): string[] {
  const sentences = Object.entries(sentencesOf(outcomes.filter(isOfAlpha)));
  return sentences.map(([list, why]) => `'${list}' (${why})`);
}

/**
 * LISTS_SHRUNK when lists lost rows, else LISTS_FAILED when some stayed broken. Lists of the new
 * API are left out.
 */
export function listsFault(snapshot: string, all: readonly FetchOutcome[]): Fault | undefined {
  const outcomes = all.filter((outcome) => !isOfAlpha(outcome));
  const failed = broken(outcomes);
  const lost = shrunk(outcomes);
  const failedCount = Object.keys(failed).length;
  if (Object.keys(lost).length > 0) {
    const others = failedCount > 0 ? `; broken: ${someOf(failed)}` : '';
    return extractFault(
      'LISTS_SHRUNK',
      `far fewer rows than the archive has: ${someOf(lost)}${others}; ` +
        `the archive keeps its rows, all else is in snapshot '${snapshot}'; run the same command ` +
        'again later, or with --accept-shrinkage if the rows are gone for good',
    );
  }
  if (failedCount === 0) return undefined;
  return extractFault(
    'LISTS_FAILED',
    `${failedCount} lists stayed broken: ${someOf(failed)}; ` +
      `all else is in snapshot '${snapshot}', run the same command again for the rest`,
  );
}

function isOfAlpha({ list }: FetchOutcome): boolean {
  return isAlpha(resourceOf(list));
}

function broken(outcomes: readonly FetchOutcome[]): Record<string, string> {
  const failed = outcomes.filter((one) => one.kind === 'failed');
  return Object.fromEntries(failed.map(({ list, why }) => [list, why]));
}

function shrunk(outcomes: readonly FetchOutcome[]): Record<string, string> {
  const lost = outcomes.filter((one) => one.kind === 'shrunk');
  return Object.fromEntries(
    lost.map(({ list, rows, before }) => [
      list,
      `${countOf(rows, 'row')}, ${before.toLocaleString('en')} before`,
    ]),
  );
}

function someOf(lists: Readonly<Record<string, string>>): string {
  const sentences = Object.entries(lists).map(([list, why]) => `'${list}' (${why})`);
  const more = sentences.length > MOST_NAMED ? ` and ${sentences.length - MOST_NAMED} more` : '';
  return `${sentences.slice(0, MOST_NAMED).join(', ')}${more}`;
}
