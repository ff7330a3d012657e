import { z } from 'zod';
import { type EffectiveRow, effectiveRows } from '../archive/effective-rows.js';
import type { Resource } from '../archive/resource.js';
import type { Lists } from '../archive/snapshot.js';

/** A race of the calendar. */
export type Race = {
  readonly season: number;
  readonly round: number;
  /** Day of the race, `2024-04-21`. */
  readonly date: string;
  readonly hasSprint: boolean;
};

/** What an archive tells that a plan depends on. */
export type Known = {
  readonly races: readonly Race[];
  /** Rows by round (`2024/5`) of the resources that are listed by race. */
  readonly rows: Readonly<Record<ByRace, ReadonlyMap<string, number>>>;
  /** Keys that are told by the resource itself. */
  readonly ids: Readonly<Record<Dimension, ReadonlySet<string>>>;
  /** Keys that a resource's rows name, and the last season that does. */
  readonly named: Readonly<Record<ByRace | 'races', Named>>;
};

export type ByRace = 'results' | 'qualifying' | 'sprint';
export type Dimension = 'seasons' | 'circuits' | 'constructors' | 'drivers';
type Named = Readonly<Record<Dimension, ReadonlyMap<string, number>>>;

const raceRow = z.object({
  season: z.coerce.number(),
  round: z.coerce.number(),
  date: z.string(),
  Sprint: z.unknown().optional(),
  Circuit: z.object({ circuitId: z.string() }),
});

const BY_RACE: readonly ByRace[] = ['results', 'qualifying', 'sprint'];
const DIMENSIONS: readonly Dimension[] = ['seasons', 'circuits', 'constructors', 'drivers'];

/**
 * Reads from the lists that are held what plans depend on: calendar, rounds driven, keys.
 * Given what was known `before`, reads anew only the resources that were `fetched` since.
 */
export async function readKnown(
  archive: string,
  held: Lists,
  before?: Known,
  fetched: ReadonlySet<Resource> = new Set(),
): Promise<Known> {
  const read = (resource: Resource) => effectiveRows(archive, held, resource);
  const isStale = (resource: Resource) => !before || fetched.has(resource);
  const known: Mutable<Known> = before
    ? { ...before, rows: { ...before.rows }, ids: { ...before.ids }, named: { ...before.named } }
    : nothingKnown();
  for (const dimension of DIMENSIONS.filter(isStale)) {
    const ids = new Set<string>();
    for await (const { key } of read(dimension)) ids.add(key);
    known.ids = { ...known.ids, [dimension]: ids };
  }
  if (isStale('races')) {
    const { races, named } = await readCalendar(read('races'));
    Object.assign(known, { races, named: { ...known.named, races: named } });
  }
  for (const resource of BY_RACE.filter(isStale)) {
    const { rows, named } = await readRounds(read(resource));
    known.rows = { ...known.rows, [resource]: rows };
    known.named = { ...known.named, [resource]: named };
  }
  return known;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

async function readCalendar(rows: AsyncIterable<EffectiveRow>) {
  const races: Race[] = [];
  const named = noNames();
  for await (const { row } of rows) {
    const parsed = raceRow.safeParse(row);
    // A drifted calendar is archived all the same; it just can't be planned by.
    if (!parsed.success) continue;
    const { season, round, date, Sprint, Circuit } = parsed.data;
    races.push({ season, round, date, hasSprint: Sprint !== undefined });
    named.seasons.set(String(season), season);
    named.circuits.set(Circuit.circuitId, season);
  }
  return { races, named };
}

async function readRounds(effective: AsyncIterable<EffectiveRow>) {
  const rows = new Map<string, number>();
  const named = noNames();
  for await (const { key } of effective) {
    // Of a drifted row, too, the key is no key but its text.
    if (!/^\d+\/\d+\//.test(key)) continue;
    const [season = '', round, driver = '', , builder = ''] = key.split('/');
    const name = `${season}/${round}`;
    rows.set(name, (rows.get(name) ?? 0) + 1);
    named.drivers.set(driver, Number(season));
    named.constructors.set(builder, Number(season));
  }
  return { rows, named };
}

function nothingKnown(): Known {
  const byRace = { results: new Map(), qualifying: new Map(), sprint: new Map() };
  const ids = { seasons: new Set<string>(), circuits: new Set<string>() };
  return {
    races: [],
    rows: byRace,
    ids: { ...ids, constructors: new Set(), drivers: new Set() },
    named: { races: noNames(), results: noNames(), qualifying: noNames(), sprint: noNames() },
  };
}

function noNames(): Record<Dimension, Map<string, number>> {
  return { seasons: new Map(), circuits: new Map(), constructors: new Map(), drivers: new Map() };
}
