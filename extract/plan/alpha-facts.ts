import { z } from 'zod';
import type { EffectiveRow } from '../archive/effective-rows.js';
import type { Resource } from '../archive/resource.js';

/** The lists of the new API with what its results name. */
export const ALPHA_NAMES = ['alphadrivers', 'alphateams'] as const;

export type AlphaName = (typeof ALPHA_NAMES)[number];

/** What a plan needs to know of the new API's rows in an archive. */
export type AlphaFacts = {
  /** The new API's ids of rounds (`2023/4`). */
  readonly roundIds: ReadonlyMap<string, string>;
  /** Ids that its lists of drivers and teams have. */
  readonly ids: Readonly<Record<AlphaName, ReadonlySet<string>>>;
  /** Ids that results of sprint qualifying name, and the last season that does. */
  readonly named: Readonly<Record<AlphaName, ReadonlyMap<string, number>>>;
};

export const NO_ALPHA_FACTS: AlphaFacts = {
  roundIds: new Map(),
  ids: { alphadrivers: new Set(), alphateams: new Set() },
  named: { alphadrivers: new Map(), alphateams: new Map() },
};

const roundRow = z.object({
  id: z.string().regex(/^\w+$/),
  number: z.number(),
  season: z.object({ year: z.number() }),
});

/** Reads the facts of the given resources; of all others, `before` stays true. */
export async function readAlphaFacts(
  read: (resource: Resource) => AsyncIterable<EffectiveRow>,
  resources: ReadonlySet<Resource>,
  before: AlphaFacts,
): Promise<AlphaFacts> {
  let { roundIds, named } = before;
  const ids = { ...before.ids };
  if (resources.has('alpharounds')) roundIds = await readRoundIds(read('alpharounds'));
  if (resources.has('sprintqualifying')) named = await readNamed(read('sprintqualifying'));
  for (const resource of ALPHA_NAMES.filter((one) => resources.has(one))) {
    const keys = new Set<string>();
    for await (const { key } of read(resource)) keys.add(key);
    ids[resource] = keys;
  }
  return { roundIds, ids, named };
}

async function readRoundIds(rows: AsyncIterable<EffectiveRow>) {
  const ids = new Map<string, string>();
  for await (const { row } of rows) {
    const parsed = roundRow.safeParse(row);
    // A cancelled round may have no number; a row in another format is archived all the same.
    if (!parsed.success) continue;
    const { id, number, season } = parsed.data;
    ids.set(`${season.year}/${number}`, id);
  }
  return ids;
}

async function readNamed(rows: AsyncIterable<EffectiveRow>) {
  const named = { alphadrivers: new Map<string, number>(), alphateams: new Map<string, number>() };
  for await (const { key } of rows) {
    // The key of a row in another format is its whole text.
    const [, season, driver, team] = /^(\d+)\/\d+\/(\w+)\/\w*\/(\w+)$/.exec(key) ?? [];
    if (driver === undefined || team === undefined) continue;
    named.alphadrivers.set(driver, Number(season));
    named.alphateams.set(team, Number(season));
  }
  return named;
}
