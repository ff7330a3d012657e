import { EXIT, Fault } from '../../fault/fault.js';
import { RESOURCES, type Resource } from '../archive/resource.js';
import type { Wish } from './plan-view.js';

/** All there is, as fast as may be: what a request is unless its options narrow it. */
export const EVERYTHING: Wish = {
  seasons: undefined,
  only: undefined,
  force: false,
  sinceDays: 14,
  rate: [],
  acceptShrinkage: false,
};

const FIRST_SEASON = 1950;

/**
 * Reads seasons such as `1996,2020-2026`; all (undefined) when nothing was said.
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
      throw new Fault('SEASONS_INVALID', sentence, EXIT.usage);
    }
    for (let season = from; season <= to; season++) seasons.add(season);
  }
  return seasons;
}

/**
 * Reads resources such as `laps,results`; all (undefined) when nothing was said.
 *
 * @throws {Fault} ONLY_INVALID
 */
export function parseOnly(text: string | undefined): ReadonlySet<Resource> | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim());
  const known = RESOURCES.filter((resource) => names.includes(resource));
  if (known.length === new Set(names).size) return new Set(known);
  const expected = `some of ${RESOURCES.join(', ')} were expected`;
  throw new Fault('ONLY_INVALID', `'${text}' given as --only, ${expected}`, EXIT.usage);
}
