import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../../../disk/data-folder.js';
import { millisOf } from './lap-time.js';
import { readCsv } from './read-csv.js';
import { type Ids, NO_NUMBER, type RaceSpan, type RowTable } from './row-table.js';
import { sliceTexts } from './texts.js';

const FASTEST_FILE = join(PROGRAM_FOLDER, 'data', 'rules', 'fastest_lap.csv');

/** The first season whose results show ranks; results are in the order of seasons. */
const FIRST_SHOWN = 2004;

const fastestSchema = z.object({
  season: z.string(),
  race_name: z.string(),
  driver_ref: z.string(),
});

/**
 * Fills in the ranks of fastest laps that results do not show. Jolpica knows ranks before 2004,
 * too; we know whose lap was the fastest until 1995, and all laps since 1996.
 */
export async function fillFastestRanks(results: RowTable, laps: RowTable, drivers: Ids) {
  const fastest = new Set<string>();
  for (const { season, race_name, driver_ref } of await readCsv(FASTEST_FILE, fastestSchema)) {
    fastest.add(`${season}/${race_name}/${drivers.find(driver_ref)}`);
  }
  const lapSpans = new Map(laps.races.map((race) => [nameOf(race), race]));
  const { fastestRank } = results.entries;
  for (const race of results.races) {
    const { from, to } = race;
    if (Number(race.season) >= FIRST_SHOWN) break;
    const lapSpan = lapSpans.get(nameOf(race));
    // A thousand laps are parsed: leave the event loop to requests in between.
    if (lapSpan) await turn();
    const ranks = lapSpan ? ranksByLaps(laps, lapSpan) : ranksByName(results, race, fastest);
    const seen = new Set<number>();
    for (let row = from; row < to; row += 1) {
      const driver = results.driver[row] ?? NO_NUMBER;
      // Who drove two cars in one race set the lap in one of them: the one that is listed first.
      if (!seen.has(driver)) fastestRank[row] = ranks.get(driver) ?? NO_NUMBER;
      seen.add(driver);
    }
  }
}

function nameOf({ season, round }: RaceSpan): string {
  return `${season}/${round}`;
}

function ranksByName(results: RowTable, race: RaceSpan, fastest: ReadonlySet<string>) {
  const { raceName } = JSON.parse(`${race.head}}`) as { raceName: string };
  const drivers = results.driver.subarray(race.from, race.to);
  const named = drivers.filter((driver) => fastest.has(`${race.season}/${raceName}/${driver}`));
  return new Map([...named].map((driver) => [driver, 1]));
}

function ranksByLaps(laps: RowTable, { from, to }: RaceSpan): Map<number, number> {
  const best = new Map<number, number>();
  for (let row = from; row < to; row += 1) {
    const driver = laps.driver[row] ?? NO_NUMBER;
    const { time } = JSON.parse(sliceTexts(laps.texts, row, row + 1).toString('utf8')) as {
      time: string;
    };
    const millis = millisOf(time);
    if (millis < (best.get(driver) ?? Number.POSITIVE_INFINITY)) best.set(driver, millis);
  }
  const ordered = [...best].sort(([, a], [, b]) => a - b);
  return new Map(ordered.map(([driver], index) => [driver, index + 1]));
}
