import pLimit from 'p-limit';
import { z } from 'zod';
import { readSnapshot } from '../../extract/archive/archive.js';
import { readAllBodies } from '../../extract/archive/read-pages.js';
import type { Snapshot } from '../../extract/archive/snapshot.js';

const AT_ONCE = 8;
const PAGE_ROWS = 100;

/** A request whose answers differ, and the first characters where they do. */
export type Difference = { readonly url: string; readonly theirs: string; readonly ours: string };

/**
 * Asks two servers for the same and names what differs: status, location, or any byte of the body,
 * so also the order of keys.
 */
export async function compareServers(theirBase: string, ourBase: string, urls: readonly string[]) {
  const limit = pLimit(AT_ONCE);
  const found = await Promise.all(
    urls.map((url) =>
      limit(async (): Promise<Difference[]> => {
        const [theirs, ours] = await Promise.all([ask(theirBase + url), ask(ourBase + url)]);
        return theirs === ours ? [] : [{ url, ...whereTheyDiffer(theirs, ours) }];
      }),
    ),
  );
  return found.flat();
}

async function ask(url: string): Promise<string> {
  const send = () => fetch(url, { redirect: 'manual' });
  // On a busy machine a server may close an idle connection just as it is used again.
  const response = await send().catch(send);
  const { pathname = '', search = '' } = readLocation(response.headers.get('location'), url);
  return `${response.status} ${pathname}${search} ${await response.text()}`;
}

function readLocation(location: string | null, url: string): Partial<URL> {
  return location === null ? {} : new URL(location, url);
}

function whereTheyDiffer(theirs: string, ours: string) {
  let at = 0;
  while (theirs[at] === ours[at] && at < theirs.length) at += 1;
  const cut = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
  return { theirs: cut(theirs), ours: cut(ours) };
}

/** Every request of a full extraction: all pages of all lists of a snapshot, and of rounds to come. */
export function extractionUrls({ lists }: Snapshot): string[] {
  const listed = Object.entries(lists).flatMap(([list, { pages }]) =>
    Array.from({ length: pages }, (_, page) => `/${list}/?limit=100&offset=${page * PAGE_ROWS}`),
  );
  const toCome = [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22].flatMap((round) =>
    ['laps', 'pitstops'].map((name) => `/2026/${round}/${name}/?limit=100&offset=0`),
  );
  return [...listed, ...toCome];
}

/** The same lists in other pieces, and asked for in other words. */
export function oddUrls({ lists }: Snapshot): string[] {
  return Object.entries(lists).flatMap(([list, { rows }], index) => {
    const offset = (index * 37) % Math.max(rows, 1);
    const asked = ['/', '/?limit=7&offset=13', `.json?limit=100&offset=${offset}`, '?offset=1'];
    const wrong = ['/?limit=0&offset=x', '/?limit=1000', `/?limit=-1&offset=${rows}`];
    return [...asked, ...wrong].map((ending) => `/${list}${ending}`);
  });
}

/**
 * Requests by season and round, and refusals, as far as the recorded server answers as today's:
 * the rest is in rules.test.ts and path.test.ts.
 */
export function otherUrls(): string[] {
  const seasons = ['1950', '1988', '2003', '2021', '2026', 'current', '1949', '2030'];
  const rounds = ['1', '7', '16', '22', '99', 'last', 'next'];
  const listed = ['results', 'qualifying', 'sprint', 'races', 'circuits', 'status'];
  const dimensions = ['drivers', 'constructors', 'pitstops', 'laps'];
  const isOther = (season: string, round: string) =>
    /last|next/.test(round) &&
    (['1949', '2030'].includes(season) || (round === 'next' && !/2026|current/.test(season)));
  return [
    ...seasons.flatMap((season) =>
      ['races', 'results', 'qualifying', 'sprint', 'circuits', 'status', 'seasons'].map(
        (name) => `/${season}/${name}/`,
      ),
    ),
    ...seasons.flatMap((season) =>
      rounds
        .filter((round) => !isOther(season, round))
        .flatMap((round) =>
          [...listed, ...dimensions].map((name) => `/${season}/${round}/${name}/?limit=100`),
        ),
    ),
    '/laps/',
    '/2024/laps.json',
    '/2024/pitstops/',
    '/driverstandings/',
    '/constructorstandings.json',
    '/nonsense/',
    '/2024/nonsense.json',
    '/results',
    '/2024/5/laps?limit=2',
    '/2024/driverStandings/?limit=2',
  ];
}

/** Lists of qualifying of more than one race: today's server cuts their pages in another order. */
export function isQualifyingList(url: string): boolean {
  return /^\/((\d{4}|current)\/)?qualifying\b/.test(url);
}

/** The standings after every round that was driven, as the results tell which those were. */
export function standingsUrls({ lists }: Snapshot): string[] {
  const lastRounds = Object.keys(lists).filter((list) => list.endsWith('/driverstandings'));
  return lastRounds.flatMap((list) => {
    const season = list.split('/')[0];
    return Array.from({ length: 25 }, (_, index) => index + 1).flatMap((round) =>
      ['driverstandings', 'constructorstandings'].map(
        (name) => `/${season}/${round}/${name}/?limit=100`,
      ),
    );
  });
}

/** The pages of all lists of a snapshot. */
export async function readBodies(archive: string, id: string): Promise<Record<string, string[]>> {
  const { lists } = await readSnapshot(archive, id);
  const bodies = await Promise.all(
    Object.entries(lists).map(async ([list, { version }]) => [
      list,
      (await readAllBodies(archive, list, version)).map(String),
    ]),
  );
  return Object.fromEntries(bodies);
}

const pageSchema = z.object({
  MRData: z.object({
    RaceTable: z.object({
      Races: z.array(z.looseObject({ QualifyingResults: z.array(z.looseObject({})) })),
    }),
  }),
});

/** Each row of pages of qualifying with its race, whichever page it is on. */
export function qualifyingRows(bodies: readonly string[] = []): string[] {
  return bodies
    .flatMap((body) => pageSchema.parse(JSON.parse(body)).MRData.RaceTable.Races)
    .flatMap(({ QualifyingResults, ...race }) =>
      QualifyingResults.map((row) => JSON.stringify([race, row])),
    )
    .sort();
}
