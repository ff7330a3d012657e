import { resourceOf, SHAPES } from '../extract/archive/resource.js';
import { roundsDriven } from '../test/serve/two-rounds.js';

/** The two states of the small sport that Jolpica's stand-in answers, one after the other. */
export type Version = 0 | 1;

// Three tables differ, so that a mix of both can be seen.
const CORRECTIONS: readonly (readonly [string, string])[] = [
  ['"locality":"Sakhir"', '"locality":"Zallaq"'],
  ['"givenName":"Max"', '"givenName":"Max Emilian"'],
  ['"laps":"57"', '"laps":"56"'],
];

const WORLD = roundsDriven(2);

/** The other version. */
export function otherThan(version: Version): Version {
  return version === 0 ? 1 : 0;
}

/** The pages of a list as a version of the world has them; an empty list where it has none. */
export function pagesOf(version: Version, list: string): readonly string[] {
  const pages = WORLD[list] ?? [emptyPage(list)];
  if (version === 0) return pages;
  return pages.map((page) =>
    CORRECTIONS.reduce((text, [from, to]) => text.replaceAll(from, to), page),
  );
}

function emptyPage(list: string): string {
  const { root, path } = SHAPES[resourceOf(list)];
  const numbers = { limit: '100', offset: '0', total: '0' };
  const head = { xmlns: '', series: 'f1', url: '', ...numbers };
  return JSON.stringify({ MRData: { ...head, [root[1] ?? '']: { [path[0] ?? '']: [] } } });
}
