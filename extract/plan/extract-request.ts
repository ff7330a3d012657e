import { ALPHA, ERGAST, RESOURCES, type Resource } from '../archive/resource.js';
import { extractFault } from '../faults.js';
import type { RateWindow } from '../fetch/rate.js';

/** What a person asks of an extraction. */
export type ExtractRequest = {
  /** Seasons to bring up to date; all when undefined. */
  readonly seasons: ReadonlySet<number> | undefined;
  /** Resources to bring up to date; all when undefined. */
  readonly only: ReadonlySet<Resource> | undefined;
  /** Fetch stored lists again. */
  readonly force: boolean;
  /** Results are fetched again until this many days after the race. */
  readonly sinceDays: number;
  readonly rate: readonly RateWindow[];
  /** Keep answers that have far fewer rows than the archive. */
  readonly acceptShrinkage: boolean;
};

/** All resources of all seasons, without a rate limit: the base of narrower requests. */
export const EVERYTHING: ExtractRequest = {
  seasons: undefined,
  only: undefined,
  force: false,
  sinceDays: 14,
  rate: [],
  acceptShrinkage: false,
};

const FIRST_SEASON = 1950;

/**
 * Parses seasons such as `1996,2020-2026`; undefined means all.
 *
 * @throws {Fault} SEASONS_INVALID
 */
export function parseSeasons(text: string | undefined): ReadonlySet<number> | undefined {
  if (text === undefined) return undefined;
  const seasons = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(\d{4})(?:-(\d{4}))?$/.exec(part.trim());
    const from = Number(match?.[1]);
    const to = Number(match?.[2] ?? from);
    if (!match || from < FIRST_SEASON || to < from) {
      const expected = `seasons from ${FIRST_SEASON} on like '1996,2020-2026' were expected`;
      const sentence = `'${text}' given as --seasons, ${expected}`;
      throw extractFault('SEASONS_INVALID', sentence);
    }
    for (let season = from; season <= to; season++) seasons.add(season);
  }
  return seasons;
}

/** Names of several resources at once: those of one of Jolpica's two APIs. */
const GROUPS: Readonly<Record<string, readonly Resource[]>> = { ergast: ERGAST, alpha: ALPHA };

/**
 * Parses resources such as `laps,results`, `ergast` or `alpha`; undefined means all.
 *
 * @throws {Fault} ONLY_INVALID
 */
export function parseOnly(text: string | undefined): ReadonlySet<Resource> | undefined {
  if (text === undefined) return undefined;
  const given = text.split(',').map((name) => name.trim());
  const names = given.flatMap((name) => GROUPS[name] ?? name);
  const known = RESOURCES.filter((resource) => names.includes(resource));
  if (known.length === new Set(names).size) return new Set(known);
  const expected = `some of ${RESOURCES.join(', ')} or a group (${Object.keys(GROUPS).join(', ')}) were expected`;
  throw extractFault('ONLY_INVALID', `'${text}' given as --only, ${expected}`);
}

/** The same request without the new API, for servers that have none. */
export function withoutAlpha(request: ExtractRequest): ExtractRequest {
  const { only } = request;
  return { ...request, only: new Set(ERGAST.filter((one) => only?.has(one) ?? true)) };
}
