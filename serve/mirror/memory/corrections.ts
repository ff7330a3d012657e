import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../../../disk/data-folder.js';
import type { Json } from '../../../extract/archive/page.js';
import { literal, queryRows, withDuck } from '../../../transform/lake/duck.js';

/** The ledger of what Jolpica says wrongly and history settles. */
export const CORRECTIONS_FOLDER = join(PROGRAM_FOLDER, 'data', 'corrections');

/** One value. */
type Correction = {
  readonly column: string;
  readonly old: string | null;
  readonly new: string | null;
};

/** By resource and natural key (`results 1950/Belgian Grand Prix/claes/24/lago`). */
export type Corrections = ReadonlyMap<string, readonly Correction[]>;

const text = z.string().nullable();
const lineSchema = z.looseObject({ column: z.string(), old: text, new: text });

/** The tables that the ledger corrects: how a line names its row, and where each column is in it. */
const TABLES = {
  race_result: {
    resource: 'results',
    keyOf: ({ id }: Record<string, unknown>) => String(id).replace(/^race_result\//, ''),
    fields: {
      number: 'number',
      position: 'position',
      position_text: 'positionText',
      points: 'points',
      grid: 'grid',
      laps: 'laps',
      status: 'status',
      millis: 'Time.millis',
      time: 'Time.time',
      fl_rank: 'FastestLap.rank',
      fl_lap: 'FastestLap.lap',
      fl_time: 'FastestLap.Time.time',
      fl_speed: 'FastestLap.AverageSpeed.speed',
    },
  },
  lap: {
    resource: 'laps',
    keyOf: ({ race_id, driver_id, lap }: Record<string, unknown>) =>
      [nameOf(race_id), nameOf(driver_id), lap].join('/'),
    fields: { driver_id: 'driverId', position: 'position', time: 'time' },
  },
} as const;

/** Reads the ledger's files, as far as they correct what the mirror answers row by row. */
export async function readCorrections(folder: string): Promise<Corrections> {
  const files = await readdir(folder).catch((): string[] => []);
  const corrections = new Map<string, Correction[]>();
  for (const [table, { resource, keyOf }] of Object.entries(TABLES)) {
    if (!files.includes(`${table}.csv`)) continue;
    for (const line of await readLines(join(folder, `${table}.csv`))) {
      const name = `${resource} ${keyOf(line)}`;
      corrections.set(name, [...(corrections.get(name) ?? []), line]);
    }
  }
  return corrections;
}

/**
 * A row as it should be: the row itself where the ledger has nothing on it. A value that is
 * not the old one any more has been mended at Jolpica.
 */
export function correctRow(
  corrections: Corrections,
  resource: string,
  key: string,
  row: Json,
): Json {
  const found = corrections.get(`${resource} ${key}`);
  if (!found) return row;
  const table = Object.values(TABLES).find((one) => one.resource === resource);
  const fields: Readonly<Record<string, string>> = table?.fields ?? {};
  return found.reduce((corrected, correction) => {
    const path = fields[correction.column]?.split('.');
    return path ? withValue(corrected, path, correction) : corrected;
  }, row);
}

function withValue(
  row: Json,
  [name = '', ...rest]: readonly string[],
  correction: Correction,
): Json {
  if (rest.length > 0) {
    const inner = row[name];
    if (typeof inner !== 'object' || inner === null) return row;
    return { ...row, [name]: withValue(inner as Json, rest, correction) };
  }
  const held = row[name] === 'None' ? null : (row[name] ?? null);
  if (held !== nameOf(correction.old)) return row;
  const value = nameOf(correction.new);
  if (value !== null) return { ...row, [name]: value };
  const { [name]: _, ...without } = row;
  return without;
}

/** `alesi` of `driver/alesi`, `2001/Hungarian Grand Prix` of a race; other text is itself. */
function nameOf(value: unknown): string | null {
  return value === null ? null : String(value).replace(/^(race|driver|constructor)\//, '');
}

async function readLines(file: string) {
  const rows = await withDuck(':memory:', {}, ([connection]) =>
    queryRows(connection, `from read_csv(${literal(file)}, header = true, all_varchar = true)`),
  );
  return z.array(lineSchema).parse(rows);
}
