import { z } from 'zod';
import { type EffectiveRow, effectiveRows } from '../archive/effective-rows.js';
import {
  BY_RACE,
  type ByRace,
  DIMENSIONS,
  type Dimension,
  type Resource,
} from '../archive/resource.js';
import type { Lists } from '../archive/snapshot.js';
import { type AlphaFacts, NO_ALPHA_FACTS, readAlphaFacts } from './alpha-facts.js';

/** A race of the calendar. */
export type Race = {
  readonly season: number;
  readonly round: number;
  /** Day of the race, `2024-04-21`. */
  readonly date: string;
  readonly hasSprint: boolean;
  readonly hasSprintQualifying: boolean;
};

/** What a plan needs to know of the rows in an archive. */
export type ArchiveFacts = {
  readonly races: readonly Race[];
  /** Row counts by round (`2024/5`). */
  readonly rows: Readonly<Record<ByRace, ReadonlyMap<string, number>>>;
  /** Keys of each dimension's own rows. */
  readonly ids: Readonly<Record<Dimension, ReadonlySet<string>>>;
  /** Dimension keys that races and their rows name, and the last season that does. */
  readonly named: Readonly<Record<ByRace | 'races', NamedIds>>;
  readonly alpha: AlphaFacts;
};

type NamedIds = Readonly<Record<Dimension, ReadonlyMap<string, number>>>;

export const NO_FACTS: ArchiveFacts = {
  races: [],
  rows: { results: new Map(), qualifying: new Map(), sprint: new Map() },
  ids: { seasons: new Set(), circuits: new Set(), constructors: new Set(), drivers: new Set() },
  named: { races: noIds(), results: noIds(), qualifying: noIds(), sprint: noIds() },
  alpha: NO_ALPHA_FACTS,
};

const wholeNumber = z.coerce.number().int().min(1).max(9999);

const raceRow = z.object({
  season: wholeNumber,
  round: wholeNumber,
  date: z.iso.date(),
  Sprint: z.unknown().optional(),
  SprintQualifying: z.unknown().optional(),
  SprintShootout: z.unknown().optional(),
  Circuit: z.object({ circuitId: z.string().max(100) }),
});

/** `2024/5`, as rounds are named in lists and keys. */
export function roundName({ season, round }: Pick<Race, 'season' | 'round'>): string {
  return `${season}/${round}`;
}

/** Reads the facts of the given resources; of all others, `before` stays true. */
export async function readArchiveFacts(
  archive: string,
  lists: Lists,
  resources: ReadonlySet<Resource>,
  before: ArchiveFacts = NO_FACTS,
): Promise<ArchiveFacts> {
  let { races } = before;
  const rows = { ...before.rows };
  const ids = { ...before.ids };
  const named = { ...before.named };
  const read = (resource: Resource) => effectiveRows(archive, lists, resource);
  for (const dimension of DIMENSIONS.filter((one) => resources.has(one))) {
    const keys = new Set<string>();
    for await (const { key } of read(dimension)) keys.add(key);
    ids[dimension] = keys;
  }
  if (resources.has('races')) {
    const calendar = await readCalendar(read('races'));
    races = calendar.races;
    named.races = calendar.named;
  }
  for (const resource of BY_RACE.filter((one) => resources.has(one))) {
    const rounds = await readRounds(read(resource));
    rows[resource] = rounds.rows;
    named[resource] = rounds.named;
  }
  const alpha = await readAlphaFacts(read, resources, before.alpha);
  return { races, rows, ids, named, alpha };
}

async function readCalendar(rows: AsyncIterable<EffectiveRow>) {
  const races: Race[] = [];
  const named = noIds();
  for await (const { row } of rows) {
    const parsed = raceRow.safeParse(row);
    // A calendar in another format is archived all the same, but no plan can follow it.
    if (!parsed.success) continue;
    const { season, round, date, Sprint, Circuit, ...more } = parsed.data;
    const hasSprint = Sprint !== undefined;
    // Sprint qualifying was called sprint shootout in 2023.
    const hasSprintQualifying = (more.SprintQualifying ?? more.SprintShootout) !== undefined;
    races.push({ season, round, date, hasSprint, hasSprintQualifying });
    named.seasons.set(String(season), season);
    named.circuits.set(Circuit.circuitId, season);
  }
  return { races, named };
}

async function readRounds(effective: AsyncIterable<EffectiveRow>) {
  const rows = new Map<string, number>();
  const named = noIds();
  for await (const { key } of effective) {
    // The key of a row in another format is its whole text.
    if (!/^\d+\/\d+\//.test(key)) continue;
    const [season = '', round, driver = '', , builder = ''] = key.split('/');
    const name = `${season}/${round}`;
    rows.set(name, (rows.get(name) ?? 0) + 1);
    named.drivers.set(driver, Number(season));
    named.constructors.set(builder, Number(season));
  }
  return { rows, named };
}

function noIds(): Record<Dimension, Map<string, number>> {
  return { seasons: new Map(), circuits: new Map(), constructors: new Map(), drivers: new Map() };
}
