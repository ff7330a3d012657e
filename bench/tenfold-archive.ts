import pLimit from 'p-limit';
import { z } from 'zod';
import { groupBy } from '../command/group-by.js';
import { readSnapshot } from '../extract/archive/archive.js';
import { PAGE_ROWS } from '../extract/archive/page.js';
import { readAllBodies } from '../extract/archive/read-pages.js';
import { resourceOf } from '../extract/archive/resource.js';
import type { ListEntry, Lists } from '../extract/archive/snapshot.js';
import { copySnapshot, writeSnapshot, writeVersion } from '../extract/archive/write-archive.js';

/** The season that is repeated: whole, and of rules that still hold. */
const MODEL_SEASON = 2025;
const FIRST_COPY = 2101;
const FILES_AT_ONCE = 16;

/** The lists of the whole history that hold races, and where a race has its rows. */
const RACE_LISTS = {
  races: undefined,
  results: 'Results',
  qualifying: 'QualifyingResults',
  sprint: 'SprintResults',
} as const;

const race = z.looseObject({ season: z.string(), round: z.string() });
const racePage = z.object({ MRData: z.object({ RaceTable: z.object({ Races: z.array(race) }) }) });
type Race = z.infer<typeof race>;

/** The pages of one list of the model season. */
type ModelList = {
  readonly list: string;
  readonly pages: readonly string[];
  readonly rows: number;
};

/**
 * Makes an archive that holds another one's newest snapshot and, after it, as many more seasons
 * exactly like 2025 (calendar, results, pit stops, standings and all) as ten times the laps take.
 *
 * @returns laps and lists of the archive that was made
 */
export async function writeTenfoldArchive(
  from: string,
  to: string,
): Promise<{ laps: number; lists: number }> {
  const { lists, source } = await readSnapshot(from);
  const parent = await copySnapshot(from, to);
  const models = await readModelSeason(from, lists);
  const laps = sumOfLaps(Object.entries(lists).map(([list, { rows }]) => ({ list, rows })));
  const copies = Math.ceil((9 * laps) / sumOfLaps(models));
  const limit = pLimit(FILES_AT_ONCE);
  const made = await Promise.all(
    Array.from({ length: copies }, (_, copy) => FIRST_COPY + copy).flatMap((season) =>
      models.map((model) => limit(() => writeCopy(to, model, season, parent.createdAt))),
    ),
  );
  const all: Lists = { ...parent.lists, ...Object.fromEntries(made) };
  await writeSnapshot(to, parent.id, source, all);
  return { laps: laps + copies * sumOfLaps(models), lists: Object.keys(all).length };
}

async function readModelSeason(archive: string, lists: Lists): Promise<ModelList[]> {
  const own = Object.keys(lists).filter((list) => list.startsWith(`${MODEL_SEASON}/`));
  const ofSeason = own.map(async (list): Promise<ModelList> => {
    const { version = '', rows = 0 } = lists[list] ?? {};
    const bodies = await readAllBodies(archive, list, version);
    return { list, pages: bodies.map(String), rows };
  });
  const ofHistory = Object.entries(RACE_LISTS).map(async ([name, field]) => {
    const bodies = await readAllBodies(archive, name, lists[name]?.version ?? '');
    const races = bodies.flatMap(
      (body) => racePage.parse(JSON.parse(String(body))).MRData.RaceTable.Races,
    );
    const season = races.filter((given) => given.season === String(MODEL_SEASON));
    return raceList(
      `${MODEL_SEASON}/${name}`,
      field === undefined ? [season] : byRound(season, field),
      field,
    );
  });
  const season = { SeasonTable: { Seasons: [{ season: String(MODEL_SEASON), url: '' }] } };
  const seasons = { list: `${MODEL_SEASON}/seasons`, pages: [pageText(season, 0, 1)], rows: 1 };
  return [...(await Promise.all([...ofSeason, ...ofHistory])), seasons];
}

/** A page per race; a race may lie on two pages of the list that it comes from. */
function byRound(races: readonly Race[], field: string): Race[][] {
  return [...groupBy(races, ({ round }) => round).values()].map((parts) => {
    const rows = parts.flatMap((part) => z.array(z.unknown()).parse(part[field]));
    return parts.slice(0, 1).map((first) => ({ ...first, [field]: rows }));
  });
}

function raceList(list: string, pages: readonly Race[][], field: string | undefined): ModelList {
  const rowsOf = (page: readonly Race[]) =>
    field === undefined
      ? page.length
      : page.reduce((sum, given) => sum + z.array(z.unknown()).parse(given[field]).length, 0);
  const total = pages.reduce((sum, page) => sum + rowsOf(page), 0);
  let offset = 0;
  const texts = pages.map((page) => {
    const text = pageText({ RaceTable: { Races: page } }, offset, total);
    offset += rowsOf(page);
    return text;
  });
  return { list, pages: texts, rows: total };
}

function pageText(tables: object, offset: number, total: number): string {
  const head = {
    xmlns: '',
    series: 'f1',
    url: '',
    limit: String(PAGE_ROWS),
    offset: String(offset),
    total: String(total),
  };
  return JSON.stringify({ MRData: { ...head, ...tables } });
}

async function writeCopy(
  archive: string,
  { list, pages, rows }: ModelList,
  season: number,
  at: string,
): Promise<[string, ListEntry]> {
  const name = list.replace(String(MODEL_SEASON), String(season));
  const made = pages.map((text) => {
    const moved = text
      .replaceAll(/("season":\s*)"2025"/g, `$1"${season}"`)
      .replaceAll(/("date":\s*)"2025-/g, `$1"${season}-`);
    return Buffer.from(`${moved}\n`);
  });
  const whole = {
    pages: made.length,
    rows,
    lines: async function* () {
      yield* made;
    },
  };
  return [name, await writeVersion(archive, name, whole, { fetchedAt: at, confirmedAt: at })];
}

function sumOfLaps(lists: readonly { readonly list: string; readonly rows: number }[]): number {
  return lists.reduce((sum, { list, rows }) => sum + (resourceOf(list) === 'laps' ? rows : 0), 0);
}
