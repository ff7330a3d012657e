import { SEED_FOLDER } from '../../disk/data-folder.js';
import { readSnapshot } from '../../extract/archive/archive.js';
import { type Json, PAGE_ROWS } from '../../extract/archive/page.js';
import { readAllBodies } from '../../extract/archive/read-pages.js';
import {
  DIMENSIONS,
  isAlpha,
  isByRace,
  RESOURCES,
  type Resource,
  resourceOf,
  SHAPES,
} from '../../extract/archive/resource.js';
import { scopeOf } from '../../extract/archive/scope.js';
import type { Lists, Snapshot } from '../../extract/archive/snapshot.js';
import { writeList, writePartial } from '../transform/cut-seed.js';

/** A list's pages, as JSON; a mutation changes a copy. */
export type Pages = readonly unknown[];

/** A small archive that is consistent, and what its lists say. */
export type World = {
  readonly archive: string;
  readonly snapshot: Snapshot;
  readonly lists: ReadonlyMap<string, Pages>;
};

/** Shared cars and scores that are dropped; laps; the first sprints' qualifying, laps and stops. */
const SEASONS = [1950, 1961, 1996, 2023];
/** Short races whose laps are there. */
const ROUNDS = ['1996/6', '2023/4'];
const ID = '20260727T181500Z-1f0c9a22';

/** Writes a whole archive of four seasons of the seed, with laps of two races. */
export async function writeSmallWorld(archive: string): Promise<World> {
  const seed = await readSnapshot(SEED_FOLDER);
  const kept = new Map<string, Pages>();
  const likes: Record<string, Lists[string]> = {};
  const keep = (list: string, pages: Pages, from: string) => {
    kept.set(list, pages);
    likes[list] = seed.lists[from] as Lists[string];
  };
  for (const [list, entry] of Object.entries(seed.lists)) {
    const { resource, season, round } = scopeOf(list);
    if (season !== undefined && !SEASONS.includes(season)) continue;
    if (round && !isAlpha(resource) && !ROUNDS.includes(`${season}/${round}`)) continue;
    const bodies = await readAllBodies(SEED_FOLDER, list, entry.version);
    const pages = bodies.map((body) => JSON.parse(body.toString('utf8')));
    if (season !== undefined) keep(list, pages, list);
    else if (isByRace(resource) || resource === 'races') {
      for (const year of SEASONS) keep(`${year}/${list}`, ofSeason(resource, pages, year), list);
    } else keep(list, pages, list);
  }
  trimDimensions(kept);
  const lists: Record<string, Lists[string]> = {};
  for (const [list, pages] of kept) {
    const bodies = pages.map((page) => Buffer.from(JSON.stringify(page)));
    const like = likes[list] as Lists[string];
    lists[list] = await writeList(archive, list, bodies, like);
  }
  await writePartial(archive, lists, ID);
  return { archive, snapshot: await readSnapshot(archive), lists: kept };
}

function ofSeason(resource: Resource, pages: Pages, year: number): Pages {
  return cutRows(resource, pages, (races) => races.season === String(year));
}

/** Drivers, constructors, circuits and seasons that no other list names are left out. */
function trimDimensions(kept: Map<string, Pages>): void {
  const texts = [...kept]
    .filter(([list]) => !(DIMENSIONS as readonly string[]).includes(list))
    .map(([, pages]) => JSON.stringify(pages));
  for (const list of DIMENSIONS) {
    const [key = ''] = SHAPES[list].key;
    const isNamed = (row: Json) =>
      texts.some((text) => text.includes(`"${key}":${JSON.stringify(row[key])}`));
    kept.set(list, cutRows(list, kept.get(list) ?? [], isNamed));
  }
}

/** The outermost rows of a list that fit, on whole pages with a total that is true. */
function cutRows(resource: Resource, pages: Pages, fits: (row: Json) => boolean): Pages {
  const { root, path } = SHAPES[resource];
  const [outer = '', inner] = path;
  const tables = pages.map((page) =>
    root.reduce<Json>((node, name) => node[name] as Json, page as Json),
  );
  const rows = tables.flatMap((table) => table[outer] as Json[]).filter(fits);
  // One entry for each innermost row, with its headers around it.
  const flat = rows.flatMap((row) =>
    inner === undefined ? [row] : (row[inner] as Json[]).map((one) => ({ ...row, [inner]: [one] })),
  );
  const starts = Array.from(
    { length: Math.max(1, Math.ceil(flat.length / PAGE_ROWS)) },
    (_, at) => at * PAGE_ROWS,
  );
  const [head] = pages as { MRData: Json }[];
  const table = root.at(-1) ?? '';
  return starts.map((offset) => ({
    MRData: {
      ...head?.MRData,
      offset: String(offset),
      total: String(flat.length),
      [table]: { [outer]: joined(flat.slice(offset, offset + PAGE_ROWS), inner) },
    },
  }));
}

/** Rows of one race, one after another, become one race again. */
function joined(rows: readonly Json[], inner: string | undefined): Json[] {
  if (inner === undefined) return [...rows];
  const races: Json[] = [];
  for (const row of rows) {
    const last = races.at(-1);
    if (last && last.round === row.round && last.season === row.season) {
      (last[inner] as Json[]).push(...(row[inner] as Json[]));
    } else races.push({ ...row, [inner]: [...(row[inner] as Json[])] });
  }
  return races;
}

/** The lists of each resource. */
export function listsByResource(world: World): Map<Resource, string[]> {
  const all = [...world.lists.keys()].sort();
  return new Map(
    RESOURCES.map((resource) => [resource, all.filter((list) => resourceOf(list) === resource)]),
  );
}
