import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SEED_FOLDER } from '../../disk/data-folder.js';
import { readSnapshot, versionFile } from '../../extract/archive/archive.js';
import { type Json, pageRows } from '../../extract/archive/page.js';
import { readAllBodies } from '../../extract/archive/read-pages.js';
import { scopeOf } from '../../extract/archive/scope.js';
import type { ListEntry, Lists, Snapshot } from '../../extract/archive/snapshot.js';

const VERSION = '20261124T064241Z-8af05eeb';
/** Lists of all history that Jolpica gives by season and by round, too. */
const BY_ROUND = ['races', 'results', 'qualifying', 'sprint'];

/**
 * Writes the lists that extract can ask for of some rounds (`2009/13`), cut out of the seed: those
 * of all seasons but results, those of each season and of each round. No snapshot yet.
 */
export async function cutSeed(archive: string, rounds: readonly string[]): Promise<Lists> {
  const seed = await readSnapshot(SEED_FOLDER);
  const seasons = [...new Set(rounds.map((round) => Number(round.split('/')[0])))];
  const lists: Record<string, ListEntry> = {};
  const write = async (list: string, pages: readonly Buffer[], like: ListEntry) => {
    lists[list] = await writeList(archive, list, pages, like);
  };
  for (const [list, entry] of Object.entries(seed.lists)) {
    const { resource, season, round } = scopeOf(list);
    const isNear = season === undefined || seasons.includes(season);
    if (!isNear || (round && !rounds.includes(`${season}/${round}`))) continue;
    const pages = await readAllBodies(SEED_FOLDER, list, entry.version);
    if (season !== undefined || !BY_ROUND.includes(resource)) {
      await write(list, pages, entry);
      continue;
    }
    for (const year of seasons) await write(`${year}/${list}`, cut(pages, year), entry);
    if (resource === 'races') continue;
    for (const name of rounds) {
      const [year, number] = name.split('/').map(Number);
      await write(`${name}/${list}`, cut(pages, year ?? 0, number), entry);
    }
  }
  return lists;
}

/** Writes the pages of a list; all but its size is like another's. */
export async function writeList(
  archive: string,
  list: string,
  pages: readonly Buffer[],
  like: ListEntry,
  version = VERSION,
): Promise<ListEntry> {
  const bytes = gzipSync(pages.map((page) => `${page.toString('utf8')}\n`).join(''));
  const file = versionFile(archive, list, version);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
  const rows = pages.reduce((sum, page) => sum + pageRows(list, page).length, 0);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { ...like, version, sha256, bytes: bytes.length, pages: pages.length, rows };
}

/** Writes a snapshot of some of an archive's lists, the newest from now on. */
export async function writePartial(archive: string, lists: Lists, id: string): Promise<void> {
  const { parent: _, ...seed } = await readSnapshot(SEED_FOLDER);
  const snapshot: Snapshot = { ...seed, id, parent: null, lists };
  await mkdir(join(archive, 'snapshots'), { recursive: true });
  await writeFile(join(archive, 'snapshots', `${id}.json`), JSON.stringify(snapshot));
  await writeFile(join(archive, 'HEAD'), `${id}\n`);
}

/** The rows of one season or round; at least one page, which may have no rows. */
function cut(pages: readonly Buffer[], season: number, round?: number): Buffer[] {
  const kept: Json[][] = [];
  for (const page of pages) {
    const { MRData } = JSON.parse(page.toString('utf8'));
    const races: Json[] = MRData.RaceTable.Races.filter(
      (race: Json) =>
        race.season === String(season) && (round === undefined || race.round === String(round)),
    );
    if (races.length > 0) kept.push(races);
  }
  const [first] = pages;
  const head = first ? JSON.parse(first.toString('utf8')).MRData : {};
  const groups = kept.length > 0 ? kept : [[]];
  return groups.map((Races, index) =>
    Buffer.from(
      JSON.stringify({ MRData: { ...head, offset: String(index * 100), RaceTable: { Races } } }),
    ),
  );
}
